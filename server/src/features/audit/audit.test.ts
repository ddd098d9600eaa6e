import type { AuditCheckView, AuditEntryView } from '@parley/shared/audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { AuditChains, AuditEntries } from './audit.model.js';
import { removeEntriesBefore } from './audit.jobs.js';
import { recordAudit, recordAuditBy } from './audit.change.js';
import { cellOf } from '../../platform/csv.js';
import { erasePersonal } from './audit.erasing.js';
import { readAudit } from './test/auditing.js';

const check = async (person: Person): Promise<AuditCheckView> =>
  (await person.get('/audit/check').expect(200)).body as AuditCheckView;

describe('the audit log', () => {
  let server: TestServer;
  let alice: Person;
  let bob: Person;
  beforeAll(async () => {
    server = await startServer();
    ({ alice, bob } = await server.cast());
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const actorOf = (person: Person) => ({
    server: server.app.server,
    userId: person.userId,
    sessionId: 's'.repeat(24),
  });

  it('says who changed what, from what to what, from where and by which session', async () => {
    await alice.patch('/workspace', { registration: 'invitation' }).expect(200);
    await alice.patch('/workspace', { registration: 'invitation' }).expect(200);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const { entries, people, next } = await readAudit(alice);
    expect(entries.map(({ action }) => action)).toEqual(['person.roleChanged', 'workspace.changed']);
    expect(entries[1]).toMatchObject({
      userId: alice.userId,
      program: null,
      on: { kind: 'workspace', id: 'workspace' },
      before: { registration: 'open' },
      after: { registration: 'invitation' },
      address: expect.stringContaining('127.0.0.1') as string,
      sessionId: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      tokenId: null,
    });
    expect(people.map(({ displayName }) => displayName).sort()).toEqual(['Alice', 'Bob']);
    expect(next).toBeNull();
    expect(await check(alice)).toEqual({ ok: true, entries: 2, first: 1, last: 2, broken: null });
  });

  it('is closed to everybody but owners and admins, and cannot be changed by anybody', async () => {
    await alice.patch('/workspace', { registration: 'open' }).expect(200);
    const carl = await server.register('carl');
    for (const path of ['/audit', '/audit/check', '/audit/export?format=csv'])
      await carl.get(path).expect(403);
    await alice.get('/audit?limit=101').expect(400);
    await alice.get('/audit?action=all').expect(400);
    await alice.patch('/audit/1', {}).expect(404);
    await alice.delete('/audit/1').expect(404);
  });

  it('is filtered by person, action, target, time and text, and read page by page', async () => {
    const on = { kind: 'setting', id: 'filtering' } as const;
    for (let i = 0; i < 7; i++)
      await recordAudit(actorOf(i % 2 === 0 ? alice : bob), {
        action: 'workspace.changed',
        on,
        after: { word: `w${i}x` },
      });
    const numbers = async (query: string): Promise<unknown[]> =>
      (await readAudit(alice, query)).entries.map(({ after }) => after?.['word']);
    expect(await numbers(`?target=filtering&by=${bob.userId}`)).toEqual(['w5x', 'w3x', 'w1x']);
    expect(await numbers('?target=filtering&by=operator')).toEqual([]);
    expect(await numbers('?target=filtering&action=room.archived')).toEqual([]);
    expect(await numbers('?target=filtering&q=W4X')).toEqual(['w4x']);
    expect(await numbers('?target=filtering&q=bob')).toHaveLength(3);
    expect(await numbers(`?target=filtering&to=${new Date(0).toISOString()}`)).toEqual([]);
    expect(await numbers(`?target=filtering&from=${new Date(0).toISOString()}`)).toHaveLength(7);
    const first = await readAudit(alice, '?target=filtering&limit=4');
    expect(first.next).toBe(first.entries[3]?.number);
    const rest = await readAudit(alice, `?target=filtering&limit=4&before=${first.next}`);
    expect([first, rest].flatMap(({ entries }) => entries.map(({ after }) => after?.['word']))).toEqual([
      'w6x',
      'w5x',
      'w4x',
      'w3x',
      'w2x',
      'w1x',
      'w0x',
    ]);
    expect(rest.next).toBeNull();
  });

  it('is exported as JSON lines and as CSV without formulas, and says that it was', async () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'];
    for (const text of formulas) expect(cellOf(text)).toBe(`"'${text}"`);
    expect(cellOf('a "b"')).toBe('"a ""b"""');
    await alice.patch(`/users/${bob.userId}/account`, { displayName: '=cmd|"/c calc"!A1' }).expect(200);
    const csv = (await alice.get('/audit/export?format=csv').expect(200)).text;
    expect(csv.split('\r\n')[0]).toContain('"number","time","person"');
    expect(csv).toContain('"\'=cmd|""/c calc""!A1"');
    expect(csv).not.toMatch(/(^|,)"?[=+@\t]/m);
    const lines = (await alice.get('/audit/export?format=jsonl&action=audit.exported').expect(200)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntryView);
    expect(lines.map(({ after }) => after?.['format'])).toEqual(['jsonl', 'csv']);
    await alice.patch(`/users/${bob.userId}/account`, { displayName: 'Bob' }).expect(200);
  });

  it('keeps its chain when a person is erased, and has nothing of them any more', async () => {
    const bird = await server.register('canarybird');
    await alice
      .patch(`/users/${bird.userId}/account`, {
        displayName: 'Canarybird Two',
        email: 'canarybird@example.org',
      })
      .expect(200);
    await recordAudit(
      { ...actorOf(bird), from: { address: '192.0.2.77', requestId: 'canary-request' } },
      {
        action: 'token.created',
        on: { kind: 'token', id: 't1' },
        about: bird.userId,
        after: { name: 'canarybird token', scope: 'read' },
      },
    );
    const stored = async (): Promise<string> =>
      JSON.stringify(await AuditEntries(server.app.server).find({}).lean());
    expect(await stored()).toContain('192.0.2.77');
    const before = await check(alice);
    expect(before.ok).toBe(true);
    // Gone while the person is still there: somebody has removed it.
    await AuditEntries(server.app.server).updateMany({ person: bird.userId }, { $unset: { origin: 1 } });
    expect(await check(alice)).toMatchObject({ ok: false, broken: { how: 'removed' } });

    await alice
      .post(`/users/${bird.userId}/erase`, { username: 'canarybird', messages: 'remove' })
      .expect(200);
    await server.app.server.jobs.runNow('erasure.erase');
    await erasePersonal(server.app.server, bird.userId);
    const text = (await stored()).toLowerCase();
    for (const canary of ['canary', '192.0.2.77']) expect(text).not.toContain(canary);
    const after = await check(alice);
    expect(after).toMatchObject({ ok: true, broken: null });
    const { entries } = await readAudit(alice, `?target=${bird.userId}`);
    // That it happened stays, with what names nobody.
    expect(entries.map(({ action }) => action)).toEqual(['person.erased', 'token.created', 'person.changed']);
    expect(entries[1]?.after).toEqual({ scope: 'read' });
  });

  it('removes the oldest entries, and is verified from where it begins then', async () => {
    const count = await AuditEntries(server.app.server).countDocuments({});
    expect(await removeEntriesBefore(server.app.server, new Date(0), () => false)).toBe(0);
    const stopped = await removeEntriesBefore(server.app.server, new Date(Date.now() + 1000), () => true);
    expect(stopped).toBe(0);
    expect(await removeEntriesBefore(server.app.server, new Date(Date.now() + 1000), () => false)).toBe(
      count - 1,
    );
    expect(await check(alice)).toMatchObject({ ok: true, entries: 1, first: count });
    await recordAuditBy(server.app.server, 'operator', {
      action: 'person.unlocked',
      on: { kind: 'person', id: bob.userId },
    });
    expect(await check(alice)).toMatchObject({ ok: true, entries: 2, last: count + 1 });
    // A crash after the anchor was stored and before the entries went.
    const newest = await AuditEntries(server.app.server).findOne({ _id: count }).lean();
    await AuditChains(server.app.server).updateOne(
      { _id: 'chain' },
      { $set: { anchor: { number: count, hash: newest?.hash } } },
    );
    expect(await check(alice)).toMatchObject({ ok: true, entries: 1, first: count + 1 });
  });

  it('shows every tampering', async () => {
    const model = AuditEntries(server.app.server);
    for (let i = 0; i < 5; i++)
      await recordAudit(actorOf(alice), {
        action: 'workspace.changed',
        on: { kind: 'workspace', id: 'workspace' },
        after: { i },
      });
    const last = (await check(alice)).last ?? 0;
    const tampered = async (change: object, number = last - 2): Promise<unknown> => {
      const entry = await model.findById(number).lean();
      await model.collection.updateOne({ _id: number as never }, change);
      const { ok, broken } = await check(alice);
      await model.collection.replaceOne({ _id: number as never }, entry as never);
      expect((await check(alice)).ok).toBe(true);
      return ok ? 'unnoticed' : broken;
    };
    const changed = { number: last - 2, how: 'changed' };
    expect(await tampered({ $set: { after: '{"i":9}' } })).toEqual(changed);
    expect(await tampered({ $set: { person: bob.userId } })).toEqual(changed);
    expect(await tampered({ $set: { at: new Date(0) } })).toEqual(changed);
    expect(await tampered({ $set: { 'origin.sessionId': 'another' } })).toEqual(changed);
    expect(await tampered({ $set: { hash: 'f'.repeat(64) } })).toEqual(changed);
    expect(await tampered({ $unset: { origin: 1 } })).toEqual({ number: last - 2, how: 'removed' });
    const without = async (number: number): Promise<unknown> => {
      const entry = await model.findById(number).lean();
      await model.deleteOne({ _id: number });
      const { broken } = await check(alice);
      await model.collection.insertOne(entry as never);
      return broken;
    };
    expect(await without(last - 2)).toEqual({ number: last - 2, how: 'missing' });
    // Also at the end, which no later entry names.
    expect(await without(last)).toEqual({ number: last, how: 'missing' });
    expect((await check(alice)).ok).toBe(true);
  });

  it('never makes a change fail', async () => {
    const { server: running } = server.app;
    // Its place is taken by something that is no entry, for ever: as a broken database would refuse each write.
    const model = AuditEntries(running);
    const insert = Reflect.get(model.collection, 'insertMany') as unknown;
    Reflect.set(model.collection, 'insertMany', () => Promise.reject(new Error('the disk is full')));
    await alice.patch('/workspace', { name: 'Still works' }).expect(200);
    Reflect.set(model.collection, 'insertMany', insert);
    expect(await running.metrics.registry.getSingleMetricAsString('parley_audit_failures_total')).toContain(
      ' 1',
    );
    await alice.patch('/workspace', { name: 'And again' }).expect(200);
    expect((await check(alice)).ok).toBe(true);
  });
});
