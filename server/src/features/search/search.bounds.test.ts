import { limits } from '@parley/shared/limits';
import { describe, expect, it } from 'vitest';
import { find, generalRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

const words = (count: number): string =>
  Array.from({ length: count }, (_, i) => String.fromCharCode(97 + (i % 26), 98 + (i % 25))).join(' ');

describe('a search', () => {
  it('has few words', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    await say(alice, await generalRoom(alice), words(limits.searchWords));
    expect((await find(alice, words(limits.searchWords))).hits).toHaveLength(1);
    for (const q of [
      words(limits.searchWords + 1),
      words(133),
      '-ab '.repeat(30),
      'from:alice '.repeat(30),
    ]) {
      const answer = await alice.get(`/search?q=${encodeURIComponent(q)}`).expect(400);
      expect(answer.body).toMatchObject({
        code: 'invalid',
        fields: { q: `must have at most ${limits.searchWords} words and filters` },
      });
    }
  });

  it('is one at a time of each person: more of them wait or get 429, and nobody else waits', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await say(alice, await generalRoom(alice), 'hello');
    const many = Array.from({ length: 40 }, async () => (await alice.get('/search?q=hello')).status);
    expect((await find(bob, 'hello')).hits).toHaveLength(1);
    const statuses = await Promise.all(many);
    expect(new Set([200, 429])).toEqual(new Set([...statuses, 200, 429]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(5);
    expect((await find(alice, 'hello')).hits).toHaveLength(1);
  });
});
