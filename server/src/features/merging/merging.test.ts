import type { MergePreview } from '@parley/shared/merging';
import type { MessageView } from '@parley/shared/messages';
import type { PollPart } from '@parley/shared/polls/poll';
import type { RoomView } from '@parley/shared/rooms';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say, texts, uploaded } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { cast, direct, finished, merge, messagesOf, roomsOf, said } from './test/merge.js';

describe('an account that is merged into another', () => {
  it('gives it its messages, reactions, mentions and files, others see it at once, and nobody gets in any more', async () => {
    await using server = await startServer();
    const { alice, bob, eve, double } = await cast(server);
    const general = await generalRoom(alice);
    const file = await uploaded(double, general, Buffer.from('the bytes of a file'), 'a.txt');
    const first = await say(double, general, 'canary one', { fileIds: [file.fileId] });
    const second = await say(eve, general, 'hello @bob2');
    const third = await say(bob, general, 'three');
    for (const person of [double, bob, eve])
      await person.put(`/messages/${second.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    await double.put(`/messages/${third.messageId}/reactions/${encodeURIComponent('🎉')}`).expect(200);
    const ears = await eve.connect();
    const own = await double.connect();
    const cut = new Promise((resolve) => own.socket.once('disconnect', resolve));
    const preview = (await alice.get(`/people/${double.userId}/merge/preview?into=${bob.userId}`).expect(200))
      .body as MergePreview;
    expect(preview).toEqual({
      messages: 1,
      rooms: 1,
      conversations: 0,
      apart: 0,
      signIns: 0,
      signInsLost: 0,
    });

    await merge(alice, double, bob).expect(200);
    await cut;
    await double.get('/me').expect(401);
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'bob2', password: 'bob2 has a long password' })
      .expect(401);
    await ears.wait('message:changed', ({ messages }) =>
      messages.some(({ messageId, authorId }) => messageId === first.messageId && authorId === bob.userId),
    );
    const view = await finished(server, alice, double);
    expect(view).toMatchObject({ into: bob.userId });
    expect(view.looked).toBeGreaterThan(2);

    const stored = await messagesOf(eve, general);
    // None is lost, none changes its place.
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
    expect(said(stored.slice(-3))).toEqual([
      [bob.userId, 'canary one'],
      [eve.userId, 'hello @bob2'],
      [bob.userId, 'three'],
    ]);
    expect(stored.find(({ messageId }) => messageId === second.messageId)).toMatchObject({
      mentionIds: [bob.userId],
      reactions: [{ emoji: '👍', userIds: [bob.userId, eve.userId] }],
    });
    expect(stored.find(({ messageId }) => messageId === third.messageId)?.reactions).toEqual([
      { emoji: '🎉', userIds: [bob.userId] },
    ]);
    // The file is the message's still, and the text is his who stays, to edit and to find.
    await eve.get(`/files/${file.fileId}`).expect(200);
    await bob.patch(`/messages/${first.messageId}`, { text: 'canary edited' }).expect(200);
    expect(await texts(eve, 'from:bob canary')).toEqual(['canary edited']);
    // What is left has no name, and its name is a former one of the other.
    const { user } = await ears.wait('user:changed', (event) => event.user.formerNames.includes('bob2'));
    expect(user).toMatchObject({ userId: bob.userId, username: 'bob', displayName: 'Bob' });
    expect((await say(eve, general, 'again @bob2')).mentionIds).toEqual([bob.userId]);
    await alice.get(`/users/${double.userId}/account`).expect(404);
    const { members } = (await eve.get(`/rooms/${general}/members`).expect(200)).body as {
      members: { userId: string }[];
    };
    expect(members.map(({ userId }) => userId)).not.toContain(double.userId);
    const { entries } = (await alice.get('/audit?action=person.merged').expect(200)).body as {
      entries: { on: object; after: object }[];
    };
    expect(entries).toMatchObject([{ on: { kind: 'person', id: bob.userId }, after: { former: 'bob2' } }]);
  });

  it('gives it its rooms with the higher role and the further mark, votes, saved messages, drafts and groups', async () => {
    await using server = await startServer();
    const { alice, bob, eve, double } = await cast(server);
    const secret = await privateRoom(double, [eve]);
    const shared = await privateRoom(double, [bob], 'Shared');
    const message = await say(double, secret.roomId, 'a word');
    await double.put(`/me/saved/${message.messageId}`).expect(204);
    await double.put(`/rooms/${secret.roomId}/draft`, { text: 'half written' }).expect(200);
    await eve
      .post(`/rooms/${secret.roomId}/messages`, { text: 'unread', clientId: randomUUID() })
      .expect(201);
    const poll = (
      await eve
        .post(`/rooms/${secret.roomId}/polls`, { question: 'When?', options: ['Today', 'Never'] })
        .expect(201)
    ).body as MessageView;
    const part = poll.parts?.[0] as PollPart;
    const optionId = part.options[0]?.optionId ?? '';
    await double.put(`/messages/${poll.messageId}/poll/vote`, { optionIds: [optionId] }).expect(200);
    const group = (
      await alice.post('/groups', { handle: 'design', name: 'Design', description: '' }).expect(201)
    ).body as { groupId: string };
    await alice.post(`/groups/${group.groupId}/members`, { userIds: [double.userId] }).expect(200);
    const before = (await roomsOf(double)).find(({ room }) => room.roomId === secret.roomId);
    const ears = await bob.connect();
    await merge(alice, double, bob).expect(200);
    await ears.wait('membership:changed', ({ room }) => room.roomId === secret.roomId);
    await finished(server, alice, double);

    const rooms = await roomsOf(bob);
    const roleIn = (roomId: string) => rooms.find(({ room }) => room.roomId === roomId)?.member;
    expect(roleIn(secret.roomId)).toMatchObject({ role: 'owner', readSeq: before?.member.readSeq });
    expect(roleIn(shared.roomId)).toMatchObject({ role: 'owner' });
    const { messages } = (await bob.get('/me/saved').expect(200)).body as { messages: MessageView[] };
    expect(messages.map(({ text }) => text)).toEqual(['a word']);
    expect((await bob.get('/me/drafts').expect(200)).body).toMatchObject({
      drafts: [{ roomId: secret.roomId, text: 'half written' }],
    });
    const voters = (await bob.get(`/messages/${poll.messageId}/poll/voters?optionId=${optionId}`))
      .body as object;
    expect(JSON.stringify(voters)).toContain(bob.userId);
    expect(JSON.stringify(voters)).not.toContain(double.userId);
    expect((await alice.get(`/groups/${group.groupId}`).expect(200)).body).toMatchObject({
      memberIds: [bob.userId],
    });
    // The others in the room are as they were.
    expect((await roomsOf(eve)).some(({ room }) => room.roomId === secret.roomId)).toBe(true);
  });

  it('gives it its conversations; one beside another with the same people stays, with each message in its place', async () => {
    await using server = await startServer();
    const { alice, bob, eve, double } = await cast(server);
    const only = await direct(double, alice);
    const both = await direct(double, eve);
    const known = await direct(bob, eve);
    const selves = await direct(double, bob);
    const group = await direct(eve, double, alice);
    const three = await direct(eve, double, bob);
    for (const [room, people] of [
      [only, [double, alice]],
      [both, [double, eve]],
      [known, [bob, eve]],
      [selves, [double, bob]],
      [group, [eve, double]],
      [three, [double, bob, eve]],
    ] as const)
      for (const person of people) await say(person, room.roomId, `${person.username} says`);
    expect(
      (await alice.get(`/people/${double.userId}/merge/preview?into=${bob.userId}`).expect(200)).body,
    ).toMatchObject({ messages: 5, conversations: 5, apart: 1 });
    const ears = await eve.connect();
    await merge(alice, double, bob).expect(200);
    await ears.wait('room:changed', ({ room }) => room.roomId === both.roomId && room.type === 'group');
    await finished(server, alice, double);

    const rooms = new Map((await roomsOf(bob)).map(({ room }) => [room.roomId, room]));
    const people = (room: RoomView) => [...(rooms.get(room.roomId)?.memberIds ?? [])].sort();
    expect(people(only)).toEqual([alice.userId, bob.userId].sort());
    // It is the one that is found from now on.
    expect((await direct(alice, bob)).roomId).toBe(only.roomId);
    expect((await direct(bob, eve)).roomId).toBe(known.roomId);
    expect(rooms.get(both.roomId)).toMatchObject({ type: 'group', archived: false, name: 'Bob2, Eve' });
    expect(people(both)).toEqual([bob.userId, eve.userId].sort());
    expect(people(selves)).toEqual([bob.userId]);
    expect(people(group)).toEqual([alice.userId, bob.userId, eve.userId].sort());
    expect(people(three)).toEqual([bob.userId, eve.userId].sort());
    for (const [room, by] of [
      [only, [bob, alice]],
      [both, [bob, eve]],
      [known, [bob, eve]],
      [selves, [bob, bob]],
      [three, [bob, bob, eve]],
    ] as const)
      expect((await messagesOf(bob, room.roomId)).map(({ authorId }) => authorId)).toEqual(
        by.map(({ userId }) => userId),
      );
    expect(said(await messagesOf(eve, both.roomId))).toEqual([
      [bob.userId, 'bob2 says'],
      [eve.userId, 'eve says'],
    ]);
    await say(eve, both.roomId, 'goes on');
    // What an outsider may not read they do not read now.
    await eve.get(`/rooms/${only.roomId}/messages`).expect(404);
  });
});
