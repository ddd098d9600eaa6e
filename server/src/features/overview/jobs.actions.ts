import { notFound } from '@parley/shared/errors';
import type { JobView } from '@parley/shared/overview/jobs';
import type { Actor } from '../../platform/context.js';
import { leaseOf } from '../../platform/jobs.js';
import { findJobDocs, type JobDoc } from '../../platform/jobs.model.js';
import type { JobRunDoc, JobState } from '../../platform/jobState.js';
import { findHolders } from '../../platform/lease.js';
import { listNodes } from '../../platform/nodeRegistry.js';
import { recordAudit } from '../audit/audit.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';

interface Known {
  docs: Map<string, JobDoc>;
  holders: Map<string, string>;
  /** The hosts of nodes that are alive. */
  hosts: Map<string, string>;
}

function viewJob(job: JobState, { docs, holders, hosts }: Known): JobView {
  const doc = job.runs === 'cluster' ? docs.get(job.name) : undefined;
  const holder = holders.get(leaseOf(job));
  const runs: JobRunDoc[] = job.runs === 'cluster' ? (doc?.runs ?? []) : job.last ? [job.last] : [];
  return {
    name: job.name,
    runs: job.runs,
    everySeconds: job.everyMs / 1000,
    runningOn: holder === undefined ? null : (hosts.get(holder) ?? holder),
    done: doc?.done ?? 0,
    total: doc?.total ?? 0,
    nextAt: doc?.nextAt.toISOString() ?? null,
    last: [...runs].reverse().map(({ startedAt, ms, error, node }) => ({
      startedAt: startedAt.toISOString(),
      ms,
      error,
      host: hosts.get(node) ?? null,
    })),
  };
}

/** All jobs with their last runs. @throws forbidden */
export async function listJobs(actor: Actor): Promise<JobView[]> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  const jobs = server.jobs.list();
  const [docs, holders, nodes] = await Promise.all([
    findJobDocs(server),
    findHolders(server, jobs.map(leaseOf)),
    listNodes(server),
  ]);
  const hosts = new Map(nodes.flatMap(({ _id, state }) => (state ? [[_id, state.host] as const] : [])));
  return jobs.map((job) => viewJob(job, { docs, holders, hosts }));
}

/**
 * Starts a job before it is due, and does not wait for its end. If another node runs it, that node runs it again.
 * @throws forbidden, not_found
 */
export async function startJob(actor: Actor, name: string): Promise<void> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  if (!server.jobs.list().some((job) => job.name === name)) throw notFound();
  server.inFlight
    .track(server.jobs.runNow(name))
    .catch((error: unknown) => server.log.warn({ err: error, job: name }, 'a job could not be started'));
  await recordAudit(actor, { action: 'job.started', on: { kind: 'job', id: name } });
}
