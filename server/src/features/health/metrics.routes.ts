import { timingSafeEqual } from 'node:crypto';
import type { Request, Router } from 'express';
import ipaddr from 'ipaddr.js';
import type { Config } from '../../config.js';
import type { Server } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';

/** The headers that proxies add, each in its own way. */
const FORWARDING = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'via',
];
/** Headers that browsers add: a foreign page must not read the metrics through a browser on this machine. */
const OF_PAGES = ['origin', 'referer', 'sec-fetch-site', 'cookie'];

const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';

/** Whether the Host header names this machine: a foreign name may have been pointed here (DNS rebinding). */
function asksThisMachine(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isLoopback(name);
}

/** Whether a program on this machine itself calls. A local proxy may look the same: with a proxy configured, nobody is local. */
const isLocal = (request: Request, { TRUSTED_PROXIES, PUBLIC_URL }: Config): boolean =>
  TRUSTED_PROXIES === 0 &&
  PUBLIC_URL === undefined &&
  isLoopback(request.socket.remoteAddress ?? '') &&
  asksThisMachine(request.get('host')) &&
  [...FORWARDING, ...OF_PAGES].every((name) => request.get(name) === undefined);

function mayRead(request: Request, config: Config): boolean {
  const token = config.METRICS_TOKEN;
  if (token === undefined) return isLocal(request, config);
  const [, given = ''] = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(token)));
}

/** `/metrics` for Prometheus. Anybody else gets 404. */
export function mountMetrics(router: Router, server: Server): void {
  router.get('/metrics', (request, response) => {
    if (!mayRead(request, server.config)) return void response.status(404).end();
    server.metrics.registry.metrics().then(
      (text) => response.type(server.metrics.registry.contentType).send(text),
      (error: unknown) => {
        server.log.error({ err: error }, 'the metrics could not be gathered');
        response.status(500).end();
      },
    );
  });
}
