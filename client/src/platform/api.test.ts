import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Api, ApiError, NetworkError } from './api';

const PATIENCE_MS = 300;

/** A server that responds to each request with `answer`. */
async function asking(answer: (response: ServerResponse) => void): Promise<Api> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, PATIENCE_MS);
}

it('gives up on a line on which nothing comes, so that nobody waits behind it for ever', async () => {
  let requested = 0;
  const api = await asking((response) => {
    requested += 1;
    if (requested > 1) response.writeHead(200).end('{"accessToken":"token","expiresIn":900}');
  });
  await expect(api.freshToken()).rejects.toBeInstanceOf(NetworkError);
  expect(await api.freshToken()).toBe('token');
});

it('gives up when an answer stops in its middle', async () => {
  const api = await asking((response) => void response.writeHead(200).write('{"half":'));
  await expect(api.raw('GET /sync')).rejects.toBeInstanceOf(NetworkError);
});

it('an answer that breaks off is a network that failed', async () => {
  const api = await asking((response) => {
    response.writeHead(200).write('{"half":', () => response.destroy());
  });
  await expect(api.raw('GET /sync')).rejects.toBeInstanceOf(NetworkError);
});

it('waits longer than that for an answer that comes slowly', async () => {
  const whole = Buffer.from(JSON.stringify({ text: 'ñandú 🦤'.repeat(3) }));
  const api = await asking((response) => {
    response.writeHead(200);
    let at = 0;
    // Chunks may split anywhere, also within a character.
    const next = setInterval(() => {
      response.write(whole.subarray(at, at + 7));
      at += 7;
      if (at < whole.length) return;
      clearInterval(next);
      response.end();
    }, PATIENCE_MS / 3);
  });
  const began = performance.now();
  expect(await api.raw('GET /sync')).toEqual({ text: 'ñandú 🦤'.repeat(3) });
  expect(performance.now() - began).toBeGreaterThan(PATIENCE_MS);
});

const page = '<html><head><title>nginx</title></head></html>';

it.each([
  [413, 'too_large'],
  [403, 'forbidden'],
  [401, 'forbidden'],
  [414, 'forbidden'],
])('%i in the words of a proxy is a no, told with its number', async (status, code) => {
  const api = await asking((response) => response.writeHead(status).end(page));
  const error = await api.raw('GET /rooms').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).problem).toMatchObject({ code, status });
  expect((error as ApiError).message).toContain(String(status));
});

it.each([404, 429, 502, 503, 504])('%i in the words of a proxy may pass', async (status) => {
  const api = await asking((response) => response.writeHead(status).end(page));
  const error = await api.raw('GET /rooms').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NetworkError);
  expect((error as NetworkError).status).toBe(status);
  expect((error as NetworkError).message).toContain(String(status));
});

it('a page of a portal in place of an answer is none', async () => {
  const api = await asking((response) => response.writeHead(200).end(page));
  await expect(api.raw('GET /rooms')).rejects.toBeInstanceOf(NetworkError);
});
