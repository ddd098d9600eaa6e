import type { MergePreview, MergeView } from '@parley/shared/merging';
import type { MessageView } from '@parley/shared/messages';
import type { PollPart } from '@parley/shared/polls/poll';
import type { RoomView } from '@parley/shared/rooms';
import { limits } from '@parley/shared/limits';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, privateRoom, say, texts, uploaded } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { ERASE_JOB } from '../erasure/erasure.job.js';
import { Messages } from '../messages/messages.model.js';
import { takeLease } from '../../platform/lease.js';
import { MERGE_JOB } from './merging.job.js';
import { Merges } from './merging.model.js';

const merge = (by: Person, from: Person, into: Person, username = from.username) =>
  by.post(`/people/${from.userId}/merge`, { into: into.userId, username });

/** Waits until all merges are done, and what is left is erased. */
async function finished(server: TestServer, by: Person, from: Person): Promise<MergeView> {
  await server.app.server.jobs.runNow(MERGE_JOB);
  await server.app.server.jobs.runNow(ERASE_JOB);
  const view = (await by.get(`/people/${from.userId}/merge`).expect(200)).body as MergeView;
  expect(view.step).toBe('done');
  return view;
}

const messagesOf = async (person: Person, roomId: string) =>
  ((await person.get(`/rooms/${roomId}/messages?limit=100`).expect(200)).body as { messages: MessageView[] })
    .messages;

const roomsOf = async (person: Person) =>
  (
    (await person.get('/rooms').expect(200)).body as {
      rooms: { room: RoomView; member: { role: string; readSeq: number; favourite: boolean } }[];
    }
  ).rooms;

const direct = async (by: Person, ...others: Person[]): Promise<RoomView> =>
  (
    await by.post(
      '/rooms',
      others.length === 1
        ? { type: 'direct', memberIds: [others[0]?.userId] }
        : { type: 'group', memberIds: others.map(({ userId }) => userId), name: '' },
    )
  ).body as RoomView;

const said = (messages: MessageView[]) => messages.map(({ authorId, text }) => [authorId, text]);

/** Alice is the owner; Bob has two accounts, `bob` and `bob2`; Eve is another. */
async function cast(server: TestServer) {
  const { alice, bob, eve } = await server.cast();
  return { alice, bob, eve, double: await server.register('bob2') };
}

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

  it('gives it also a message at its limit of changes, and one whose client id the other has used', async () => {
    await using server = await startServer();
    const { alice, bob, double } = await cast(server);
    const general = await generalRoom(alice);
    const clientId = randomUUID();
    const theirs = await say(double, general, 'of the double', { clientId });
    await say(bob, general, 'of bob', { clientId });
    const revs = Array.from({ length: limits.changesPerMessage + 1 }, (_, i) => -1 - i);
    await Messages(server.app.server).updateOne(
      { _id: theirs.messageId },
      { $push: { revs: { $each: revs } } },
    );
    await merge(alice, double, bob).expect(200);
    await finished(server, alice, double);
    expect(said(await messagesOf(bob, general)).slice(-2)).toEqual([
      [bob.userId, 'of the double'],
      [bob.userId, 'of bob'],
    ]);
  });

  it('is merged to the end by the next start when a server ends in the middle, from each step on', async () => {
    await using server = await startServer();
    const { alice, bob, eve, double } = await cast(server);
    const general = await generalRoom(alice);
    for (let i = 0; i < 6; i++) await say(i % 2 ? double : bob, general, `word ${i}`);
    const both = await direct(double, eve);
    await direct(bob, eve);
    await say(double, both.roomId, 'between us');
    const Docs = Merges(server.app.server);
    // Another node is at it: this one leaves it to that.
    const lease = { holder: 'a node that lives', ms: 60_000 };
    await takeLease(server.app.server, `job ${MERGE_JOB}`, lease);
    await merge(alice, double, bob).expect(200);
    await server.app.server.jobs.runNow(MERGE_JOB);
    expect((await alice.get(`/people/${double.userId}/merge`)).body).toMatchObject({ step: 'account' });
    // A repeat of the request is answered with how far it is.
    await merge(alice, double, bob).expect(200);
    await takeLease(server.app.server, `job ${MERGE_JOB}`, { holder: lease.holder, ms: -1 });
    await finished(server, alice, double);
    const check = async () => {
      expect(said(await messagesOf(eve, general)).filter(([, text]) => text?.startsWith('word'))).toEqual(
        Array.from({ length: 6 }, (_, i) => [bob.userId, `word ${i}`]),
      );
      expect(said(await messagesOf(eve, both.roomId))).toEqual([[bob.userId, 'between us']]);
      expect(await Docs.countDocuments({ open: bob.userId })).toBe(0);
    };
    await check();
    // As a crash leaves it, from each step on, with half of the messages processed.
    for (const step of ['features', 'rooms', 'messages', 'erase'] as const) {
      await Docs.updateOne(
        { _id: double.userId },
        {
          $set: { step, looked: 3, open: [double.userId, bob.userId], names: ['bob2'] },
          $unset: { after: 1 },
        },
      );
      await finished(server, alice, double);
      await check();
    }
  });
});

