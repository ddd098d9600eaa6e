import { randomUUID } from 'node:crypto';
import type { MessageView } from '@parley/shared/messages';
import type { ReportDetails, ReportView } from '@parley/shared/moderation/moderation';
import type { MeView } from '@parley/shared/users';
import { trusted, Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generalRoom, nowhere, privateRoom, say } from '../../test/build.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { Reports } from './reports.model.js';
import { report, tomorrow } from './test/permissions.js';

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  server = await startServer();
  owner = await server.register('owner');
});
afterAll(() => server[Symbol.asyncDispose]());

const newPerson = (name: string): Promise<Person> => server.register(`${name}${randomUUID().slice(0, 8)}`);
async function withRole(role: string): Promise<Person> {
  const person = await newPerson(role);
  await owner.patch(`/users/${person.userId}`, { role }).expect(200);
  return person;
}
const listOf = async (person: Person, status = 'open'): Promise<ReportView[]> =>
  ((await person.get(`/reports?status=${status}&limit=100`).expect(200)).body as { reports: ReportView[] })
    .reports;
const details = async (person: Person, reportId: string): Promise<ReportDetails> =>
  (await person.get(`/reports/${reportId}`).expect(200)).body as ReportDetails;
const close = (person: Person, reportId: string, outcome: object, version = 1) =>
  person.post(`/reports/${reportId}/close`, { version, outcome });
const meOf = async (person: Person): Promise<MeView> => (await person.get('/me').expect(200)).body as MeView;

async function scene() {
  const [ana, bo, mod] = await Promise.all([newPerson('ana'), newPerson('bo'), withRole('moderator')]);
  const { roomId } = await privateRoom(ana, [bo]);
  return { ana, bo, mod, roomId };
}

