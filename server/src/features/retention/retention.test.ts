import type { MessagePage, MessageView } from '@parley/shared/messages';
import type { RetentionPreview } from '@parley/shared/retention';
import type { OpenedRoom, SyncView } from '@parley/shared/sync';
import { trusted } from 'mongoose';
import { describe, expect, it, vi } from 'vitest';
import { filesLeft, privateRoom, say, texts, uploaded } from '../../test/build.js';
import { startServer, type Ears, type Person, type TestServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';
import { Votes } from '../polls/polls.model.js';
import { startPoll } from '../polls/test/permissions.js';
import { Rooms } from '../rooms/rooms.model.js';
import { Saved } from '../saved/saved.model.js';
import { RETAIN_JOB } from './retention.jobs.js';
import { Rules } from './retention.model.js';

const DAY_MS = 86_400_000;

const set = (owner: Person, version: number, values: Record<string, unknown>) =>
  owner
    .patch('/settings/retention', {
      version,
      changes: Object.entries(values).map(([field, value]) => ({ field, value })),
    })
    .expect(200);

/** Nothing waits: neither a new rule nor a raised floor. */
const AT_ONCE = { RETENTION_GRACE_HOURS: '0', HEADS_CACHED_SECONDS: '0' };

const run = ({ app }: TestServer): Promise<void> => app.server.jobs.runNow(RETAIN_JOB);

/** As if these messages were written so many days ago. */
const age = ({ app }: TestServer, messageIds: string[], days: number) =>
  Messages(app.server).updateMany(
    { _id: trusted({ $in: messageIds }) },
    {
      $set: { createdAt: new Date(Date.now() - days * DAY_MS) },
    },
  );

/** As if the day of grace, and the rest of a raised floor, were over. */
async function timePasses({ app }: TestServer): Promise<void> {
  await Rules(app.server).updateMany({}, { $set: { from: new Date(0) } });
  await Rooms(app.server).updateMany({ floorSeq: trusted({ $gt: 0 }) }, { $set: { floorAt: new Date(0) } });
}

const seqsOf = async ({ app }: TestServer, roomId: string): Promise<number[]> =>
  (await Messages(app.server).find({ roomId }, { seq: 1 }).sort({ seq: 1 }).lean()).map(({ seq }) => seq);

const open = async (ears: Ears, roomId: string, sinceRev: number | null): Promise<OpenedRoom> => {
  const answer = (await ears.socket.emitWithAck('room:open', { roomId, sinceRev })) as {
    ok: boolean;
    data: OpenedRoom;
  };
  expect(answer.ok).toBe(true);
  return answer.data;
};

describe('retention', () => {
  it('deletes what is older than its rule, with all that depends on it, and nobody reads it any more [R-1 R-2 R-4 R-6]', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const inner = server.app.server;
    const file = await uploaded(alice, roomId, Buffer.from('old bytes'), 'old.txt');
    const first = await say(alice, roomId, 'zwieback old', { fileIds: [file.fileId] });
    const poll = await startPoll(alice, roomId);
    await bob.put(`/messages/${poll.messageId}/poll/vote`, { optionIds: ['1'] }).expect(200);
    await bob.put(`/me/saved/${first.messageId}`);
    await bob.put(`/messages/${first.messageId}/pin`);
    const third = await say(alice, roomId, 'zwieback third');
    await say(alice, roomId, 'zwieback new');
    const answer = await say(bob, roomId, 'an answer', { replyToId: third.messageId });
    await expect.poll(() => texts(bob, 'zwieback')).toHaveLength(3);
    const old = [first.messageId, poll.messageId, third.messageId];
    await age(server, old, 40);
    const ears = await bob.connect();
    const before = await open(ears, roomId, null);
    const preview = (await alice.get('/retention/preview?days=30').expect(200)).body as RetentionPreview;
    expect(preview.rooms.find((room) => room.roomId === roomId)).toMatchObject({
      messages: 3,
      files: 1,
      bytes: 9,
    });
    await bob.get('/retention/preview?days=30').expect(403);
    await set(alice, 0, { days: 30 });
    // A day of grace, in which nothing happens.
    await run(server);
    await run(server);
    expect(await seqsOf(server, roomId)).toEqual([1, 2, 3, 4, 5]);
    await timePasses(server);
    await run(server);
    // The floor comes first: nothing is read below it, though it is still stored.
    await ears.wait('room:changed', ({ room }) => room.roomId === roomId && room.floorSeq === 3);
    expect(await seqsOf(server, roomId)).toEqual([1, 2, 3, 4, 5]);
    const page = async (query: string): Promise<MessagePage> =>
      (await bob.get(`/rooms/${roomId}/messages${query}`).expect(200)).body as MessagePage;
    for (const query of ['', '?before=6', '?after=0', '?around=2']) {
      const { messages, hasMoreBefore } = await page(query);
      expect(
        messages.map(({ seq }) => seq),
        query,
      ).toEqual([4, 5]);
      expect(hasMoreBefore, query).toBe(false);
    }
    await bob.get(`/messages/${first.messageId}`).expect(404);
    // What is gone is not unread.
    const { rooms } = (await bob.get('/sync').expect(200)).body as SyncView;
    expect(rooms.find(({ room }) => room.roomId === roomId)?.member.readSeq).toBeGreaterThanOrEqual(3);
    await timePasses(server);
    await run(server);
    expect(await seqsOf(server, roomId)).toEqual([4, 5]);
    expect(filesLeft(server)).toEqual([]);
    expect(await Votes(inner).countDocuments()).toBe(0);
    expect(await Saved(inner).countDocuments()).toBe(0);
    expect(await texts(bob, 'zwieback')).toEqual(['zwieback new']);
    expect((await bob.get(`/rooms/${roomId}/pins`).expect(200)).body).toMatchObject({ messages: [] });
    expect((await bob.get(`/messages/${answer.messageId}`).expect(200)).body).toMatchObject({
      replyTo: { seq: 3 },
    });
    // A client from before starts again, and the room goes on where it was.
    expect(await open(ears, roomId, before.headRev - 1)).toMatchObject({ kind: 'reset' });
    const next = await say(alice, roomId, 'goes on');
    expect(next.seq).toBe(6);
    expect(next.rev).toBeGreaterThan(before.headRev);
  });

  it('never lets a place be claimed twice: what has the heads stays as a tombstone, also in a quiet room [R-3]', async () => {
    await using server = await startServer(AT_ONCE);
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const said: MessageView[] = [];
    for (let i = 0; i < 4; i++) said.push(await say(alice, roomId, `m${i}`));
    const quiet = await privateRoom(alice, [bob], 'Quiet');
    for (const text of ['one', 'two']) said.push(await say(alice, quiet.roomId, text));
    await age(
      server,
      said.map(({ messageId }) => messageId),
      40,
    );
    const newest = await say(alice, roomId, 'newest');
    // The highest rev is of an old message.
    await bob.put(`/messages/${said[1]?.messageId ?? ''}/reactions/${encodeURIComponent('👍')}`).expect(200);
    const { headRev } = await open(await bob.connect(), roomId, null);
    await set(alice, 0, { days: 30 });
    await run(server);
    await run(server);
    const left = async (id: string): Promise<unknown[]> =>
      (await Messages(server.app.server).find({ roomId: id }).sort({ seq: 1 }).lean()).map((message) => [
        message.seq,
        message.deletedAt !== null,
        message.text,
      ]);
    expect(await left(roomId)).toEqual([
      [2, true, ''],
      [5, false, 'newest'],
    ]);
    expect(await left(quiet.roomId)).toEqual([[2, true, '']]);
    const next = await say(alice, roomId, 'next');
    expect([next.seq, next.rev > headRev]).toEqual([6, true]);
    expect((await say(alice, quiet.roomId, 'goes on')).seq).toBe(3);
    // What had the heads goes with the next floor.
    await age(server, [newest.messageId], 40);
    await run(server);
    expect(await left(roomId)).toEqual([[6, false, 'next']]);
    expect(await left(quiet.roomId)).toEqual([[3, false, 'goes on']]);
  });

  it('gives the same end when it is killed after any step [R-5]', async () => {
    await using server = await startServer(AT_ONCE);
    const { alice, bob } = await server.cast();
    const inner = server.app.server;
    await set(alice, 0, { days: 30 });
    const killed = new Error('killed');
    const steps: [string, () => { mockRestore: () => void }][] = [
      ['before the files', () => vi.spyOn(inner.files, 'remove').mockRejectedValue(killed)],
      [
        'before the messages',
        () =>
          vi.spyOn(Messages(inner), 'deleteMany').mockImplementation(() => {
            throw killed;
          }),
      ],
    ];
    for (const [name, kill] of steps) {
      const { roomId } = await privateRoom(alice, [bob], name);
      const file = await uploaded(alice, roomId, Buffer.from('bytes'), 'a.txt');
      const old = await say(alice, roomId, 'old', { fileIds: [file.fileId] });
      await say(alice, roomId, 'new');
      await age(server, [old.messageId], 40);
      const revive = kill();
      await run(server);
      revive.mockRestore();
      expect(await seqsOf(server, roomId), name).toEqual([1, 2]);
      await run(server);
      expect(await seqsOf(server, roomId), name).toEqual([2]);
      expect(filesLeft(server), name).toEqual([]);
    }
  });

  it('leaves alone what is on hold, which owners begin and end, and nobody on hold is erased', async () => {
    await using server = await startServer(AT_ONCE);
    const { alice, bob, eve } = await server.cast();
    const held = await privateRoom(alice, [bob], 'Held');
    const ofBob = await privateRoom(alice, [bob], 'Of bob');
    const free = await privateRoom(alice, [eve], 'Free');
    const all = [held, ofBob, free];
    for (const { roomId } of all) {
      const old = await say(alice, roomId, 'old');
      await say(alice, roomId, 'new');
      await age(server, [old.messageId], 40);
    }
    await alice.patch(`/users/${eve.userId}`, { role: 'admin' }).expect(200);
    await eve.post('/holds', { on: 'workspace', reason: 'a case' }).expect(403);
    await alice.post('/holds', { on: 'room', reason: 'a case' }).expect(400);
    await alice.post('/holds', { on: 'person', targetId: held.roomId, reason: 'a case' }).expect(404);
    const hold = async (input: object): Promise<string> =>
      ((await alice.post('/holds', { reason: 'a case', ...input }).expect(201)).body as { holdId: string })
        .holdId;
    const onRoom = await hold({ on: 'room', targetId: held.roomId });
    const onBob = await hold({ on: 'person', targetId: bob.userId });
    const refused = { key: 'retention.held' };
    const evidence = await say(bob, ofBob.roomId, 'evidence');
    expect((await bob.delete(`/messages/${evidence.messageId}`).expect(409)).body).toMatchObject(refused);
    expect((await alice.delete(`/messages/${evidence.messageId}`).expect(409)).body).toMatchObject(refused);
    // Others delete what is their own, in a room that is not on hold itself.
    await alice.delete(`/messages/${(await say(alice, ofBob.roomId, 'slip')).messageId}`).expect(204);
    // Also of rooms that they have left.
    await bob.post(`/rooms/${ofBob.roomId}/leave`);
    await set(alice, 0, { days: 30 });
    await run(server);
    const lengths = async () =>
      await Promise.all(all.map(async ({ roomId }) => (await seqsOf(server, roomId)).length));
    expect(await lengths()).toEqual([2, 4, 1]);
    const leave = { password: 'bob has a long password', messages: 'keep' };
    expect((await bob.post('/me/erase', leave).expect(409)).body).toMatchObject({ key: 'retention.held' });
    await alice.post(`/users/${bob.userId}/erase`, { username: 'bob', messages: 'keep' }).expect(409);

    await alice.delete(`/holds/${onBob}`).expect(204);
    await alice.delete(`/holds/${onBob}`).expect(404);
    await run(server);
    // In the held room is what bob wrote, though nothing holds bob.
    const removing = { ...leave, messages: 'remove' };
    expect((await bob.post('/me/erase', removing).expect(409)).body).toMatchObject(refused);
    expect(await lengths()).toEqual([2, 3, 1]);
    await alice.delete(`/holds/${onRoom}`).expect(204);
    await run(server);
    expect(await lengths()).toEqual([1, 3, 1]);
    await bob.delete(`/messages/${evidence.messageId}`);
    await bob.post('/me/erase', leave).expect(200);
  });

  it('has rules of rooms where the workspace allows them: shorter, or any', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const at = `/rooms/${roomId}/retention`;
    await eve.get(at).expect(404);
    await bob.put(at, { days: 5 }).expect(403);
    await alice.put(at, { days: 5 }).expect(409);
    await set(alice, 0, { days: 30, rooms: 'shorter' });
    await alice.put(at, { days: 60 }).expect(409);
    await alice.put(at, { days: 0 }).expect(409);
    expect((await alice.put(at, { days: 5 }).expect(200)).body).toMatchObject({ days: 5, effective: 5 });
    expect((await bob.get(at).expect(200)).body).toEqual({
      days: 5,
      effective: 5,
      ofWorkspace: 30,
      allowed: 'shorter',
      held: null,
    });
    await set(alice, 1, { rooms: 'any' });
    expect((await alice.put(at, { days: 0 }).expect(200)).body).toMatchObject({ days: 0, effective: null });
    await alice.put(at, { days: -1 }).expect(400);
    expect((await bob.get('/data-policy').expect(200)).body).toMatchObject({ retentionDays: 30 });
  });
});
