import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ForbiddenAddress, isPublicAddress, outboundFetch, outboundRead } from './outboundFetch.js';

describe('an address somebody gave us', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '100.63.255.255',
    '198.17.0.1',
    '2606:4700::1111',
    '2a00::1',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  // Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, one or two of each range; and IPv4 in the forms of IPv6.
  it.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.9.9.9'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.170', '192.0.2.1'],
    ...['192.31.196.1', '192.52.193.1', '192.88.99.1', '192.168.0.1', '192.175.48.1', '198.18.0.1'],
    ...['198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::127.0.0.1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:0:127.0.0.1'],
    ...[
      '64:ff9b::7f00:1',
      '64:ff9b::10.0.0.1',
      '64:ff9b:1::1',
      '64:ff9b:1:ffff::10.0.0.1',
      '100::1',
      '100:0:0:1::1',
    ],
    ...['2001::1', '2001:2::1', '2001:3::1', '2001:4:112::1', '2001:10::1', '2001:20::1', '2001:30::1'],
    ...[
      '2001:1::1',
      '2001:db8::1',
      '2002:7f00:1::',
      '2002:a00:1::1',
      '2620:4f:8000::1',
      '3fff::1',
      '5f00::1',
    ],
    ...['fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '4000::1', 'not one', ''],
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it('is not called when it is not public, or without https', async () => {
    const options = { method: 'POST', headers: {}, body: null, allowPrivate: false, timeoutMs: 1000 };
    for (const url of [
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://[64:ff9b:1::1]/',
      'https://2130706433/',
      'http://1.1.1.1/',
    ])
      await expect((async () => await outboundFetch(url, options))(), url).rejects.toBeInstanceOf(
        ForbiddenAddress,
      );
    await expect(outboundFetch('https://localhost/', options)).rejects.toBeInstanceOf(ForbiddenAddress);
  });
});

/** A service with any response; returns how much it could send before its connection ended. */
async function service(answer: (socket: Socket) => void) {
  const http = createServer(({ socket }) => answer(socket));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    call: (timeoutMs: number) =>
      outboundFetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: {},
        body: Buffer.from('x'),
        allowPrivate: true,
        timeoutMs,
      }),
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

describe('the answer of a service', () => {
  it('is read to 4 KB, however much more there is', async () => {
    let ended: (sent: number) => void = () => undefined;
    const sent = new Promise<number>((resolve) => (ended = resolve));
    await using endless = await service((socket) => {
      let open = true;
      socket
        .on('error', () => undefined)
        .on('close', () => {
          open = false;
          ended(socket.bytesWritten);
        });
      socket.write('HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = (): void => {
        if (open) socket.write(`400\r\n${'x'.repeat(1024)}\r\n`, () => setImmediate(more));
      };
      more();
    });
    expect(await endless.call(60_000)).toBe(201);
    // Plus what was in the buffers of both ends.
    expect(await sent).toBeLessThan(16 * 1024 * 1024);
  });

  it('has one time for all of it, also when it comes byte by byte', async () => {
    await using slow = await service((socket) => {
      socket.on('error', () => undefined);
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
      socket.write('HTTP/1.1 201 Created\r\nx-slow: ');
    });
    await expect(slow.call(500)).rejects.toThrow();
  });
});

describe('what stands at an address somebody gave us', () => {
  async function open() {
    const http = createServer((request, response) => {
      const [, path = '', rest = ''] = (request.url ?? '').split('/');
      if (path === 'long') return void response.end('x'.repeat(10_000));
      if (path === 'round') return void response.writeHead(302, { location: '/round' }).end();
      if (path === 'inside') return void response.writeHead(301, { location: 'file:///etc/passwd' }).end();
      if (path === 'hops' && Number(rest) > 0)
        return void response.writeHead(307, { location: `/hops/${Number(rest) - 1}` }).end('not this');
      if (path === 'silent') return void response.write('a');
      response
        .writeHead(path === 'gone' ? 404 : 200, { 'content-type': 'text/html' })
        .end('<title>Here</title>');
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const read = (path: string, over = {}) =>
      outboundRead(`http://127.0.0.1:${port}${path}`, {
        headers: {},
        allowPrivate: true,
        timeoutMs: 60_000,
        maxBytes: 1000,
        ...over,
      });
    return {
      read,
      async [Symbol.asyncDispose]() {
        http.closeAllConnections();
        await new Promise((closed) => http.close(closed));
      },
    };
  }

  it('is read up to a bound, with its status, behind redirects', async () => {
    await using page = await open();
    const found = await page.read('/hops/3');
    expect([found.status, found.body.toString(), found.truncated]).toEqual([
      200,
      '<title>Here</title>',
      false,
    ]);
    expect(found.url).toMatch(/\/hops\/0$/);
    expect((await page.read('/gone')).status).toBe(404);
    const long = await page.read('/long');
    expect([long.body.length, long.truncated]).toEqual([1000, true]);
  });

  it('is not read behind too many redirects, nor where one leads inside, nor for ever', async () => {
    await using page = await open();
    await expect(page.read('/hops/4')).rejects.toThrow('redirects');
    await expect(page.read('/round')).rejects.toThrow('redirects');
    await expect(page.read('/inside')).rejects.toBeInstanceOf(ForbiddenAddress);
    // Each redirect is checked: a forbidden address cannot be reached by one either.
    await expect(page.read('/hops/1', { allowPrivate: false })).rejects.toBeInstanceOf(ForbiddenAddress);
    await expect(page.read('/silent', { timeoutMs: 300 })).rejects.toThrow();
  });
});
