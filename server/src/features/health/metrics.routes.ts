import { timingSafeEqual } from 'node:crypto';
import type { Request, Router } from 'express';
import ipaddr from 'ipaddr.js';
import type { Server } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';

/** From this machine itself, and not through a proxy on it. */
const isLocal = (request: Request): boolean => {
  const address = request.socket.remoteAddress ?? '';
  const forwarded = request.get('x-forwarded-for') ?? request.get('forwarded');
  return forwarded === undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
};

function mayRead(request: Request, token: string | undefined): boolean {
  if (token === undefined) return isLocal(request);
  const [, given = ''] = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(token)));
}

/** `/metrics` for Prometheus. To anybody else there is nothing here. */
export function mountMetrics(router: Router, server: Server): void {
  router.get('/metrics', (request, response) => {
    if (!mayRead(request, server.config.METRICS_TOKEN)) return void response.status(404).end();
    server.metrics.registry.metrics().then(
      (text) => response.type(server.metrics.registry.contentType).send(text),
      (error: unknown) => {
        server.log.error({ err: error }, 'the metrics could not be gathered');
        response.status(500).end();
      },
    );
  });
}