describe('a report', () => {
  it('has its evidence with what is around it, though all is edited and deleted later', async () => {
    const { ana, bo, mod, roomId } = await scene();
    const said: MessageView[] = [];
    for (let i = 0; i < 15; i++) said.push(await say(i === 7 ? bo : ana, roomId, `line ${i}`));
    const bad = said[7] as MessageView;
    const [ears, boEars] = [await mod.connect(), await bo.connect()];
    const reportId = await report(ana, mod, bad.messageId);
    await ears.wait('me:changed', ({ me }) => me.notices?.[0]?.kind === 'reportWaits');
    await bo.patch(`/messages/${bad.messageId}`, { text: 'harmless' }).expect(200);
    await bo.delete(`/messages/${bad.messageId}`).expect(204);
    const { evidence, report: seen } = await details(mod, reportId);
    expect(evidence.messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 11 }, (_, i) => `line ${i + 2}`),
    );
    expect(evidence.messages[5]).toMatchObject({
      messageId: bad.messageId,
      authorId: bo.userId,
      deleted: false,
    });
    expect(seen).toMatchObject({
      kind: 'message',
      reporterId: ana.userId,
      targetId: bo.userId,
      status: 'open',
    });
    // The reported person receives nothing, and reads nothing.
    expect(boEars.received.filter(({ name }) => name === 'me:changed')).toEqual([]);
    await bo.get(`/reports/${reportId}`).expect(403);
    // What somebody may not see they cannot report; a repeat changes the open one; oneself one cannot report.
    const outsider = await newPerson('out');
    await outsider.post(`/messages/${bad.messageId}/reports`, { reason: 'spam' }).expect(404);
    await ana.post(`/messages/${nowhere}/reports`, { reason: 'spam' }).expect(404);
    await ana.post(`/messages/${said[0]?.messageId ?? ''}/reports`, { reason: 'spam' }).expect(409);
    await ana.post(`/messages/${said[0]?.messageId ?? ''}/reports`, { reason: 'dull' }).expect(400);
    await Promise.all(
      Array.from({ length: 3 }, () =>
        ana.post(`/users/${bo.userId}/reports`, { reason: 'hate', note: 'again' }).expect(204),
      ),
    );
    const about = (await listOf(mod)).filter(({ targetId }) => targetId === bo.userId);
    expect(about.map(({ kind, reason, note }) => [kind, reason, note])).toEqual([
      ['person', 'hate', 'again'],
      ['message', 'spam', ''],
    ]);
    expect((await details(mod, reportId)).history.map(({ kind }) => kind)).toEqual(['person']);
  });

  it('is seen by those alone who may handle it', async () => {
    const { ana, bo } = await scene();
    const [mod, other, admin] = await Promise.all([
      withRole('moderator'),
      withRole('moderator'),
      withRole('admin'),
    ]);
    for (const target of [mod, admin, owner])
      await ana.post(`/users/${target.userId}/reports`, { reason: 'other' }).expect(204);
    const about = async (person: Person, target: Person) =>
      (await listOf(person)).find(({ targetId }) => targetId === target.userId);
    const ofMod = await about(other, mod);
    expect(ofMod?.mayPunish).toBe(false);
    expect(await about(mod, mod)).toBeUndefined();
    await mod.get(`/reports/${ofMod?.reportId ?? ''}`).expect(404);
    await close(mod, ofMod?.reportId ?? '', { kind: 'nothing' }).expect(404);
    await close(other, ofMod?.reportId ?? '', { kind: 'warn', reason: 'no' }).expect(403);
    const ofAdmin = await about(owner, admin);
    expect(ofAdmin?.mayPunish).toBe(true);
    expect(await about(mod, admin)).toBeUndefined();
    expect(await about(admin, admin)).toBeUndefined();
    // About the only owner: admins see it, and can do nothing to them. With a second owner it is theirs.
    const ofOwner = await about(admin, owner);
    expect(ofOwner?.mayPunish).toBe(false);
    expect(await about(mod, owner)).toBeUndefined();
    expect(await about(owner, owner)).toBeUndefined();
    await close(admin, ofOwner?.reportId ?? '', { kind: 'ban', until: null, reason: 'no' }).expect(403);
    const second = await withRole('owner');
    expect(await about(admin, owner)).toBeUndefined();
    expect((await about(second, owner))?.mayPunish).toBe(true);
    await owner.patch(`/users/${second.userId}`, { role: 'member' }).expect(200);
    expect(await about(bo, owner).catch(() => 'refused')).toBe('refused');
  });

  it('is closed by one of two moderators, and its reporter learns that and not how', async () => {
    const { ana, bo, mod, roomId } = await scene();
    const other = await withRole('moderator');
    const { messageId } = await say(bo, roomId, 'rude');
    const reportId = await report(ana, mod, messageId);
    await mod.post(`/reports/${reportId}/notes`, { text: 'looking at it' }).expect(200);
    await mod.patch(`/reports/${reportId}`, { version: 1, assigned: true }).expect(200);
    expect(
      (await other.patch(`/reports/${reportId}`, { version: 1, assigned: true }).expect(409)).body,
    ).toMatchObject({
      key: 'reports.changed',
    });
    await close(other, reportId, { kind: 'warn' }, 2).expect(400);
    await close(other, reportId, { kind: 'ban', until: new Date(0).toISOString(), reason: 'x' }, 2).expect(
      400,
    );
    const [ears, boEars] = [await ana.connect(), await bo.connect()];
    const outcome = { kind: 'warn', reason: 'Please be polite.' };
    const answers = await Promise.all([close(mod, reportId, outcome, 2), close(other, reportId, outcome, 2)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await ears.wait('me:changed', ({ me }) => me.notices?.[0]?.kind === 'reportHandled');
    const { me } = await boEars.wait('me:changed', ({ me: { notices } }) => notices?.[0]?.kind === 'warned');
    expect(me.notices?.[0]?.text).toBe('Please be polite.');
    expect(JSON.stringify(me.notices)).not.toContain(ana.userId);
    expect(JSON.stringify((await meOf(ana)).notices)).not.toContain('polite');
    expect((await details(mod, reportId)).notes.map(({ text }) => text)).toEqual(['looking at it']);
    await bo.delete(`/me/notices/${me.notices?.[0]?.noticeId ?? ''}`).expect(204);
    await bo.delete(`/me/notices/${me.notices?.[0]?.noticeId ?? ''}`).expect(204);
    expect((await meOf(bo)).notices).toBeUndefined();
  });

  it('can delete the message, or remove from the room, by a moderator who is not in it', async () => {
    const { ana, bo, mod, roomId } = await scene();
    const { messageId } = await say(bo, roomId, 'rude');
    await close(mod, await report(ana, mod, messageId), { kind: 'delete' }).expect(200);
    expect(
      ((await ana.get(`/messages/${messageId}`).expect(200)).body as MessageView).deletedAt,
    ).not.toBeNull();
    const second = await say(bo, roomId, 'rude again');
    await close(mod, await report(ana, mod, second.messageId), { kind: 'remove' }).expect(200);
    await bo.get(`/rooms/${roomId}`).expect(404);
    const general = await generalRoom(ana);
    const third = await say(bo, general, 'rude here');
    const reportId = await report(ana, mod, third.messageId);
    await close(mod, reportId, { kind: 'remove' }).expect(409);
    // It is open again, or still.
    expect((await details(mod, reportId)).report.status).toBe('open');
  });

  it('goes at the end of its retention, and has nothing of an erased person', async () => {
    const { ana, bo, mod, roomId } = await scene();
    const { messageId } = await say(bo, roomId, 'secret words of bo');
    await ana.post(`/messages/${messageId}/reports`, { reason: 'spam', note: 'a note of ana' }).expect(204);
    await owner.post(`/users/${bo.userId}/erase`, { username: bo.username, messages: 'remove' }).expect(200);
    await owner.post(`/users/${ana.userId}/erase`, { username: ana.username, messages: 'keep' }).expect(200);
    const stored = async (): Promise<string> =>
      JSON.stringify(await Reports(server.app.server).find({ messageId }).lean());
    await expect.poll(stored).not.toMatch(/secret words|a note of/);
    expect(await stored()).not.toContain(bo.username);
    await Reports(server.app.server).updateMany(
      { messageId: new Types.ObjectId(messageId) },
      { $set: { createdAt: new Date(Date.now() - 181 * 86_400_000) } },
    );
    await server.app.server.jobs.runNow('moderation.sweep');
    expect(await Reports(server.app.server).countDocuments({ messageId })).toBe(0);
    expect(
      await Reports(server.app.server).countDocuments({ createdAt: trusted({ $lt: new Date(0) }) }),
    ).toBe(0);
    expect(mod.userId).toBeTruthy();
  });
});

