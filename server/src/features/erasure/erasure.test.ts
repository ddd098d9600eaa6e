import type { ErasureView } from '@parley/shared/erasure';
import type { UserView } from '@parley/shared/users';
import { describe, expect, it } from 'vitest';
import {
  filesLeft,
  generalRoom,
  nowhere,
  picture,
  privateRoom,
  say,
  texts,
  uploaded,
} from '../../test/build.js';
import { takeLease } from '../../platform/lease.js';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { ERASE_JOB } from './erasure.job.js';
import { Erasures } from './erasure.model.js';

const erase = (by: Person, whom: Person, messages: 'keep' | 'remove', username = whom.username) =>
  by.post(`/users/${whom.userId}/erase`, { username, messages });

/** Waits until all erasures are done. */
async function finished(server: TestServer, by: Person, whom: Person): Promise<ErasureView> {
  await server.app.server.jobs.runNow(ERASE_JOB);
  const view = (await by.get(`/users/${whom.userId}/erasure`).expect(200)).body as ErasureView;
  expect(view.step).toBe('done');
  return view;
}

const messagesOf = async (person: Person, roomId: string) =>
  (
    (await person.get(`/rooms/${roomId}/messages?limit=100`).expect(200)).body as {
      messages: {
        authorId: string;
        text: string;
        deletedAt: string | null;
        notice: unknown;
        reactions: object[];
        files: object[];
      }[];
    }
  ).messages;

const register = (server: TestServer, input: object) =>
  server.api().post('/api/v1/auth/register').send(input);

