import type { JobView } from '@parley/shared/overview/jobs';
import type { OverviewView } from '@parley/shared/overview/overview';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BACKUP_MARK } from '../../platform/backupMark.js';
import { Jobs } from '../../platform/jobs.js';
import { generalRoom, privateRoom, say, uploaded } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { dayOf, lastDays, plusDays } from './days.js';
import { Days } from './overview.model.js';

const read = async (person: Person): Promise<OverviewView> =>
  (await person.get('/admin/overview').expect(200)).body as OverviewView;
const kinds = ({ attention }: OverviewView): string[] => attention.map(({ kind }) => kind);
const listed = async (person: Person): Promise<Map<string, JobView>> => {
  const { jobs } = (await person.get('/admin/jobs').expect(200)).body as { jobs: JobView[] };
  return new Map(jobs.map((job) => [job.name, job]));
};

describe('days', () => {
  it('are those of UTC, across months and leap years', () => {
    expect(plusDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(lastDays('2026-03-02', 4)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(dayOf(new Date('2026-01-01T23:59:59.999Z'))).toBe('2026-01-01');
  });
});

describe('the overview', () => {
  it('counts people, messages, files and connections, and is for those who run the workspace', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const general = await generalRoom(alice);
    const before = await read(alice);
    await say(bob, general, 'counted');
    const file = await uploaded(bob, general, Buffer.from('12345'), 'a.txt');
    await say(bob, general, 'with a file', { fileIds: [file.fileId] });
    await bob.connect();
    const after = await read(alice);
    expect((after.days.at(-1)?.messages ?? 0) - (before.days.at(-1)?.messages ?? 0)).toBe(2);
    expect(after).toMatchObject({ people: 3, activeToday: 3, activeMonth: 3 });
    expect(after.days).toHaveLength(30);
    expect(after.nodes).toMatchObject([{ here: true, version: after.version }]);
    await bob.get('/admin/overview').expect(403);
    await bob.get('/admin/jobs').expect(403);
    await bob.post('/admin/jobs/uploads.sweep/run').expect(403);
  });

  it('stores numbers for each day and nobody’s name, and the highest count of people stays', async () => {
    await using server = await startServer();
    const { server: inside } = server.app;
    await inside.jobs.runNow('overview.count');
    const today = dayOf(new Date());
    const stored = await Days(inside).find({}).sort({ _id: 1 }).lean();
    expect(stored.map(({ _id }) => _id)).toEqual(lastDays(today, 30));
    expect(Object.keys(stored.at(-1) ?? {}).sort()).toEqual(['_id', 'active', 'final', 'messages']);
    expect(stored.map(({ final }) => final)).toEqual([...Array<boolean>(29).fill(true), false]);
    await Days(inside).updateOne({ _id: today }, { $set: { active: 7 } });
    await inside.jobs.runNow('overview.count');
    expect((await Days(inside).findById(today).lean())?.active).toBe(7);
  });

  it('names no private room to somebody who is not in it, and no direct message', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const secret = await privateRoom(bob, [eve], 'Takeover');
    const direct = (await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] }).expect(201))
      .body as { roomId: string };
    for (const { roomId } of [secret, direct]) {
      const file = await uploaded(bob, roomId, Buffer.from('12345'), 'a.txt');
      await say(bob, roomId, 'with a file', { fileIds: [file.fileId] });
    }
    const { usage } = await read(alice);
    expect(usage).toMatchObject({
      files: 2,
      bytes: 10,
      kinds: [{ kind: 'document', files: 2 }],
      rooms: [{ roomId: secret.roomId, name: null, bytes: 5 }],
      direct: { files: 1, bytes: 5 },
    });
  });

  it('says what needs attention', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    expect(kinds(await read(alice))).toEqual(expect.arrayContaining(['mailMissing', 'oneOwner', 'backups']));
    expect(kinds(await read(alice))).not.toContain('reports');
    const bad = await say(bob, await generalRoom(alice), 'a bad word');
    await eve.post(`/messages/${bad.messageId}/reports`, { reason: 'spam' }).expect(204);
    await alice.patch('/settings/newcomers', {
      version: 0,
      changes: [{ field: 'approval', value: 'uninvited' }],
    });
    await server
      .api()
      .post('/api/v1/auth/register')
      .send({ username: 'nina', displayName: 'Nina', password: 'a long pass phrase' })
      .expect(403);
    await alice.patch(`/users/${bob.userId}`, { role: 'owner' }).expect(200);
    await writeFile(join(server.app.server.config.dataFolder, BACKUP_MARK), '{}');
    const found = await read(alice);
    expect(found.attention).toContainEqual({ kind: 'reports', count: 1, names: [] });
    expect(found.attention).toContainEqual({ kind: 'waiting', count: 1, names: [] });
    expect(kinds(found)).not.toContain('oneOwner');
    expect(kinds(found)).not.toContain('backups');
  });
});

describe('background jobs', () => {
  it('have a name and a sentence each in the page', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const words = await readFile(
      join(import.meta.dirname, '../../../../client/src/features/overview/jobWords.ts'),
      'utf8',
    );
    const nameless = [...(await listed(alice)).keys()].filter((name) => !words.includes(`'${name}': {`));
    expect(nameless).toEqual([]);
  });

  it('are listed with their last runs, of which a bounded number is stored', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    for (let i = 0; i < 12; i += 1) await server.app.server.jobs.runNow('uploads.sweep');
    const job = (await listed(alice)).get('uploads.sweep');
    expect(job).toMatchObject({ runs: 'cluster', everySeconds: 3600, runningOn: null });
    expect(job?.last).toHaveLength(10);
    expect(job?.last[0]).toMatchObject({ error: null });
    expect(Date.parse(job?.last[0]?.startedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(job?.last[9]?.startedAt ?? ''),
    );
  });

  it('are started by those who run the workspace, which is in the audit log; others get not_found for what does not exist', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const before = (await listed(alice)).get('polls.sweep')?.last.length ?? 0;
    await alice.post('/admin/jobs/polls.sweep/run').expect(204);
    await expect.poll(async () => (await listed(alice)).get('polls.sweep')?.last.length).toBe(before + 1);
    await alice.post('/admin/jobs/polls.nothing/run').expect(404);
    await alice.post('/admin/jobs/%24where/run').expect(400);
    const { entries } = (await alice.get('/audit?action=job.started').expect(200)).body as {
      entries: { on: object }[];
    };
    expect(entries[0]).toMatchObject({ on: { kind: 'job', id: 'polls.sweep' } });
  });

  it('that fail say so with their error, and in the overview', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const { server: inside } = server.app;
    expect(kinds(await read(alice))).not.toContain('jobs');
    const failing = new Jobs(inside, server.app.io, [
      {
        name: 'moderation.sweep',
        everyMs: () => 3_600_000,
        runs: 'cluster',
        run: () => Promise.reject(new Error('the store\nis away')),
      },
    ]);
    await failing.runNow('moderation.sweep');
    const job = (await listed(alice)).get('moderation.sweep');
    expect(job?.last[0]?.error).toBe('Error: the store is away');
    expect((await read(alice)).attention).toContainEqual({
      kind: 'jobs',
      count: 1,
      names: ['moderation.sweep'],
    });
  });
});
