import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** Long polling makes many requests, and all of them have to reach the node that has the connection. */
const COOKIE = 'parley_node';

/** The ports of nodes that accept requests, in any order. */
export type Upstreams = () => number[];

function chosen(headers: IncomingMessage['headers'], up: number[]): number | undefined {
  const cookie = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\d+)`).exec(headers.cookie ?? '')?.[1];
  return cookie !== undefined && up.includes(Number(cookie)) ? Number(cookie) : undefined;
}

/**
 * A minimal load balancer for several nodes on one machine: sticky by a cookie, round robin without one. In
 * production a proxy does this (docs/scaling.md).
 */
export function createBalancer(upstreams: Upstreams): Server {
  let turn = 0;
  const pick = (headers: IncomingMessage['headers']): number | undefined => {
    const up = upstreams();
    return chosen(headers, up) ?? up[turn++ % Math.max(1, up.length)];
  };
  const forwarded = ({ headers, socket }: IncomingMessage): IncomingMessage['headers'] => ({
    ...headers,
    'x-forwarded-for': socket.remoteAddress ?? '',
    'x-forwarded-proto': 'http',
  });

  const forward = (coalescer: IncomingMessage, outgoing: ServerResponse): void => {
    const port = pick(coalescer.headers);
    const fail = (): void => void (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end());
    if (port === undefined) return fail();
    const { method = 'GET', url: path = '/' } = coalescer;
    const onward = request(
      { host: '127.0.0.1', port, method, path, headers: forwarded(coalescer) },
      (answer) => {
        const cookies = [
          answer.headers['set-cookie'] ?? [],
          `${COOKIE}=${port}; Path=/; HttpOnly; SameSite=Lax`,
        ];
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'set-cookie': cookies.flat() });
        answer.pipe(outgoing);
      },
    );
    onward.on('error', fail);
    coalescer.pipe(onward);
  };

  const upgrade = (coalescer: IncomingMessage, near: Duplex, head: Buffer): void => {
    const port = pick(coalescer.headers);
    if (port === undefined) return void near.destroy();
    const far = connect(port, '127.0.0.1', () => {
      const lines = Object.entries(forwarded(coalescer)).map(([name, value]) => `${name}: ${String(value)}`);
      far.write(`GET ${coalescer.url ?? '/'} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      far.write(head);
      near.pipe(far).pipe(near);
    });
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
  };

  return createServer(forward).on('upgrade', upgrade);
}
