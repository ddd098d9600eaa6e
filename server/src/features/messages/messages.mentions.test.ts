import { describe, expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

/** Texts, and who they mention; docs/markdown.md has the whole table. */
const calls = [
  ['_@bob please_', ['bob']],
  ['(@bob)', ['bob']],
  ['@bob.', ['bob']],
  ['ask @bob.I think', ['bob']],
  ['你好@bob请看', ['bob']],
  ['こんにちは@bobさん', ['bob']],
  ['ל@bob', ['bob']],
  ['**@Bob**, @BOB and thanks-@bob', ['bob']],
  ['> @bob said\n- @alice did', ['alice', 'bob']],
  ['||@bob did it||', ['bob']],
  ['@bob-by and @bobby', []],
  ['`@bob` ```@bob```', []],
  ['```\n@bob', []],
  ['look: ```@bob\n``` here', []],
  ['\\@bob', []],
  ['x@bob.org bob@bob', []],
  ['https://x.org/?u=@bob u=@bob a/@bob', []],
  ['[@bob](https://x.org)', []],
] as const;

describe('mentions', () => {
  it('call whom the text draws as one, and nobody else', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const ids = { alice: alice.userId, bob: bob.userId };
    for (const [text, names] of calls) {
      const said = await say(alice, room.roomId, text);
      expect(said.text, text).toBe(text);
      expect([...said.mentionIds].sort(), text).toEqual(names.map((name) => ids[name]).sort());
      expect(said.mentionsRoom, text).toBe(false);
    }
  });
});
