import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { generalRoom } from '../test/build.js';
import { ServerProcess } from '../test/serverProcess.js';
import { startServer, type TestServer } from '../test/startServer.js';
import { settings } from '../config.js';

/** Long enough for a busy machine to sign in, and to send one piece of a body. */
const SECONDS = 3;
const open = (): Promise<TestServer> => startServer({ SILENT_SECONDS: String(SECONDS) });

/** The end of a connection. Not by `once`, which an error rejects: to be reset while one still writes is an end, too. */
const closed = (socket: Socket | WebSocket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });

/** A new connection; what it received, and its end. */
function dial({ url }: { url: string }) {
  const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  const ended = closed(socket).then(() => text);
  return { socket, ended };
}

/** Writes a piece repeatedly until the connection ends or `until` returns true. */
function drip(
  socket: Socket,
  piece: string | Buffer,
  everyMs: number,
  until: () => boolean = () => false,
): void {
  const timer = setInterval(() => {
    if (until()) return clearInterval(timer);
    socket.write(piece);
  }, everyMs);
  socket.on('close', () => clearInterval(timer));
}

const head = (path: string, headers: Record<string, string | number>): string =>
  `POST ${path} HTTP/1.1\r\n${Object.entries({ host: 'x', ...headers })
    .map((line) => line.join(': '))
    .join('\r\n')}\r\n\r\n`;
const json = { 'content-type': 'application/json' };

it('is twenty seconds unless it is set', () => {
  expect(settings.SILENT_SECONDS.parse(undefined)).toBe(20);
});

describe('a connection on which nothing comes', () => {
  it('ends: before a word, in the middle of the headers, and in a body, also one of a byte now and then', async () => {
    await using server = await open();
    const silent = dial(server);
    const halfHead = dial(server);
    halfHead.socket.write('GET /api/v1/me HTTP/1.1\r\nhost: x\r\n');
    const dripHead = dial(server);
    dripHead.socket.write('GET /api/v1/me HTTP/1.1\r\nhost: x\r\nx-long: ');
    drip(dripHead.socket, 'x', 50);
    const noBody = dial(server);
    noBody.socket.write(head('/api/v1/auth/login', { ...json, 'content-length': 1000 }));
    const dripBody = dial(server);
    dripBody.socket.write(head('/api/v1/auth/login', { ...json, 'content-length': 200_000 }));
    drip(dripBody.socket, ' ', 50);
    const chunks = dial(server);
    chunks.socket.write(head('/api/v1/auth/login', { ...json, 'transfer-encoding': 'chunked' }));
    drip(chunks.socket, '1\r\n \r\n', 50);
    // Refused, with its body still arriving.
    const refused = dial(server);
    refused.socket.write(head('/api/v1/rooms', { ...json, 'content-length': 200_000 }));
    drip(refused.socket, ' ', 50);
    const polling = dial(server);
    polling.socket.write(head('/socket.io/?EIO=4&transport=polling', { 'content-length': 1000 }));
    for (const [name, { ended }] of Object.entries({
      silent,
      halfHead,
      dripHead,
      noBody,
      dripBody,
      chunks,
      refused,
      polling,
    }))
      expect(await ended, name).toMatch(/^(|HTTP\/1\.1 4\d\d [\s\S]*)$/);
    expect(await noBody.ended).toMatch(/^HTTP\/1\.1 408 /);
    expect(await refused.ended).toMatch(/^HTTP\/1\.1 401 /);
    // The next client is served as usual.
    await server.register('alice');
  });

  it('stays while its body makes progress, for as long as it takes', async () => {
    await using server = await open();
    const alice = await server.register('alice');
    const roomId = await generalRoom(alice);
    const slow = dial(server);
    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
    const end = '\r\n--b--\r\n';
    const piece = 'x'.repeat(2000);
    const pieces = 100;
    slow.socket.write(
      head(`/api/v1/rooms/${roomId}/files`, {
        authorization: `Bearer ${alice.granted.accessToken}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': part.length + pieces * piece.length + end.length,
        connection: 'close',
      }) + part,
    );
    let sent = 0;
    const began = performance.now();
    drip(slow.socket, piece, 100, () => {
      sent += 1;
      if (sent === pieces) slow.socket.write(piece + end);
      return sent >= pieces;
    });
    expect(await slow.ended).toMatch(/^HTTP\/1\.1 201 /);
    expect(performance.now() - began).toBeGreaterThan(3 * SECONDS * 1000);
  });

  it('ends with TLS too, before a word of it', async () => {
    await using server = await ServerProcess.start({
      SILENT_SECONDS: String(SECONDS),
      TLS_CERT: join(import.meta.dirname, '../test/tls/cert.pem'),
      TLS_KEY: join(import.meta.dirname, '../test/tls/key.pem'),
    });
    expect(await dial(server).ended).toBe('');
  });
});

const socketUrl = ({ url }: TestServer): string =>
  `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;

describe('a socket on which nobody signs in', () => {
  it('ends, whatever else it says, and so does one whose person signs off; one that is used stays', async () => {
    await using server = await open();
    const alice = await server.register('alice');
    const ears = await alice.connect();
    const knock = async (say: (socket: WebSocket) => void) => {
      const socket = new WebSocket(socketUrl(server));
      const ended = closed(socket);
      socket.on('message', (data: Buffer) => {
        // Answers pings, as a client does.
        if (data.toString() === '2') socket.send('3');
      });
      await once(socket, 'open');
      say(socket);
      await ended;
    };
    const signIn = `40${JSON.stringify({ token: alice.granted.accessToken, protocol: PROTOCOL_VERSION })}`;
    const all = [
      knock(() => undefined),
      knock((socket) => socket.send('40{"token":"wrong"}')),
      knock((socket) => {
        const timer = setInterval(() => socket.send('40{}'), 50);
        socket.on('close', () => clearInterval(timer));
      }),
      knock((socket) => {
        socket.on('message', (data: Buffer) => {
          if (data.toString().startsWith('40')) socket.send('41');
        });
        socket.send(signIn);
      }),
    ];
    await Promise.all(all);
    // Polling: a handshake, and a poll that waits for an answer.
    const handshake = await server.api().get('/socket.io/?EIO=4&transport=polling').expect(200);
    const { sid } = JSON.parse(handshake.text.slice(1)) as { sid: string };
    const poll = await server.api().get(`/socket.io/?EIO=4&transport=polling&sid=${sid}`);
    expect([200, 400]).toContain(poll.status);
    await server.api().get(`/socket.io/?EIO=4&transport=polling&sid=${sid}`).expect(400);
    expect(ears.socket.connected).toBe(true);
    await ears.command('presence:set', { active: true });
  });
});
