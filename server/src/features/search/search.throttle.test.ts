import { describe, expect, it } from 'vitest';
import { KeyedQueues } from '../../platform/keyedQueue.js';
import { SearchThrottle } from './search.throttle.js';

const items = Array.from({ length: 100 }, (_, i) => i);

describe('the throttle of the index', () => {
  it('writes all at once while nobody talks', async () => {
    const pieces: number[][] = [];
    await new SearchThrottle(new KeyedQueues()).inPieces(items, 300, (piece) =>
      Promise.resolve(pieces.push(piece)),
    );
    expect(pieces).toEqual([items]);
  });

  it('writes the same in small pieces, one after the other, while somebody talks or something waits to be said', async () => {
    const queues = new KeyedQueues();
    let store: () => void = () => undefined;
    const stored = new Promise<void>((resolve) => (store = resolve));
    const talked = new SearchThrottle(queues);
    talked.said();
    const waited = new SearchThrottle(queues);
    const said = queues
      .get<string, string>('messages', async (_room, jobs) => {
        await stored;
        return jobs.map((value) => ({ ok: true, value }));
      })
      .push('room', 'hello');
    for (const throttle of [talked, waited]) {
      const pieces: number[][] = [];
      let writing = 0;
      await throttle.hurry(
        throttle.inPieces(items, 300, async (piece) => {
          expect((writing += 1)).toBe(1);
          await Promise.resolve();
          pieces.push(piece);
          writing -= 1;
        }),
      );
      expect(pieces.flat()).toEqual(items);
      expect(pieces.every(({ length }) => length <= 16)).toBe(true);
    }
    store();
    expect(await said).toBe('hello');
    expect(waited.atOnce(300)).toBe(300);
  });

  it('reads all, and in pieces of which each is as small', async () => {
    const talked = new SearchThrottle(new KeyedQueues());
    talked.said();
    for (const [throttle, requested] of [
      [new SearchThrottle(new KeyedQueues()), 300],
      [talked, 16],
    ] as const) {
      const read: number[] = [];
      const source = async function* (atOnce: number): AsyncGenerator<number> {
        expect(atOnce).toBe(requested);
        await Promise.resolve();
        yield* items;
      };
      for await (const item of throttle.read(300, source)) read.push(item);
      expect(read).toEqual(items);
    }
  });
});
