import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { expect, it } from 'vitest';
import { generalRoom } from '../test/build.js';
import { startServer } from '../test/startServer.js';

/** The longest time for which `work` blocked the event loop, in ms. */
async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

it('what is cheap to send is cheap to refuse: tells how long the event loop stood, beside an empty request', async () => {
  await using server = await startServer();
  const alice = await server.register('alice');
  const roomId = await generalRoom(alice);
  const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
    .body as CreatedWebhook;
  const ears = await alice.connect();
  const faults = `{"attachments":[{"fields":[${'[],'.repeat(86_000).slice(0, -1)}]}]}`;
  const marks = '\u0301'.repeat(128_000);
  const post = async (
    path: string,
    body: string | Buffer,
    headers: object = {},
  ): Promise<[number, number]> => {
    const { status, text } = await server
      .api()
      .post(path)
      .set({
        'content-type': 'application/json',
        authorization: `Bearer ${alice.granted.accessToken}`,
        ...headers,
      })
      // Bytes are sent unchanged.
      .serialize((bytes: unknown) => bytes as string)
      .send(body);
    return [status, text.length];
  };
  const packed = { 'content-encoding': 'gzip' };
  const sent: Record<string, () => Promise<[number, number]>> = {
    'an empty request': () => post('/api/v1/nowhere', '{}'),
    'gzipped faults, wrong secret': () => post(`${hook.path}x`, gzipSync(faults), packed),
    'faults, wrong secret': () => post(`${hook.path}x`, faults),
    'faults, right secret': () => post(hook.path, faults),
    'gzipped marks': () =>
      post('/api/v1/auth/register', gzipSync(JSON.stringify({ displayName: marks })), packed),
    'marks as a name': () => post('/api/v1/rooms', JSON.stringify({ type: 'public', name: marks })),
    'é × 120,000 as a text': () =>
      post(`/api/v1/rooms/${roomId}/messages`, JSON.stringify({ text: 'e\u0301é'.repeat(40_000) })),
    'faults over a socket': async () => {
      const answer = await ears.ask('messages:send', { roomId, messages: Array(60_000).fill([]) as never[] });
      return [answer.ok ? 200 : answer.error.status, JSON.stringify(answer).length];
    },
  };
  const empty = sent['an empty request'];
  for (let i = 0; i < 5; i++) await empty?.();
  const answers: [string, number, number][] = [];
  for (const [name, send] of Object.entries(sent)) {
    let answer: [number, number] = [0, 0];
    const ms = await longestDelay(async () => (answer = await send()));
    answers.push([name, ...answer]);
    process.stdout.write(`${name}: ${ms.toFixed(0)} ms, ${answer.join(', ')} bytes\n`);
  }
  for (const [name, status, size] of answers) {
    expect(status, name).toBeGreaterThanOrEqual(400);
    expect(status, name).toBeLessThan(500);
    expect(size, name).toBeLessThan(5000);
  }
});