describe('somebody who is muted', () => {
  it('writes nowhere, by no way, and reads until when and why; reactions are no writing', async () => {
    const { ana, bo, mod, roomId } = await scene();
    const own = await say(bo, roomId, 'before');
    const ears = await bo.connect();
    const hookBody: unknown = (await ana.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201)).body;
    const until = tomorrow();
    await mod.put(`/users/${bo.userId}/mute`, { roomId, until, reason: 'too loud' }).expect(204);
    const { me } = await ears.wait('me:changed', ({ me: { mutes } }) => mutes !== undefined);
    expect(me.mutes).toEqual([{ roomId, until, reason: 'too loud' }]);
    const { token } = (await bo.post('/me/tokens', { name: 't', scope: 'write' }).expect(201)).body as {
      token: string;
    };
    const program = new Person(server, { ...bo.granted, accessToken: token }, bo.username);
    const sent = await ears.ask('message:send', { roomId, clientId: randomUUID(), text: 'x' });
    expect(sent.ok ? '' : sent.error).toMatchObject({
      code: 'forbidden',
      key: 'mutes.muted',
      params: { reason: 'too loud' },
    });
    const several = await ears.ask('messages:send', {
      roomId,
      messages: [{ clientId: randomUUID(), text: 'x' }],
    });
    expect(several.ok).toBe(false);
    for (const answer of [
      bo.post(`/rooms/${roomId}/messages`, { text: 'x' }),
      program.post(`/rooms/${roomId}/messages`, { text: 'x' }),
      bo.patch(`/messages/${own.messageId}`, { text: 'x' }),
      bo.post(`/rooms/${roomId}/polls`, { question: 'x', options: ['1', '2'] }),
      bo.upload(roomId, Buffer.from('x')),
      bo.post(`/rooms/${roomId}/call`),
    ])
      expect([(await answer).status, ((await answer).body as { key: string }).key]).toEqual([
        403,
        'mutes.muted',
      ]);
    await bo.put(`/messages/${own.messageId}/reactions/👍`).expect(200);
    await bo.delete(`/messages/${own.messageId}`).expect(204);
    // Elsewhere they write, until they are muted in the workspace; the room's mute ends by itself.
    const general = await generalRoom(bo);
    await say(bo, general, 'here I may');
    await ana.put(`/users/${bo.userId}/mute`, { until, reason: 'x' }).expect(403);
    await mod.put(`/users/${owner.userId}/mute`, { until, reason: 'x' }).expect(403);
    await mod.put(`/users/${mod.userId}/mute`, { until, reason: 'x' }).expect(409);
    await mod.put(`/users/${ana.userId}/mute`, { until, reason: 'x' }).expect(204);
    await ana.post(`/rooms/${roomId}/messages`, { text: 'x' }).expect(403);
    // Not through their webhook either.
    await server
      .api()
      .post((hookBody as { path: string }).path)
      .send({ text: 'x' })
      .expect(403);
    await ana.post('/rooms', { type: 'private', name: 'a name with words' }).expect(403);
    await mod.delete(`/users/${ana.userId}/mute`).expect(204);
    await mod.delete(`/users/${ana.userId}/mute`).expect(204);
    await say(ana, roomId, 'again');
    await mod.delete(`/users/${bo.userId}/mute?roomId=${roomId}`).expect(204);
    await say(bo, roomId, 'again');
  });
});
