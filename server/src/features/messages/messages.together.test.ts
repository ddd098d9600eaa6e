import { randomUUID } from 'node:crypto';
import { limits } from '@parley/shared/limits';
import type { MessagePage } from '@parley/shared/messages';
import { describe, expect, it } from 'vitest';
import { nowhere, privateRoom } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { Messages } from './messages.model.js';

const words = (...texts: string[]): { clientId: string; text: string }[] =>
  texts.map((text) => ({ clientId: randomUUID(), text }));
const textsOf = (messages: { text: string }[]): string[] => messages.map(({ text }) => text);

async function storedTexts(person: Person, roomId: string): Promise<string[]> {
  const { messages } = (await person.get(`/rooms/${roomId}/messages`).expect(200)).body as MessagePage;
  return textsOf(messages);
}

describe('saying several things at once', () => {
  it('stores all in their order, and the room hears them; the outsider nothing [C-9]', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [fromAlice, toBob, toEve] = [await alice.connect(), await bob.connect(), await eve.connect()];
    const said = words('one', 'two @bob', 'three');
    const { messages } = await fromAlice.command('messages:send', { roomId, messages: said });
    expect(messages).toMatchObject(said.map(({ clientId, text }, i) => ({ clientId, text, seq: i + 1 })));
    expect(messages[1]?.mentionIds).toEqual([bob.userId]);
    expect(await toBob.wait('message:changed')).toEqual({ roomId, messages });
    await alice.patch('/me', { statusText: 'done' }).expect(200);
    await toEve.wait('user:changed', ({ user }) => user.userId === alice.userId);
    expect(toEve.of('message:changed')).toEqual([]);
  });

  it('answers what is there already with the originals, and stores what is not [C-8]', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const socket = await alice.connect();
    const said = words('one', 'two', 'three');
    const first = await socket.command('messages:send', { roomId, messages: said.slice(0, 2) });
    const again = await Promise.all(
      Array.from({ length: 5 }, () => socket.command('messages:send', { roomId, messages: said })),
    );
    for (const { messages } of again) {
      expect(messages.slice(0, 2)).toEqual(first.messages);
      expect(messages).toEqual(again[0]?.messages);
    }
    expect(await storedTexts(alice, roomId)).toEqual(['one', 'two', 'three']);
  });

  it('ends at the first that is refused; behind it nothing is said [C-9]', async () => {
    await using server = await startServer({ SENDS_PER_10_SECONDS: '2', RATE_LIMITS: 'true' });
    const { alice } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const socket = await alice.connect();
    const said = words('one', 'two', 'three', 'four');
    const { messages } = await socket.command('messages:send', { roomId, messages: said });
    expect(textsOf(messages)).toEqual(['one', 'two']);
    const refused = await socket.ask('messages:send', { roomId, messages: said.slice(2) });
    expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
    expect(await storedTexts(alice, roomId)).toEqual(['one', 'two']);
  });

  it('ends at one that cannot be, such as an answer to nothing [C-9]', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const socket = await alice.connect();
    const [one, two, three] = words('one', 'two', 'three');
    if (!one || !two || !three) throw new Error('three were made');
    const messages = [one, { ...two, replyToId: nowhere }, three];
    const answer = await socket.command('messages:send', { roomId, messages });
    expect(textsOf(answer.messages)).toEqual(['one']);
    expect(await storedTexts(alice, roomId)).toEqual(['one']);
  });

  it('is refused to outsiders as if there were nothing, and names what is wrong', async () => {
    await using server = await startServer();
    const { alice, eve } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const [fromAlice, fromEve] = [await alice.connect(), await eve.connect()];
    expect(await fromEve.ask('messages:send', { roomId, messages: words('hi') })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    for (const messages of [[], words(' '), words(...Array<string>(limits.sentTogether + 1).fill('hi'))])
      expect(await fromAlice.ask('messages:send', { roomId, messages })).toMatchObject({
        ok: false,
        error: { code: 'invalid' },
      });
    expect(await storedTexts(alice, roomId)).toEqual([]);
  });

  it('keeps each one’s order when many do it at once', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    await Promise.all(
      [alice, bob].map(async (person) => {
        const socket = await person.connect();
        const lists = Array.from({ length: 10 }, (_, list) =>
          words(...Array.from({ length: 20 }, (__, i) => `${person.username} ${list} ${i}`)),
        );
        await Promise.all(lists.map((messages) => socket.command('messages:send', { roomId, messages })));
      }),
    );
    const stored = await Messages(server.app.server).find({ roomId }).sort({ seq: 1 }).lean();
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    for (const { username } of [alice, bob])
      for (let list = 0; list < 10; list++)
        expect(textsOf(stored).filter((text) => text.startsWith(`${username} ${list} `))).toEqual(
          Array.from({ length: 20 }, (_, i) => `${username} ${list} ${i}`),
        );
  });
});
