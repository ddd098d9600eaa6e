import { randomUUID } from 'node:crypto';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, privateRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

describe('sending', () => {
  it('is heard by the room, over the socket and over REST through the same action', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const [fromAlice, toBob, toEve] = [await alice.connect(), await bob.connect(), await eve.connect()];
    const sent = await fromAlice.command('message:send', {
      roomId: room.roomId,
      clientId: randomUUID(),
      text: 'Hello @bob',
    });
    const received = await toBob.wait('message:changed');
    expect(received).toEqual({ roomId: room.roomId, messages: [sent] });
    expect(sent).toMatchObject({
      seq: 1,
      rev: 1,
      authorId: alice.userId,
      mentionIds: [bob.userId],
      text: 'Hello @bob',
    });
    const second = await say(bob, room.roomId, 'over REST');
    await toBob.wait('message:changed', ({ messages }) => messages[0]?.messageId === second.messageId);
    // What eve might have received came before this, which she does receive.
    await alice.patch('/me', { statusText: 'done' }).expect(200);
    await toEve.wait('user:changed', ({ user }) => user.userId === alice.userId);
    expect(toEve.of('message:changed')).toEqual([]);
  });

  it('answers a repeat with the original, whatever it says and however it comes [C-8]', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const socket = await alice.connect();
    const clientId = randomUUID();
    const original = await socket.command('message:send', { roomId, clientId, text: 'once' });
    const repeats = await Promise.all([
      ...Array.from({ length: 10 }, () =>
        socket.command('message:send', { roomId, clientId, text: 'twice?' }),
      ),
      ...Array.from(
        { length: 10 },
        async () =>
          (
            await alice
              .post(`/rooms/${roomId}/messages`, { text: 'thrice?' })
              .set('idempotency-key', clientId)
              .expect(200)
          ).body as MessageView,
      ),
    ]);
    for (const repeat of repeats) expect(repeat).toEqual(original);
    const { messages } = (await alice.get(`/rooms/${roomId}/messages`)).body as MessagePage;
    expect(messages.filter((message) => message.clientId === clientId)).toHaveLength(1);
  });

  it('gives each writer the same order without holes, also when many write at once [C-1]', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const roomId = await generalRoom(alice);
    await Promise.all(
      [alice, bob, eve].flatMap((person) =>
        Array.from({ length: 30 }, (_, i) => say(person, roomId, `${person.username} ${i}`)),
      ),
    );
    const { messages } = (await alice.get(`/rooms/${roomId}/messages?limit=100`)).body as MessagePage;
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 91 }, (_, i) => i + 1));
    expect(new Set(messages.map(({ rev }) => rev)).size).toBe(91);
  });

  it('is refused to outsiders as if there were nothing, and to onlookers of a public room', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    await eve.post(`/rooms/${room.roomId}/messages`, { text: 'hi' }).expect(404);
    const socket = await eve.connect();
    expect(
      await socket.ask('message:send', { roomId: room.roomId, clientId: randomUUID(), text: 'hi' }),
    ).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(
      await socket.ask('message:send', { roomId: nowhere, clientId: randomUUID(), text: 'hi' }),
    ).toMatchObject({ ok: false, error: { code: 'not_found' } });
    const open = (await alice.post('/rooms', { type: 'public', name: 'Open' }).expect(201)).body as {
      roomId: string;
    };
    await eve.post(`/rooms/${open.roomId}/messages`, { text: 'hi' }).expect(403);
    await eve.get(`/rooms/${open.roomId}/messages`).expect(200);
  });

  it.each([
    [{ text: '' }, 'text'],
    [{ text: '   \n ' }, 'text'],
    [{ text: 'x'.repeat(8001) }, 'text'],
    [{ text: 'a\0b' }, 'text'],
    [{ text: { $ne: 1 } }, 'text'],
    [{ text: ['a'] }, 'text'],
    [{ text: 'hi', replyToId: nowhere }, 'replyToId'],
    [{ text: 'hi', seq: 5 }, 'seq'],
    [{ text: 'hi', authorId: nowhere }, 'authorId'],
    [{ text: 'hi', clientId: 'not-a-uuid' }, 'clientId'],
  ])('refuses %j', async (body, field) => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const response = await alice.post(`/rooms/${roomId}/messages`, body);
    expect(response.status).toBe(400);
    expect(Object.keys((response.body as { fields: object }).fields)).toContain(field);
    expect(((await alice.get(`/rooms/${roomId}/messages`)).body as MessagePage).messages).toHaveLength(1);
  });

  it('takes 8,000 characters as people count them', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    await say(alice, roomId, '👨‍👩‍👧'.repeat(5000));
    await say(alice, roomId, 'é'.repeat(8000));
  });

  it('is limited per person, kindly', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', SENDS_PER_10_SECONDS: '3' });
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    for (let i = 0; i < 2; i++) await say(alice, roomId, 'hi');
    const last = await alice.post(`/rooms/${roomId}/messages`, { text: 'hi' }).expect(201);
    expect(last.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    expect(Number(last.headers['ratelimit-reset'])).toBeLessThanOrEqual(10);
    const limited = await alice.post(`/rooms/${roomId}/messages`, { text: 'hi' });
    expect(limited.status).toBe(429);
    expect(limited.body).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) as number });
  });
});

