import { describe, expect, it } from 'vitest';
import { limits } from '@parley/shared/limits';
import { memoryStorage } from '../platform/storage';
import {
  begin,
  due,
  pauseAfter,
  retry,
  revive,
  settle,
  type Attempt,
  type OutboxItem,
  type StoredItem,
} from './outbox';
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
  it('sending → waiting, when a file came to nothing, and the third time → failed; then it takes a person', () => {
    const unprocessed: Attempt = { kind: 'unprocessed', message: 'could not' };
    const once = settle(begin(item({ attachments: [] })), unprocessed, at);
    expect(once).toMatchObject({ state: 'waiting', unprocessed: 1, notBefore: 11_000 });
    const twice = once && settle(begin(once), unprocessed, at);
    expect(twice).toMatchObject({ state: 'waiting', unprocessed: 2, notBefore: 21_000 });
    // Another failure in between does not reset the count.
    const offline = twice && settle(begin(twice), { kind: 'unanswered' }, at);
    const thrice = offline && settle(begin(offline), unprocessed, at);
    expect(thrice).toMatchObject({ state: 'failed', error: 'could not' });
    expect(thrice && due([thrice], 1e9)).toEqual([]);
    expect(thrice && retry(thrice)).not.toHaveProperty('unprocessed');
  });
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
  const ids = (groups: OutboxItem[][]): string[][] => groups.map((group) => group.map((one) => one.clientId));
  it('is what waits in each room, the oldest first, failed ones aside', () => {
    const items = [
      item({ clientId: 'b', createdAt: 2 }),
      item({ clientId: 'a' }),
      item({ clientId: 'c', roomId: 's', state: 'sending' }),
      item({ clientId: 'd', roomId: 's' }),
      item({ clientId: 'e', roomId: 't', state: 'failed' }),
      item({ clientId: 'f', roomId: 't', createdAt: 9 }),
    ];
    expect(ids(due(items, 0))).toEqual([['a', 'b'], ['f']]);
    expect(due([item({ notBefore: 5 })], 4)).toEqual([]);
  });
  it('is nothing behind one that rests, nor more than fits', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((clientId, i) => item({ clientId, createdAt: i }));
    if (!a || !b || !c) throw new Error('three were made');
    expect(ids(due([a, { ...b, notBefore: 5 }, c], 4))).toEqual([['a']]);
    const long = { text: 'x'.repeat(20_000) };
    expect(ids(due([{ ...a, ...long }, { ...b, ...long }, c], 0))).toEqual([['a']]);
    expect(ids(due([{ ...a, text: 'x'.repeat(64_000) }, b], 0))).toEqual([['a']]);
    const many = Array.from({ length: 30 }, (_, i) => item({ clientId: String(i), createdAt: i }));
    expect(due(many, 0).map(({ length }) => length)).toEqual([limits.sentTogether]);
  });
  it('is one by itself that was tried before, and each that has files', () => {
    const [a, b] = [item({ clientId: 'a', attempts: 1 }), item({ clientId: 'b', createdAt: 2 })];
    expect(ids(due([a, b], 0))).toEqual([['a']]);
    expect(ids(due([b, { ...b, clientId: 'c', createdAt: 3, attempts: 1 }], 0))).toEqual([['b', 'c']]);
    const files = ['c', 'd'].map((clientId, i) => item({ clientId, attachments: [], createdAt: i }));
    expect(ids(due([b, ...files], 0))).toEqual([['b'], ['c']]);
  });
  it('is not kept from one for a day because the clock was put back by a day', () => {
    const day = 86_400_000;
    const waiting = settle(begin(item()), { kind: 'unanswered' }, { now: day, random: () => 0.5 });
    expect(waiting && due([waiting], day + 1)).toEqual([]);
    expect(waiting && due([waiting], 5)).toEqual([[waiting]]);
  });
});

describe('the runner', () => {
  it('keeps the order in which things were said, also when the clock is put back in between', async () => {
    const orders: string[][] = [];
    const runner = new OutboxRunner({
      storage: memoryStorage<StoredItem>().outbox,
      send: () => Promise.resolve([{ kind: 'unanswered' }]),
      changed: (items) => orders.push(items.map(({ text }) => text)),
    });
    await runner.add(item({ clientId: 'a', text: 'first', createdAt: 5000 }));
    await runner.add(item({ clientId: 'b', text: 'second', createdAt: 1000 }));
    await runner.add(item({ clientId: 'c', text: 'third', createdAt: 900 }));
    expect(orders.at(-1)).toEqual(['first', 'second', 'third']);
  });

  it('sends in order, keeps what is not acknowledged over a restart, and forgets what is', async () => {
    const storage = memoryStorage<StoredItem>().outbox;
    const sent: string[] = [];
    let online = false;
    const send = (sending: OutboxItem[]): Promise<Attempt[]> => {
      sent.push(...sending.map(({ text }) => text));
      return Promise.resolve(
        online ? sending.map(() => ({ kind: 'acknowledged' })) : [{ kind: 'unanswered' }],
      );
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
    expect(await storage.all()).toEqual([]);
  });

  it('says together what waited, and by itself what was not taken of it', async () => {
    const sent: string[][] = [];
    let items: OutboxItem[] = [];
    const ended = new Promise<void>((resolve) => {
      const runner = new OutboxRunner({
        storage: memoryStorage<StoredItem>().outbox,
        send: (sending) => {
          sent.push(sending.map(({ text }) => text));
          const attempts: Attempt[] = [];
          for (const { text } of sending) {
            if (text !== 'bad') attempts.push({ kind: 'acknowledged' });
            else if (sending.length > 1) attempts.push({ kind: 'unanswered' });
            else attempts.push({ kind: 'refused', code: 'forbidden', message: 'no' });
            if (text === 'bad') break;
          }
          return Promise.resolve(attempts);
        },
        changed: (now) => {
          items = now;
          if (now.length === 1 && now[0]?.state === 'failed') resolve();
        },
      });
      void (async () => {
        for (const [i, text] of ['1', '2', 'bad', '3', '4'].entries())
          await runner.add(item({ clientId: text, text, createdAt: i }));
        runner.setConnected(true);
      })();
    });
    await ended;
    expect(sent).toEqual([['1', '2', 'bad', '3', '4'], ['bad'], ['3', '4']]);
    expect(items).toMatchObject([{ text: 'bad', state: 'failed', error: 'no' }]);
  });
});
