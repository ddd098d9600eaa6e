import { randomUUID } from 'node:crypto';
import { findPart } from '@parley/shared/findPart';
import type { MessageView } from '@parley/shared/messages';
import type { PollPart, PollVoter } from '@parley/shared/polls/poll';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { nowhere, privateRoom, texts } from '../../test/build.js';
import { startServer, type Ears, type Person, type TestServer } from '../../test/startServer.js';
import { lunch, startPoll } from './test/permissions.js';
import { Polls, Votes } from './polls.model.js';

const pollOf = (message: MessageView): PollPart => {
  const poll = findPart(message, 'poll');
  if (!poll) throw new Error('there is no poll');
  return poll;
};
const votesOf = (message: MessageView): number[] => pollOf(message).options.map(({ votes }) => votes);
const vote = (person: Person, { messageId }: MessageView, ...optionIds: string[]) =>
  person.put(`/messages/${messageId}/poll/vote`, { optionIds });
const read = async (person: Person, { messageId }: MessageView): Promise<MessageView> =>
  (await person.get(`/messages/${messageId}`).expect(200)).body as MessageView;

/** Waits until a person receives a message that passes the test. */
const received = (ears: Ears, { messageId }: MessageView, right: (message: MessageView) => boolean) =>
  ears.wait('message:changed', ({ messages }) =>
    messages.some((message) => message.messageId === messageId && right(message)),
  );
const runJob = ({ app }: TestServer, name: string): Promise<void> => app.server.jobs.runNow(name);

async function scene(server: TestServer, poll: object = {}) {
  const { alice, bob, eve } = await server.cast();
  const { roomId } = await privateRoom(alice, [bob]);
  const ears = await alice.connect();
  return { alice, bob, eve, roomId, ears, message: await startPoll(alice, roomId, poll) };
}

