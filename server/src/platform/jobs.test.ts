import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../test/startServer.js';
import { Jobs, type Job, type JobRun } from './jobs.js';
import { JobDocs } from './jobs.model.js';
import { takeLease } from './lease.js';

/** Two nodes on one database. */
async function startTwo() {
  const database = `t${new Types.ObjectId().toHexString()}`;
  const [one, two] = [await startServer({}, database), await startServer({}, database)];
  return {
    one,
    two,
    async [Symbol.asyncDispose]() {
      await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

const clusterJob = (run: (run: JobRun) => Promise<unknown>, name = 'test.job'): Job => ({
  name,
  everyMs: () => 3_600_000,
  runs: 'cluster',
  atStart: true,
  run,
});
const jobsOf = ({ app }: TestServer, job: Job): Jobs => new Jobs(app.server, app.io, [job]);
const docOf = ({ app }: TestServer, name = 'test.job') => JobDocs(app.server).findById(name).lean();

describe('a job of all nodes', () => {
  it('runs on one of them, also when all ask for it at once', async () => {
    await using nodes = await startTwo();
    let [running, most, runs] = [0, 0, 0];
    const job = clusterJob(async () => {
      runs += 1;
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
    });
    const all = [jobsOf(nodes.one, job), jobsOf(nodes.two, job)];
    for (const jobs of all) jobs.start();
    await Promise.all(all.flatMap((jobs) => [jobs.runNow('test.job'), jobs.runNow('test.job')]));
    expect(most).toBe(1);
    expect(runs).toBeGreaterThan(0);
    await Promise.all(all.map((jobs) => jobs.stop()));
    await expect(all[0]?.runNow('no.such.job')).rejects.toThrow('no.such.job');
  });

  it('is left to the node that holds it, and taken over when that one is gone or its clock is ahead', async () => {
    await using server = await startServer();
    let runs = 0;
    const jobs = jobsOf(
      server,
      clusterJob(() => Promise.resolve((runs += 1))),
    );
    const leases = server.app.server.connection.collection<{ _id: string }>('leases');
    const hold = (until: number) =>
      leases.updateOne(
        { _id: 'job test.job' },
        { $set: { holder: 'another node', until: new Date(until) } },
        { upsert: true },
      );
    await hold(Date.now() + 50_000);
    await jobs.runNow('test.job');
    expect(runs).toBe(0);
    await hold(Date.now() - 1);
    await jobs.runNow('test.job');
    expect(runs).toBe(1);
    await hold(Date.now() + 86_400_000);
    await jobs.runNow('test.job');
    expect(runs).toBe(2);
    expect(await leases.countDocuments({ _id: 'job test.job' })).toBe(0);
    await jobs.stop();
  });

  it('runs again when it was requested while it ran', async () => {
    await using server = await startServer();
    let runs = 0;
    const jobs: Jobs = jobsOf(
      server,
      clusterJob(async () => {
        runs += 1;
        // As by another node, whose clock is an hour ahead.
        if (runs === 1)
          await JobDocs(server.app.server).updateOne(
            { _id: 'test.job' },
            { $set: { requestedAt: new Date(Date.now() + 3_600_000) } },
          );
      }),
    );
    await jobs.runNow('test.job');
    expect(runs).toBe(2);
    await jobs.stop();
  });

  it('writes down how far it is, when it ended and why it failed, also for Prometheus', async () => {
    await using server = await startServer();
    let fails = true;
    const jobs = jobsOf(
      server,
      clusterJob(async ({ progress }) => {
        await progress(3, 10);
        if (fails) throw new Error('the store is away');
      }),
    );
    await jobs.runNow('test.job');
    expect(await docOf(server)).toMatchObject({ done: 3, total: 10, error: 'Error: the store is away' });
    fails = false;
    await jobs.runNow('test.job');
    const doc = await docOf(server);
    expect(doc?.error).toBeNull();
    expect(doc?.endedAt?.getTime()).toBeGreaterThanOrEqual(doc?.startedAt.getTime() ?? Infinity);
    const text = await server.app.server.metrics.registry.metrics();
    expect(text).toContain('parley_job_runs_total{job="test.job",outcome="failed"} 1');
    expect(text).toContain('parley_job_runs_total{job="test.job",outcome="ok"} 1');
    await jobs.stop();
  });
});

it('a lease is one node’s until it expires or is given back', async () => {
  await using server = await startServer();
  const take = (holder: string, ms = 60_000) => takeLease(server.app.server, 'work', { holder, ms });
  expect([await take('a'), await take('a'), await take('b')]).toEqual([true, true, false]);
  expect(await Promise.all([take('b'), take('c')])).toEqual([false, false]);
});