describe('editing', () => {
  it('changes the text, keeps the old one readable, and is told as the full message', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const message = await say(alice, room.roomId, 'first');
    const ears = await bob.connect();
    const edited = (await alice.patch(`/messages/${message.messageId}`, { text: 'second' }).expect(200))
      .body as MessageView;
    expect(edited).toMatchObject({ seq: 1, rev: 2, text: 'second', editedAt: expect.any(String) as string });
    expect((await ears.wait('message:changed')).messages).toEqual([edited]);
    const { edits } = (await bob.get(`/messages/${message.messageId}/edits`)).body as {
      edits: { text: string }[];
    };
    expect(edits.map(({ text }) => text)).toEqual(['first', 'second']);
    // The same text again changes nothing, not even the rev.
    expect(
      (await alice.patch(`/messages/${message.messageId}`, { text: 'second' }).expect(200)).body,
    ).toEqual(edited);
  });

  it('is for the author alone', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const message = await say(bob, room.roomId, 'mine');
    await alice.patch(`/messages/${message.messageId}`, { text: 'no' }).expect(403);
    await eve.patch(`/messages/${message.messageId}`, { text: 'no' }).expect(404);
    await eve.get(`/messages/${message.messageId}/edits`).expect(404);
    await bob.patch(`/messages/${message.messageId}`, { text: '' }).expect(400);
    await bob.patch(`/messages/${nowhere}`, { text: 'x' }).expect(404);
    expect((await bob.get(`/messages/${message.messageId}`)).body).toEqual(message);
  });
});