describe('a person who is erased', () => {
  it('has no name any more and lets nobody in, everybody sees it at once, and what they wrote stays', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    const alice = await server.register('alice');
    const bob = await server.register('bob', { email: 'bob@example.org' });
    const eve = await server.register('eve');
    const general = await generalRoom(alice);
    const secret = await privateRoom(bob, [eve]);
    const direct = (await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] }).expect(201))
      .body as { roomId: string };
    const file = await uploaded(bob, general, Buffer.from('the bytes of a file'), 'a.txt');
    await say(bob, general, 'a word of bob', { fileIds: [file.fileId] });
    await say(bob, direct.roomId, 'between us');
    const said = await say(eve, general, 'a word of eve');
    await bob.put(`/messages/${said.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    await bob.put(`/rooms/${general}/draft`, { text: 'half written' });
    await bob.putFile('/me/picture', await picture(64, 64).png().toBuffer(), 'me.png').expect(200);
    await uploaded(bob, general, Buffer.from('never sent'), 'b.txt');
    const invite = (await alice.post('/invites', {}).expect(201)).body as { code: string };
    expect(invite.code).toBeDefined();
    const ears = await eve.connect();
    const own = await bob.connect();
    const cut = new Promise((resolve) => own.socket.once('disconnect', resolve));

    await erase(alice, bob, 'keep').expect(200);
    const { user } = await ears.wait('user:changed', (received) => received.user.userId === bob.userId);
    expect(user).toMatchObject({
      displayName: 'Deleted account',
      active: false,
      erased: true,
      formerNames: [],
      picture: null,
    });
    expect(JSON.stringify(user)).not.toContain('bob');
    await cut;
    await bob.get('/me').expect(401);
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'bob', password: 'bob has a long password' })
      .expect(401);
    expect(await finished(server, alice, bob)).toMatchObject({ messages: 'keep' });
    expect(bodyOf(await mail.letter(0))).toContain('was deleted');

    const stored = await messagesOf(eve, general);
    expect(stored.find(({ text }) => text === 'a word of bob')).toMatchObject({
      authorId: bob.userId,
      files: [{ name: 'a.txt' }],
    });
    expect(stored.find(({ text }) => text === 'a word of eve')?.reactions).toEqual([
      { emoji: '👍', userIds: [bob.userId] },
    ]);
    expect(await texts(eve, 'between')).toEqual(['between us']);
    // The file that was sent, and neither the one that was not nor the picture.
    expect(filesLeft(server)).toEqual([file.fileId]);
    // No member of named rooms any more; a conversation of two still has two.
    const members = async (roomId: string) =>
      (
        (await eve.get(`/rooms/${roomId}/members`).expect(200)).body as { members: { userId: string }[] }
      ).members.map(({ userId }) => userId);
    expect(await members(general)).not.toContain(bob.userId);
    expect(await members(secret.roomId)).toEqual([eve.userId]);
    expect(await members(direct.roomId)).toContain(bob.userId);
    // Name and address are free, and belong to the new person.
    const next = (
      await register(server, {
        username: 'bob',
        displayName: 'Bob',
        password: 'another long password',
        email: 'bob@example.org',
      }).expect(201)
    ).body as { me: UserView };
    expect((await say(eve, general, 'hello @bob')).mentionIds).toEqual([next.me.userId]);
    // There is no account left to change, restore or erase.
    await alice.patch(`/users/${bob.userId}`, { active: true }).expect(404);
    await alice.post(`/users/${bob.userId}/reset-link`).expect(404);
    await alice.get(`/users/${bob.userId}/account`).expect(404);
    await erase(alice, bob, 'remove').expect(404);
  });

  it('takes with them what they wrote, where that is chosen: texts, files, reactions, hits, and only theirs', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const general = await generalRoom(alice);
    const file = await uploaded(bob, general, Buffer.from('the bytes of a file'), 'canary.txt');
    const first = await say(bob, general, 'canary one', { fileIds: [file.fileId] });
    await bob.patch(`/messages/${first.messageId}`, { text: 'canary edited' }).expect(200);
    const said = await say(eve, general, 'eve says', { replyToId: first.messageId });
    for (const person of [bob, alice])
      await person.put(`/messages/${said.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    expect(await texts(alice, 'canary')).toEqual(['canary edited']);
    const ears = await eve.connect();
    await erase(alice, bob, 'remove').expect(200);
    await ears.wait('message:changed', ({ messages }) =>
      messages.some(({ messageId, deletedAt }) => messageId === first.messageId && deletedAt !== null),
    );
    const { looked, total } = await finished(server, alice, bob);
    expect([looked, looked]).toEqual([total, total]);
    expect(looked).toBeGreaterThan(1);
    const left = await messagesOf(eve, general);
    expect(left.filter(({ authorId, deletedAt }) => authorId === bob.userId && deletedAt === null)).toEqual(
      [],
    );
    expect(left.find(({ text }) => text === 'eve says')?.reactions).toEqual([
      { emoji: '👍', userIds: [alice.userId] },
    ]);
    expect(await texts(alice, 'canary')).toEqual([]);
    expect(await texts(alice, 'says')).toEqual(['eve says']);
    await eve.get(`/files/${file.fileId}`).expect(404);
    expect(filesLeft(server)).toEqual([]);
  });

  it('is erased to the end by the next start when a server ends in the middle', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const general = await generalRoom(alice);
    for (let i = 0; i < 12; i++) await say(bob, general, `canary ${i}`);
    const last = await say(alice, general, 'alice says');
    await erase(alice, bob, 'remove').expect(200);
    await finished(server, alice, bob);
    // As a crash leaves it, from each step on, with half of the messages processed.
    for (const step of ['account', 'private', 'messages', 'files', 'search', 'compact'] as const) {
      await Erasures(server.app.server).updateOne(
        { _id: bob.userId },
        {
          $set: { step, looked: 3 },
          $unset: { after: 1 },
        },
      );
      expect((await finished(server, alice, bob)).step).toBe('done');
    }
    // One in progress on another node is left to that.
    await Erasures(server.app.server).updateOne({ _id: bob.userId }, { $set: { step: 'messages' } });
    await takeLease(server.app.server, `job ${ERASE_JOB}`, { holder: 'a node that lives', ms: 60_000 });
    await server.app.server.jobs.runNow(ERASE_JOB);
    expect((await alice.get(`/users/${bob.userId}/erasure`)).body).toMatchObject({ step: 'messages' });
    expect(
      (await messagesOf(alice, general))
        .filter(({ deletedAt }) => deletedAt === null)
        .map(({ text }) => text),
    ).toContain(last.text);
  });

  it('is erased by those who may change them, who typed the name, and never the last owner', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await erase(bob, eve, 'remove').expect(403);
    await bob.get(`/users/${eve.userId}/erasure`).expect(403);
    await alice.get(`/users/${eve.userId}/erasure`).expect(404);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    await erase(bob, alice, 'keep').expect(403);
    await erase(alice, alice, 'keep').expect(409);
    const wrong = await erase(alice, eve, 'keep', 'evil').expect(400);
    expect((wrong.body as { fields: object }).fields).toEqual({
      username: 'is not the user name of this account',
    });
    await alice.post(`/users/${eve.userId}/erase`, { username: 'eve', messages: 'some' }).expect(400);
    await alice.post(`/users/${nowhere}/erase`, { username: 'eve', messages: 'keep' }).expect(404);
    await eve.get('/me').expect(200);
    // There is always an owner, even when owners erase themselves at once.
    await alice
      .patch('/settings/departure', { version: 0, changes: [{ field: 'graceDays', value: 0 }] })
      .expect(200);
    const leave = (person: Person, password = `${person.username} has a long password`) =>
      person.post('/me/erase', { password, messages: 'keep' });
    await leave(alice).expect(409);
    await alice.get('/me').expect(200);
    await leave(eve, 'wrong').expect(400);
    await eve.get('/me').expect(200);
    await alice.patch(`/users/${bob.userId}`, { role: 'owner' }).expect(200);
    const both = await Promise.all([leave(alice), leave(bob)]);
    expect(both.filter(({ status }) => status === 200).length).toBeLessThan(2);
    // Two requests at once erase one person once.
    const twice = await Promise.all([leave(eve), leave(eve)]);
    expect(twice.map(({ status }) => status)).toContain(200);
    expect(await Erasures(server.app.server).countDocuments({ _id: eve.userId })).toBe(1);
    await eve.get('/me').expect(401);
  });
});
