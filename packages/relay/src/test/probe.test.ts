import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { issueCredential } from '../credentials.js';
import { probe, Relay } from '../relay.js';
import { parseTurnUrl } from '../wire.js';

const credential = (secret: string, seconds = 60) =>
  issueCredential(secret, { group: 'a', member: 'b' }, Math.floor(Date.now() / 1000) + seconds);

/** A UDP port where nobody listens. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

describe('a probe of a relay', () => {
  it('makes an allocation and ends it', async () => {
    await using relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'right' });
    expect(await probe(`turn:127.0.0.1:${relay.port}`, credential('right'))).toMatchObject({ kind: 'works' });
    await expect.poll(() => relay.stats.allocations).toBe(0);
  });

  it('says that it was refused: by a secret, and by a name that has expired', async () => {
    await using relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'right' });
    const url = `turn:127.0.0.1:${relay.port}?transport=udp`;
    expect(await probe(url, credential('wrong'))).toEqual({ kind: 'refused', code: 401 });
    expect(await probe(url, credential('right', -10))).toEqual({ kind: 'refused', code: 401 });
  });

  it('says that nobody listens, over UDP and TCP', async () => {
    const port = await freePort();
    expect(await probe(`turn:127.0.0.1:${port}`, credential('x'))).toEqual({ kind: 'closed' });
    expect(await probe(`turn:127.0.0.1:${port}?transport=tcp`, credential('x'))).toEqual({ kind: 'closed' });
  });

  it('says that nothing comes back, as from behind a firewall', async () => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `turn:127.0.0.1:${silent.address().port}`;
    expect(await probe(url, credential('x'), 700)).toEqual({ kind: 'noAnswer' });
    silent.close();
  });

  it('says that something else answers', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2 and more of it\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await probe(`turn:127.0.0.1:${port}?transport=tcp`, credential('x'))).toEqual({ kind: 'foreign' });
    expect((await probe(`turns:127.0.0.1:${port}`, credential('x'))).kind).toBe('certificate');
    server.close();
  });

  it('says that the name is unknown, and what it cannot try', async () => {
    expect(await probe('turn:relay.invalid', credential('x'))).toEqual({ kind: 'unknownName' });
    expect(await probe('turns:127.0.0.1?transport=udp', credential('x'))).toEqual({ kind: 'untested' });
    expect(await probe('https://example.org', credential('x'))).toEqual({ kind: 'malformed' });
  });
});

it.each([
  ['turn:a.example', { host: 'a.example', port: 3478, transport: 'udp', secure: false }],
  ['turns:a.example', { host: 'a.example', port: 5349, transport: 'tcp', secure: true }],
  ['turn:[::1]:1?transport=tcp', { host: '::1', port: 1, transport: 'tcp', secure: false }],
  ['turn:a b', undefined],
  ['stun:a', undefined],
  ['turn:', undefined],
])('the address %s is read', (url, target) => expect(parseTurnUrl(url)).toEqual(target));