describe('a poll', () => {
  it('is voted in, changed and taken back, and its room receives each', async () => {
    await using server = await startServer();
    const { alice, bob, eve, ears, message } = await scene(server);
    const outside = await eve.connect();
    expect(pollOf(message)).toMatchObject({ question: 'Where is lunch?', voters: 0, closedAt: null });
    expect((await vote(bob, message, '1').expect(200)).body).toEqual({ optionIds: ['1'] });
    await received(ears, message, (it) => votesOf(it).join() === '1,0');
    await vote(bob, message, '2').expect(200);
    await vote(bob, message, '2').expect(200);
    await vote(alice, message, '2').expect(200);
    await received(ears, message, (it) => votesOf(it).join() === '0,2' && pollOf(it).voters === 2);
    await vote(bob, message).expect(200);
    await vote(bob, message).expect(200);
    await received(ears, message, (it) => votesOf(it).join() === '0,1');
    expect((await bob.get(`/messages/${message.messageId}/poll/vote`).expect(200)).body).toEqual({
      optionIds: [],
    });
    for (const request of [
      eve.get(`/messages/${message.messageId}/poll/vote`),
      vote(eve, message, '1'),
      eve.post(`/messages/${message.messageId}/poll/close`),
      eve.post(`/rooms/${message.roomId}/polls`, lunch),
    ])
      expect((await request).status).toBe(404);
    expect(outside.of('message:changed')).toEqual([]);
  });

  it('counts every vote of many who vote at once through two servers', async () => {
    const database = `t${new Types.ObjectId().toHexString()}`;
    await using one = await startServer({}, database);
    await using two = await startServer({}, database);
    const { alice, roomId, message } = await scene(one);
    const people = await Promise.all(Array.from({ length: 20 }, (_, i) => one.register(`voter${i}`)));
    for (const person of people) await alice.put(`/rooms/${roomId}/members/${person.userId}`).expect(200);
    await Promise.all(
      people.map((person, i) => {
        const there =
          i % 2 === 0
            ? person
            : new (person.constructor as typeof Person)(two, person.granted, person.username);
        return vote(there, message, i % 4 === 0 ? '1' : '2').expect(200);
      }),
    );
    const seen = async (): Promise<string> => votesOf(await read(alice, message)).join();
    await expect.poll(seen).toBe('5,15');
    expect(pollOf(await read(alice, message)).voters).toBe(20);
  });

  it('is refused with a reason that names the field, and started once however often it is sent', async () => {
    await using server = await startServer();
    const { alice, roomId } = await scene(server);
    const refused = async (body: object): Promise<string[]> => {
      const answer = await alice.post(`/rooms/${roomId}/polls`, { ...lunch, ...body }).expect(400);
      return Object.keys((answer.body as { fields: object }).fields);
    };
    expect(await refused({ question: ' ' })).toEqual(['question']);
    expect(await refused({ options: ['one'] })).toEqual(['options']);
    expect(await refused({ options: ['one', ' one'] })).toEqual(['options']);
    expect(await refused({ options: Array.from({ length: 21 }, String) })).toEqual(['options']);
    expect(await refused({ options: ['one', 'x'.repeat(201)] })).toEqual(['options.1']);
    expect(await refused({ closesAt: '2020-01-01T00:00:00Z' })).toEqual(['closesAt']);
    expect(await refused({ closesAt: new Date(Date.now() + 400 * 86_400_000).toISOString() })).toEqual([
      'closesAt',
    ]);
    expect(await refused({ voters: 7 })).toHaveLength(1);
    const clientId = randomUUID();
    const first = await startPoll(alice, roomId, { clientId });
    const again = await alice.post(`/rooms/${roomId}/polls`, { ...lunch, clientId }).expect(200);
    expect(again.body).toEqual(first);
  });

  it('takes only its own options, and one of them unless it says several', async () => {
    await using server = await startServer();
    const { alice, bob, roomId, ears, message } = await scene(server);
    for (const wrong of [['3'], ['1', '2'], ['0'], ['x']]) {
      const { fields } = (await vote(bob, message, ...wrong).expect(400)).body as { fields: object };
      expect(Object.keys(fields)[0]).toContain('optionIds');
    }
    const several = await startPoll(alice, roomId, { multiple: true });
    expect((await vote(bob, several, '2', '1', '2').expect(200)).body).toEqual({ optionIds: ['1', '2'] });
    await received(ears, several, (it) => votesOf(it).join() === '1,1' && pollOf(it).voters === 1);
    const plain = (await alice.post(`/rooms/${roomId}/messages`, { text: 'no poll' }).expect(201))
      .body as MessageView;
    await vote(bob, plain, '1').expect(404);
    await alice.put(`/messages/${nowhere}/poll/vote`, { optionIds: [] }).expect(404);
  });

  it('says who voted for what, page by page, but not when it is anonymous', async () => {
    await using server = await startServer();
    const { alice, bob, roomId, message } = await scene(server);
    await vote(alice, message, '1').expect(200);
    await vote(bob, message, '2').expect(200);
    const voters = async (query: string) =>
      (await alice.get(`/messages/${message.messageId}/poll/voters${query}`).expect(200)).body as {
        voters: PollVoter[];
        next: string | null;
      };
    expect((await voters('?optionId=2')).voters).toEqual([{ userId: bob.userId, optionIds: ['2'] }]);
    const first = await voters('?limit=1');
    expect(first.voters.map(({ userId }) => userId)).toEqual([alice.userId]);
    expect((await voters(`?limit=1&after=${String(first.next)}`)).voters.map(({ userId }) => userId)).toEqual(
      [bob.userId],
    );
    const secret = await startPoll(alice, roomId, { anonymous: true });
    const ears = await alice.connect();
    await vote(bob, secret, '1').expect(200);
    const { messages } = await received(ears, secret, (it) => votesOf(it)[0] === 1);
    expect(JSON.stringify(messages)).not.toContain(bob.userId);
    await alice.get(`/messages/${secret.messageId}/poll/voters`).expect(403);
  });

  it('is closed by its author or a moderator, and then takes no votes', async () => {
    await using server = await startServer();
    const { alice, bob, roomId } = await scene(server);
    const message = await startPoll(bob, roomId);
    const other = await startPoll(alice, roomId);
    await bob.post(`/messages/${other.messageId}/poll/close`).expect(403);
    await vote(alice, message, '1').expect(200);
    const closed = (await bob.post(`/messages/${message.messageId}/poll/close`).expect(200))
      .body as MessageView;
    expect(votesOf(closed)).toEqual([1, 0]);
    const again = (await alice.post(`/messages/${message.messageId}/poll/close`).expect(200))
      .body as MessageView;
    expect(again).toEqual(closed);
    await vote(alice, message, '2').expect(409);
    expect(votesOf(await read(alice, message))).toEqual([1, 0]);
  });

  it('closes by itself, once for all servers', async () => {
    const database = `t${new Types.ObjectId().toHexString()}`;
    await using one = await startServer({}, database);
    await using two = await startServer({}, database);
    const closesAt = new Date(Date.now() + 3_600_000).toISOString();
    const { bob, message } = await scene(one, { closesAt });
    await vote(bob, message, '2').expect(200);
    await runJob(one, 'polls.tend');
    expect(pollOf(await read(bob, message)).closedAt).toBeNull();
    // The closing time is past.
    await Polls(one.app.server).updateOne({ _id: message.messageId }, { $set: { closesAt: new Date(0) } });
    await Promise.all([runJob(one, 'polls.tend'), runJob(two, 'polls.tend')]);
    expect(pollOf(await read(bob, message)).closedAt).not.toBeNull();
    await vote(bob, message, '1').expect(409);
    const { rev } = await read(bob, message);
    await Promise.all([runJob(one, 'polls.tend'), runJob(two, 'polls.tend')]);
    expect((await read(bob, message)).rev).toBe(rev);
    expect(votesOf(await read(bob, message))).toEqual([0, 1]);
  });

  it('shows a vote whose count was lost in a crash after the next run of the job', async () => {
    await using server = await startServer();
    const { bob, message } = await scene(server);
    const _id = new Types.ObjectId(message.messageId);
    // What is stored when the server dies between the vote and the count.
    await Votes(server.app.server).create({
      messageId: _id,
      userId: new Types.ObjectId(bob.userId),
      optionIds: ['1'],
    });
    await Polls(server.app.server).updateOne(
      { _id },
      { $set: { staleSince: new Date(Date.now() - 60_000) } },
    );
    await runJob(server, 'polls.tend');
    expect(votesOf(await read(bob, message))).toEqual([1, 0]);
    expect((await Polls(server.app.server).findById(_id).lean())?.staleSince).toBeNull();
  });

  it('is found by its question and its options, and its words cannot be edited away', async () => {
    await using server = await startServer();
    const { alice, bob, message } = await scene(server, {
      question: 'Which zwieback?',
      options: ['Rusk', 'Toast'],
    });
    await expect.poll(() => texts(bob, 'zwieback toast')).toHaveLength(1);
    await alice.patch(`/messages/${message.messageId}`, { text: 'with a caption' }).expect(200);
    await alice.patch(`/messages/${message.messageId}`, { text: '' }).expect(200);
    expect(pollOf(await read(bob, message)).question).toBe('Which zwieback?');
  });

  it('leaves nothing behind when its message is deleted, also when the server died in between', async () => {
    await using server = await startServer();
    const { alice, bob, roomId, message } = await scene(server);
    const { server: inner } = server.app;
    await vote(bob, message, '1').expect(200);
    await alice.delete(`/messages/${message.messageId}`).expect(204);
    expect((await read(bob, message)).parts).toBeUndefined();
    await bob.get(`/messages/${message.messageId}/poll/vote`).expect(404);
    await expect.poll(() => Votes(inner).countDocuments()).toBe(0);
    await Polls(inner).create({ _id: message.messageId, roomId, open: true, closesAt: new Date(0) });
    await runJob(server, 'polls.tend');
    await Polls(inner).create({ _id: nowhere, roomId, open: true, closesAt: null });
    await runJob(server, 'polls.sweep');
    expect(await Polls(inner).countDocuments()).toBe(0);
  });

  it('loses the votes of a person who is erased with all they gave, and keeps them otherwise', async () => {
    await using server = await startServer();
    const { alice, bob, eve, roomId, message } = await scene(server);
    await alice.put(`/rooms/${roomId}/members/${eve.userId}`).expect(200);
    await vote(bob, message, '1').expect(200);
    await vote(eve, message, '1').expect(200);
    // Both are counted: the count of the first alone is also what is awaited at the end.
    await expect.poll(async () => votesOf(await read(alice, message))).toEqual([2, 0]);
    for (const [person, messages] of [
      [bob, 'remove'],
      [eve, 'keep'],
    ] as const)
      await alice.post(`/users/${person.userId}/erase`, { username: person.username, messages }).expect(200);
    await expect.poll(async () => votesOf(await read(alice, message))).toEqual([1, 0]);
    const { voters } = (await alice.get(`/messages/${message.messageId}/poll/voters`)).body as {
      voters: PollVoter[];
    };
    expect(voters.map(({ userId }) => userId)).toEqual([eve.userId]);
  });
});