describe('deleting', () => {
  it('leaves a tombstone without a trace of the text, and can be repeated', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const message = await say(bob, room.roomId, 'secret @alice');
    await bob.patch(`/messages/${message.messageId}`, { text: 'secret again' }).expect(200);
    await alice.put(`/messages/${message.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    await eve.delete(`/messages/${message.messageId}`).expect(404);
    await bob.delete(`/messages/${message.messageId}`).expect(204);
    const gone = (await alice.get(`/messages/${message.messageId}`)).body as MessageView;
    expect(gone).toMatchObject({
      seq: 1,
      text: '',
      reactions: [],
      files: [],
      mentionIds: [],
      deletedAt: expect.any(String) as string,
    });
    expect((await alice.get(`/messages/${message.messageId}/edits`)).body).toEqual({ edits: [] });
    await bob.delete(`/messages/${message.messageId}`).expect(204);
    expect((await alice.get(`/messages/${message.messageId}`)).body).toEqual(gone);
    await bob.patch(`/messages/${message.messageId}`, { text: 'back' }).expect(404);
  });

  it('is allowed to moderators of a room, not to other members', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob, eve]);
    const message = await say(bob, room.roomId, 'rude');
    await eve.delete(`/messages/${message.messageId}`).expect(403);
    await alice.put(`/rooms/${room.roomId}/members/${eve.userId}`, { role: 'moderator' }).expect(200);
    await eve.delete(`/messages/${message.messageId}`).expect(204);
  });
});

describe('reactions', () => {
  it('are added and taken back, each safe to repeat', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const message = await say(alice, room.roomId, 'nice');
    const path = `/messages/${message.messageId}/reactions/${encodeURIComponent('🎉')}`;
    await bob.put(path).expect(200);
    const twice = (await bob.put(path).expect(200)).body as MessageView;
    expect(twice.reactions).toEqual([{ emoji: '🎉', userIds: [bob.userId] }]);
    expect(twice.rev).toBe(2);
    await alice.put(path).expect(200);
    const back = (await bob.delete(path).expect(200)).body as MessageView;
    expect(back.reactions).toEqual([{ emoji: '🎉', userIds: [alice.userId] }]);
    expect((await bob.delete(path).expect(200)).body).toEqual(back);
    await eve.put(path).expect(404);
    for (const wrong of ['x', 'hello', '🎉🎉', '$set'])
      await bob.put(`/messages/${message.messageId}/reactions/${encodeURIComponent(wrong)}`).expect(400);
  });

  it('of many at once all stay [C-4]', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob, eve]);
    const message = await say(alice, room.roomId, 'vote');
    const emoji = ['👍', '❤️', '🎉', '👀', '🚀'];
    await Promise.all(
      [alice, bob, eve].flatMap((person) =>
        emoji.map((one) =>
          person.put(`/messages/${message.messageId}/reactions/${encodeURIComponent(one)}`).expect(200),
        ),
      ),
    );
    const { reactions } = (await alice.get(`/messages/${message.messageId}`)).body as MessageView;
    expect(reactions).toHaveLength(5);
    for (const { userIds } of reactions) expect(userIds).toHaveLength(3);
  });
});

describe('history', () => {
  it('pages before, after and around a place', async () => {
    await using server = await startServer();
    const { alice, eve } = await server.cast();
    const room = await privateRoom(alice);
    for (let i = 1; i <= 25; i++) await say(alice, room.roomId, `m${i}`);
    const page = async (query: string): Promise<[number[], boolean, boolean]> => {
      const body = (await alice.get(`/rooms/${room.roomId}/messages?${query}`).expect(200))
        .body as MessagePage;
      return [body.messages.map(({ seq }) => seq), body.hasMoreBefore, body.hasMoreAfter];
    };
    const span = (from: number, to: number): number[] =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i);
    expect(await page('limit=10')).toEqual([span(16, 25), true, false]);
    expect(await page('limit=10&before=16')).toEqual([span(6, 15), true, true]);
    expect(await page('limit=10&before=6')).toEqual([span(1, 5), false, true]);
    expect(await page('limit=10&after=5')).toEqual([span(6, 15), true, true]);
    expect(await page('limit=10&after=20')).toEqual([span(21, 25), true, false]);
    expect(await page('limit=10&around=12')).toEqual([span(7, 16), true, true]);
    await alice.get(`/rooms/${room.roomId}/messages?before=3&after=1`).expect(400);
    await alice.get(`/rooms/${room.roomId}/messages?limit=101`).expect(400);
    await alice.get(`/rooms/${room.roomId}/messages?limit[$gt]=1`).expect(400);
    await eve.get(`/rooms/${room.roomId}/messages`).expect(404);
    await alice.get('/rooms/nonsense/messages').expect(400);
  });
});
