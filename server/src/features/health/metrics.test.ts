import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { startServer, type TestServer } from '../../test/startServer.js';

/** The value of a metric, of all its labels together. */
async function valueOf(server: TestServer, name: string, labels = ''): Promise<number> {
  const { text } = await server.api().get('/metrics').expect(200);
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => line.includes(labels))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('the metrics', () => {
  it('count connections, sends, deliveries, requests, commands, database commands and errors', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const ears = await bob.connect();
    await ears.command('room:open', { roomId, sinceRev: null });
    const delivered = await valueOf(server, 'parley_deliveries_total');
    const message = { roomId, clientId: randomUUID(), text: 'counted' };
    await ears.command('message:send', message);
    await ears.command('message:send', message);
    await say(alice, roomId, 'by REST');
    await ears.wait('message:changed', ({ messages }) => messages.some(({ text }) => text === 'by REST'));
    await alice.get('/rooms/0123456789abcdef01234567').expect(404);
    expect(await valueOf(server, 'parley_connections')).toBe(1);
    expect(await valueOf(server, 'parley_sends_total')).toBe(2);
    expect((await valueOf(server, 'parley_deliveries_total')) - delivered).toBe(2);
    expect(await valueOf(server, 'parley_command_seconds_count', 'message:send')).toBe(2);
    expect(await valueOf(server, 'parley_request_seconds_count', 'route="/rooms/:roomId",status="404"')).toBe(
      1,
    );
    expect(await valueOf(server, 'parley_errors_total', 'not_found')).toBe(1);
    expect(await valueOf(server, 'parley_database_seconds_count', 'command="find"')).toBeGreaterThan(0);
    expect(await valueOf(server, 'parley_queue_waiting')).toBe(0);
    // Ids of people, rooms or messages must not be labels: their number is unbounded.
    expect((await server.api().get('/metrics')).text).not.toContain(roomId);
  });

  it('are for this machine, or for who has the token', async () => {
    await using server = await startServer();
    await server.api().get('/metrics').expect(200);
    for (const [name, value] of [
      ['x-forwarded-for', '127.0.0.1'],
      ['forwarded', 'for=127.0.0.1'],
      ['x-real-ip', '127.0.0.1'],
      ['x-forwarded-proto', 'https'],
      ['via', '1.1 proxy'],
      // A page in a browser of this machine, and a foreign name that resolves to it.
      ['origin', 'http://127.0.0.1:8080'],
      ['sec-fetch-site', 'cross-site'],
      ['host', 'rebound.example'],
      ['host', '10.0.0.7:3000'],
    ] as const)
      await server.api().get('/metrics').set(name, value).expect(404);
    // With a proxy configured, a local connection may be the proxy's.
    for (const proxied of [{ TRUSTED_PROXIES: '1' }, { PUBLIC_URL: 'https://chat.example.org' }]) {
      await using behind = await startServer(proxied);
      await behind.api().get('/metrics').expect(404);
    }
    await using guarded = await startServer({ METRICS_TOKEN: 'a token of some length' });
    await guarded.api().get('/metrics').expect(404);
    await guarded.api().get('/metrics').set('authorization', 'Bearer wrong').expect(404);
    await guarded.api().get('/metrics').set('authorization', 'Bearer a token of some length').expect(200);
  });
});
