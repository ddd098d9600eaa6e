import { connectionView } from '@parley/shared/connection';
import { openRoute, type Routes } from '../../platform/http.js';
import { originAllowed } from '../../platform/origin.js';

/** `GET /connection`: the caller's own request as received. It reveals nothing about others. */
export function mountConnection(routes: Routes): void {
  const { config } = routes.server;
  openRoute(
    routes,
    ['get', '/connection'],
    { summary: 'Read what your request looks like to the server', answer: connectionView },
    ({ request }) =>
      Promise.resolve({
        address: (request.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, ''),
        secure: request.secure,
        host: request.get('host') ?? '',
        originAllowed: originAllowed(request, config.PUBLIC_URL),
        forwarded: ['x-forwarded-for', 'x-forwarded-proto', 'forwarded'].some(
          (name) => request.get(name) !== undefined,
        ),
        trustedProxies: config.TRUSTED_PROXIES,
      }),
  );
}
