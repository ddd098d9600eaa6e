import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';
import { listen } from './listen.js';
import { createHttp } from './platform/silence.js';

const reaches = async (port: number, host: string): Promise<boolean> => {
  const socket = connect(port, host);
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return connected;
};
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

describe('listening', () => {
  it.skipIf(!hasIpv6)('is for IPv6 and IPv4 by itself, and for one address when it is named', async () => {
    for (const [HOST, reached] of [
      [undefined, ['127.0.0.1', '::1']],
      ['127.0.0.1', ['127.0.0.1']],
      ['::1', ['::1']],
    ] as const) {
      const http = createServer();
      const port = await listen(http, 0, readConfig({ HOST }).HOST);
      const found = [];
      for (const host of ['127.0.0.1', '::1']) if (await reaches(port, host)) found.push(host);
      expect(found, HOST).toEqual(reached);
      http.close();
    }
  });

  it('keeps idle connections longer than balancers do, whatever the time for headers', async () => {
    const http = createHttp((_request, response) => response.end('ok'), { tls: undefined, seconds: 1 });
    expect(http.keepAliveTimeout).toBeGreaterThan(60_000);
    const port = await listen(http, 0, '127.0.0.1');
    const stored = connect(port, '127.0.0.1');
    const get = async (): Promise<string> => {
      stored.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
      const [answer] = (await once(stored, 'data')) as [Buffer];
      return answer.toString();
    };
    expect(await get()).toContain('200 OK');
    // One that begins its headers and never ends them is closed after their time; by then the other has been idle as long.
    const slow = connect(port, '127.0.0.1').resume();
    slow.write('GET / HTTP/1.1\r\n');
    await once(slow, 'close');
    expect(await get()).toContain('200 OK');
    stored.destroy();
    http.close();
  });
});
