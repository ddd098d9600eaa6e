import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ForbiddenAddress, isPublicAddress, outboundFetch } from './outboundFetch.js';

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

/** A service that answers as it likes; tells how much it could send before its connection ended. */
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
    // What was on its way in the buffers of both ends comes on top.
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
