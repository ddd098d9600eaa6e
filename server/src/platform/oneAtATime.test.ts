import { describe, expect, it } from 'vitest';
import { ClientGone, OneAtATime } from './oneAtATime.js';

const here = (): boolean => false;

/** Work that ends by `end`, and notes its name when it begins. */
function work(began: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async (): Promise<string> => {
    began.push(name);
    await ended;
    return name;
  };
  return { run, end };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('one at a time', () => {
  it('lets the work of one key wait for its turn, and not that of others', async () => {
    const turns = new OneAtATime(2);
    const began: string[] = [];
    const [a1, a2, b1] = ['a1', 'a2', 'b1'].map((name) => work(began, name));
    const first = turns.run('a', here, a1?.run ?? expect.fail());
    const second = turns.run('a', here, a2?.run ?? expect.fail());
    const other = turns.run('b', here, b1?.run ?? expect.fail());
    await turn();
    expect(began).toEqual(['a1', 'b1']);
    a1?.end();
    expect(await first).toBe('a1');
    await turn();
    expect(began).toEqual(['a1', 'b1', 'a2']);
    a2?.end();
    b1?.end();
    expect(await Promise.all([second, other])).toEqual(['a2', 'b1']);
  });

  it('goes on after what fails, refuses what is too much, and does nothing for a client that has disconnected', async () => {
    const turns = new OneAtATime(1);
    const began: string[] = [];
    const one = work(began, 'one');
    const failing = turns.run('a', here, async () => {
      await one.run();
      throw new Error('broken');
    });
    let left = false;
    const gone = turns.run('a', () => left, work(began, 'gone').run);
    const refused = turns.run('a', here, work(began, 'refused').run);
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited' });
    left = true;
    // Its place is free again.
    const last = work(began, 'last');
    const after = turns.run('a', here, last.run);
    one.end();
    last.end();
    await expect(failing).rejects.toThrow('broken');
    await expect(gone).rejects.toBeInstanceOf(ClientGone);
    expect(await after).toBe('last');
    expect(began).toEqual(['one', 'last']);
  });
});
