import data from 'emojibase-data/en/data.json';
import { bareEmoji, qualifiedEmoji } from '@parley/shared/emoji';
import { limits } from '@parley/shared/limits';
import type { MessageView } from '@parley/shared/messages';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';

interface Entry {
  emoji: string;
  group?: number;
  skins?: Entry[];
}
/** Everything the picker shows, as its data writes it. Group 2 are parts of emoji, which it leaves out. */
const every = (data as Entry[])
  .filter(({ group }) => group !== undefined && group !== 2)
  .flatMap((entry) => [entry, ...(entry.skins ?? [])])
  .map(({ emoji }) => emoji);
/** Those that are sent to a server: of all, shared's tests compute the normal form, and each is as long or as short as others. */
const some = every.filter((_, at) => at % 8 === 0);

/** Reacts over a connection that stays open: there are a thousand requests. */
async function react(
  { url }: TestServer,
  person: Person,
  { method, messageId, emoji }: { method: 'PUT' | 'DELETE'; messageId: string; emoji: string },
): Promise<MessageView> {
  const response = await fetch(`${url}/api/v1/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`, {
    method,
    headers: { authorization: `Bearer ${person.granted.accessToken}` },
  });
  const body = (await response.json()) as MessageView;
  expect(response.status, `${method} ${emoji}: ${JSON.stringify(body)}`).toBe(200);
  return body;
}

const emojiOf = (message: MessageView): string[] => message.reactions.map(({ emoji }) => emoji);

describe('reactions', () => {
  it('are given and taken back with emoji of the picker and of all skin tones, in any of their forms', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    expect(every.length).toBeGreaterThan(3900);
    for (let from = 0; from < some.length; from += limits.reactionsPerMessage) {
      const these = some.slice(from, from + limits.reactionsPerMessage);
      const { messageId } = await say(alice, roomId, `from ${from} on`);
      const all = (method: 'PUT' | 'DELETE', form: (emoji: string) => string): Promise<MessageView[]> =>
        Promise.all(these.map((emoji) => react(server, alice, { method, messageId, emoji: form(emoji) })));
      await all('PUT', (emoji) => emoji);
      const given = (await alice.get(`/messages/${messageId}`).expect(200)).body as MessageView;
      expect(new Set(emojiOf(given))).toEqual(new Set(these.map(qualifiedEmoji)));
      await all('DELETE', bareEmoji);
      const taken = (await alice.get(`/messages/${messageId}`).expect(200)).body as MessageView;
      expect(taken.reactions).toEqual([]);
    }
  }, 180_000);

  it.each([
    ['👍', '👍\ufe0f', '👍'],
    ['❤️', '❤', '❤️'],
    ['🏳‍🌈', '🏳️‍🌈', '🏳️‍🌈'],
    ['🕵🏽‍♀️', '🕵🏽‍♀', '🕵🏽‍♀️'],
    ['1⃣', '1️⃣', '1️⃣'],
  ])('of equal forms count as one: %s and %s', async (one, other, normal) => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const { messageId } = await say(alice, room.roomId, 'nice');
    const ears = await bob.connect();
    await react(server, alice, { method: 'PUT', messageId, emoji: one });
    expect((await ears.wait('message:changed')).messages[0]?.reactions[0]?.emoji).toBe(normal);
    const again = await react(server, alice, { method: 'PUT', messageId, emoji: other });
    expect(again.reactions).toEqual([{ emoji: normal, userIds: [alice.userId] }]);
    const both = await react(server, bob, { method: 'PUT', messageId, emoji: other });
    expect(both.reactions).toEqual([{ emoji: normal, userIds: [alice.userId, bob.userId] }]);
    await eve.put(`/messages/${messageId}/reactions/${encodeURIComponent(one)}`).expect(404);
    const left = await react(server, bob, { method: 'DELETE', messageId, emoji: one });
    expect(left.reactions).toEqual([{ emoji: normal, userIds: [alice.userId] }]);
    expect((await react(server, alice, { method: 'DELETE', messageId, emoji: other })).reactions).toEqual([]);
  });

  it('that another program has stored in another form are shown and taken back in the normal one', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { messageId } = await say(alice, await generalRoom(alice), 'from before');
    const stored = [
      { emoji: '👍\ufe0f', userIds: [alice.userId] },
      { emoji: '👍', userIds: [bob.userId, alice.userId] },
    ];
    await Messages(server.app.server).updateOne({ _id: messageId }, { $set: { reactions: stored } });
    const read = (await bob.get(`/messages/${messageId}`).expect(200)).body as MessageView;
    expect(read.reactions).toEqual([{ emoji: '👍', userIds: [alice.userId, bob.userId] }]);
    const after = await react(server, bob, { method: 'DELETE', messageId, emoji: '👍' });
    expect(after.reactions).toEqual([{ emoji: '👍', userIds: [alice.userId] }]);
  });
});

describe('a status', () => {
  it('has its emoji in the same form, and nothing that is none', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    expect((await alice.patch('/me', { statusEmoji: '☕️' }).expect(200)).body).toMatchObject({
      statusEmoji: '☕',
    });
    expect((await alice.patch('/me', { statusEmoji: '✈' }).expect(200)).body).toMatchObject({
      statusEmoji: '✈️',
    });
    expect((await alice.patch('/me', { statusEmoji: '' }).expect(200)).body).toMatchObject({
      statusEmoji: '',
    });
    const refused = await alice.patch('/me', { statusEmoji: 'lunch' }).expect(400);
    expect(Object.keys((refused.body as { fields: object }).fields)).toEqual(['statusEmoji']);
  });
});