describe('two accounts', () => {
  it('are merged by those who manage both, who typed the name, and the workspace retains an owner', async () => {
    await using server = await startServer();
    const { alice, bob, eve, double } = await cast(server);
    const ears = await eve.connect();
    await merge(bob, double, eve).expect(403);
    await bob.get(`/people/${double.userId}/merge/preview?into=${eve.userId}`).expect(403);
    await bob.get(`/people/${double.userId}/merge`).expect(403);
    await alice.get(`/people/${double.userId}/merge`).expect(404);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    // An admin merges no owner, into none, and nobody merges themself away.
    await merge(bob, alice, eve).expect(403);
    await merge(bob, eve, alice).expect(403);
    await merge(alice, alice, eve).expect(409);
    await merge(alice, eve, eve).expect(409);
    await alice.post(`/people/${eve.userId}/merge`, { into: nowhere, username: 'eve' }).expect(404);
    await alice.post(`/people/${nowhere}/merge`, { into: eve.userId, username: 'eve' }).expect(404);
    await alice.post(`/people/${double.userId}/merge`, { into: 'x', username: 'bob2' }).expect(400);
    const wrong = await merge(alice, double, bob, 'evil').expect(400);
    expect((wrong.body as { fields: object }).fields).toEqual({
      username: 'is not the user name of this account',
    });
    // Into one that nobody can sign in to, a banned one, or one that is about to be deleted.
    await alice.patch(`/users/${eve.userId}`, { active: false }).expect(200);
    await merge(alice, double, eve).expect(409);
    await alice.patch(`/users/${eve.userId}`, { active: true }).expect(200);
    await alice.put(`/users/${double.userId}/ban`, { until: null, reason: 'spam' });
    const banned = await merge(alice, double, bob).expect(409);
    expect((banned.body as { key: string }).key).toBe('merging.restricted');
    expect(ears.of('message:changed')).toEqual([]);
    expect(await Merges(server.app.server).countDocuments({})).toBe(0);
  });

  it('under a legal hold are not merged', async () => {
    await using server = await startServer();
    const { alice, bob, double } = await cast(server);
    const hold = (
      await alice.post('/holds', { on: 'person', targetId: double.userId, reason: 'a case' }).expect(201)
    ).body as { holdId: string };
    const refused = await merge(alice, double, bob).expect(409);
    expect((refused.body as { key: string }).key).toBe('merging.held');
    await merge(alice, bob, double).expect(409);
    await double.get('/me').expect(200);
    await alice.delete(`/holds/${hold.holdId}`).expect(204);
    await merge(alice, double, bob).expect(200);
    await finished(server, alice, double);
  });

  it('merged into each other at once become one of them, and neither is erased meanwhile', async () => {
    await using server = await startServer();
    const { alice, bob, eve, double } = await cast(server);
    await alice.patch(`/users/${eve.userId}`, { role: 'owner' }).expect(200);
    await takeLease(server.app.server, `job ${MERGE_JOB}`, { holder: 'a node that lives', ms: 60_000 });
    const answers = await Promise.all([merge(alice, double, bob), merge(eve, bob, double)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [goes, stays] = answers[0]?.status === 200 ? [double, bob] : [bob, double];
    await alice
      .post(`/users/${stays.userId}/erase`, { username: stays.username, messages: 'keep' })
      .expect(409);
    await alice
      .post(`/users/${goes.userId}/erase`, { username: goes.username, messages: 'keep' })
      .expect(409);
    await goes.get('/me').expect(401);
    await stays.get('/me').expect(200);
    await takeLease(server.app.server, `job ${MERGE_JOB}`, { holder: 'a node that lives', ms: -1 });
    await finished(server, alice, goes);
    await stays.get('/me').expect(200);
    // Two owners merged at once into a member leave one.
    const both = await Promise.all([merge(alice, eve, stays), merge(eve, alice, stays)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});
