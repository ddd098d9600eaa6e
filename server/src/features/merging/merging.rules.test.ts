import { limits } from '@parley/shared/limits';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { takeLease } from '../../platform/lease.js';
import { Messages } from '../messages/messages.model.js';
import { MERGE_JOB } from './merging.job.js';
import { Merges } from './merging.model.js';
import { cast, direct, finished, merge, messagesOf, said } from './test/merge.js';

describe('a merge', () => {
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
    const [goes, stays] = answers[0].status === 200 ? [double, bob] : [bob, double];
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
