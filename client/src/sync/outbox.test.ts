import { describe, expect, it } from 'vitest';
import { memoryStorage } from '../platform/storage';
import { begin, due, pauseAfter, retry, revive, settle, type Attempt, type OutboxItem } from './outbox';
import { OutboxRunner } from './outboxRunner';

const item = (over: Partial<OutboxItem> = {}): OutboxItem => ({
  clientId: 'a',
  roomId: 'r',
  text: 'hi',
  createdAt: 1,
  state: 'waiting',
  attempts: 0,
  notBefore: 0,
  ...over,
});
const at = { now: 1000, random: () => 0.5 };

describe('the arrows of the outbox', () => {
  it('waiting → sending', () => expect(begin(item())).toMatchObject({ state: 'sending', attempts: 1 }));
  it('sending → gone, when acknowledged', () =>
    expect(settle(begin(item()), { kind: 'acknowledged' }, at)).toBeUndefined());
  it('sending → waiting, when unanswered, after a pause', () =>
    expect(settle(begin(item()), { kind: 'unanswered' }, at)).toMatchObject({
      state: 'waiting',
      notBefore: 1500,
    }));
  it.each(['rate_limited', 'internal', 'unavailable', 'unauthenticated'] as const)(
    'sending → waiting, on %s',
    (code) =>
      expect(settle(begin(item()), { kind: 'refused', code, message: 'no' }, at)).toMatchObject({
        state: 'waiting',
      }),
  );
  it('sending → waiting, not before the server allows', () =>
    expect(
      settle(begin(item()), { kind: 'refused', code: 'rate_limited', message: 'no', retryAfter: 7 }, at),
    ).toMatchObject({ notBefore: 8000 }));
  it.each(['invalid', 'forbidden', 'not_found', 'too_large', 'conflict'] as const)(
    'sending → failed, on %s',
    (code) =>
      expect(settle(begin(item()), { kind: 'refused', code, message: 'no' }, at)).toMatchObject({
        state: 'failed',
        error: 'no',
        text: 'hi',
      }),
  );
  it('failed → waiting, on retry', () =>
    expect(retry(item({ state: 'failed', error: 'no', attempts: 9 }))).toEqual(item()));
  it('sending → waiting, after a reload', () =>
    expect(revive(item({ state: 'sending' }))).toMatchObject({ state: 'waiting' }));
  it('pauses grow, up to half a minute', () => {
    expect([1, 2, 3, 20].map((attempts) => pauseAfter(attempts, () => 1))).toEqual([
      1000, 2000, 4000, 30_000,
    ]);
  });
});

describe('whose turn it is', () => {
  it('is the oldest of each room, one at a time, failed ones aside', () => {
    const items = [
      item({ clientId: 'b', createdAt: 2 }),
      item({ clientId: 'a' }),
      item({ clientId: 'c', roomId: 's', state: 'sending' }),
      item({ clientId: 'd', roomId: 's' }),
      item({ clientId: 'e', roomId: 't', state: 'failed' }),
      item({ clientId: 'f', roomId: 't', createdAt: 9 }),
    ];
    expect(due(items, 0).map(({ clientId }) => clientId)).toEqual(['a', 'f']);
    expect(due([item({ notBefore: 5 })], 4)).toEqual([]);
  });
  it('is not kept from one for a day because the clock was put back by a day', () => {
    const day = 86_400_000;
    const waiting = settle(begin(item()), { kind: 'unanswered' }, { now: day, random: () => 0.5 });
    expect(waiting && due([waiting], day + 1)).toEqual([]);
    expect(waiting && due([waiting], 5)).toEqual([waiting]);
  });
});

describe('the runner', () => {
  it('keeps the order in which things were said, also when the clock is put back in between', async () => {
    const orders: string[][] = [];
    const runner = new OutboxRunner({
      storage: memoryStorage().outbox as never,
      send: () => Promise.resolve({ kind: 'unanswered' }),
      changed: (items) => orders.push(items.map(({ text }) => text)),
    });
    await runner.add(item({ clientId: 'a', text: 'first', createdAt: 5000 }));
    await runner.add(item({ clientId: 'b', text: 'second', createdAt: 1000 }));
    await runner.add(item({ clientId: 'c', text: 'third', createdAt: 900 }));
    expect(orders.at(-1)).toEqual(['first', 'second', 'third']);
  });

  it('sends in order, keeps what is not acknowledged over a restart, and forgets what is', async () => {
    const storage = memoryStorage().outbox as never;
    const sent: string[] = [];
    let online = false;
    const send = (sending: OutboxItem): Promise<Attempt> => {
      sent.push(sending.text);
      return Promise.resolve(online ? { kind: 'acknowledged' } : { kind: 'unanswered' });
    };
    const first = new OutboxRunner({ storage, send, changed: () => undefined });
    first.setConnected(true);
    for (const text of ['1', '2', '3'])
      await first.add(item({ clientId: text, text, createdAt: Number(text) }));
    first.stop();
    expect(new Set(sent)).toEqual(new Set(['1']));
    online = true;
    sent.length = 0;
    const done = new Promise<void>((resolve) => {
      const second = new OutboxRunner({
        storage,
        send,
        changed: (items) => items.length === 0 && sent.length === 3 && resolve(),
      });
      void second.load().then(() => second.setConnected(true));
    });
    await done;
    expect(sent).toEqual(['1', '2', '3']);
    expect(await (storage as { all: () => Promise<unknown[]> }).all()).toEqual([]);
  });
});
