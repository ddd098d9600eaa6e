import type { MessageView } from '@parley/shared/messages';
import type { SyncView } from '@parley/shared/sync';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

interface Inbox {
  messages: MessageView[];
  next: string | null;
}
const inbox = async (person: Person, query = ''): Promise<Inbox> =>
  (await person.get(`/inbox${query}`).expect(200)).body as Inbox;
const texts = ({ messages }: Inbox): string[] => messages.map(({ text }) => text);
const post = async (person: Person, roomId: string, body: object): Promise<MessageView> =>
  (await person.post(`/rooms/${roomId}/messages`, body).expect(201)).body as MessageView;

describe('the inbox', () => {
  it('holds what calls one, from all one’s rooms, newest first, page by page', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const general = await generalRoom(alice);
    const secret = (
      (await alice.post('/rooms', { type: 'private', name: 'secret', memberIds: [bob.userId] })).body as {
        roomId: string;
      }
    ).roomId;
    await say(alice, general, '@bob one');
    await say(alice, secret, '@bob two, @eve');
    const mine = await say(bob, general, 'what I say, @bob');
    await post(alice, general, { text: 'three', replyToId: mine.messageId });
    await say(alice, secret, 'nothing for anybody');
    await say(eve, general, '@room four');
    await say(alice, secret, '@everyone five');
    const gone = await say(alice, general, '@bob gone');
    await alice.delete(`/messages/${gone.messageId}`).expect(204);
    expect(texts(await inbox(bob))).toEqual([
      '@everyone five',
      '@room four',
      'three',
      '@bob two, @eve',
      '@bob one',
    ]);
    expect(texts(await inbox(eve))).toEqual([]);
    expect(texts(await inbox(alice))).toEqual(['@room four']);
    const first = await inbox(bob, '?limit=2');
    expect(texts(first)).toEqual(['@everyone five', '@room four']);
    const second = await inbox(bob, `?limit=2&before=${String(first.next)}`);
    expect(texts(second)).toEqual(['three', '@bob two, @eve']);
    const third = await inbox(bob, `?limit=2&before=${String(second.next)}`);
    expect([texts(third), third.next]).toEqual([['@bob one'], null]);
    await alice.delete(`/rooms/${secret}/members/${bob.userId}`).expect(204);
    expect(texts(await inbox(bob, '?limit=2'))).toEqual(['@room four', 'three']);
    await server.api().get('/api/v1/inbox').expect(401);
    for (const wrong of ['?limit=0', '?before=x', '?room=1', '?limit[$gt]=1'])
      await bob.get(`/inbox${wrong}`).expect(400);
    expect(texts(await inbox(bob, `?before=${nowhere}`))).toEqual([]);
  });
});

describe('a call of many', () => {
  it('counts as a mention of everybody in the room, not of who made it, until the message says it no more', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const called = await say(alice, roomId, 'lunch, @room?');
    expect(called).toMatchObject({ mentionsRoom: true, mentionIds: [] });
    expect(await say(alice, roomId, '`@room` in code, a@room.test')).toMatchObject({ mentionsRoom: false });
    const mentions = async (person: Person): Promise<number[]> =>
      ((await person.get('/sync')).body as SyncView).rooms.find(({ room }) => room.roomId === roomId)
        ?.mentionSeqs ?? [];
    expect(await mentions(bob)).toEqual([called.seq]);
    expect(await mentions(alice)).toEqual([]);
    const edited = await alice.patch(`/messages/${called.messageId}`, { text: 'lunch?' }).expect(200);
    expect(edited.body).toMatchObject({ mentionsRoom: false });
    expect(await mentions(bob)).toEqual([]);
    expect(texts(await inbox(bob))).toEqual([]);
  });

  it('with @here is of those who are at work now', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    await ears.command('presence:set', { active: true });
    expect(await say(alice, await generalRoom(alice), '@here coffee')).toMatchObject({
      mentionIds: [bob.userId],
      mentionsRoom: false,
    });
  });

  it('is nobody’s name', async () => {
    await using server = await startServer();
    for (const username of ['room', 'here', 'Everyone'])
      await server
        .api()
        .post('/api/v1/auth/register')
        .send({ username, displayName: 'X', password: 'a long pass phrase' })
        .expect(400);
  });
});
