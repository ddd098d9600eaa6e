import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attention, AttentionKind } from '@parley/shared/overview/overview';
import { BACKUP_MARK } from '../../platform/backupMark.js';
import type { Actor, Server } from '../../platform/context.js';
import { isReadOnly } from '../../platform/fullDisk.js';
import { findJobDocs } from '../../platform/jobs.model.js';
import type { NodeDoc } from '../../platform/nodeRegistry.js';
import { countOpenReports } from '../moderation/reports.access.js';
import { countWaiting } from '../users/waiting.change.js';
import { countHeld } from '../wordFilter/held.access.js';

const DAY_MS = 86_400_000;
const BACKUP_DAYS = 7;
/** A disk with a smaller share free, or less than so many bytes, is nearly full. */
const FREE_SHARE = 0.05;
const FREE_BYTES = 1e9;

const one = (
  kind: AttentionKind,
  { count = null, names = [] }: { count?: number | null; names?: string[] } = {},
): Attention => ({ kind, count, names });

type States = NonNullable<NodeDoc['state']>[];

function ofDisks(server: Server, states: States): Attention[] {
  if (isReadOnly(server)) return [one('diskFull')];
  const low = states.filter(
    ({ disk }) => disk !== null && (disk.free < disk.total * FREE_SHARE || disk.free < FREE_BYTES),
  );
  if (low.length === 0) return [];
  const left = Math.min(...low.map(({ disk }) => (disk ? (100 * disk.free) / disk.total : 100)));
  return [one('diskLow', { count: Math.floor(left), names: low.map(({ host }) => host) })];
}

function ofNodes(server: Server, nodes: NodeDoc[], states: States): Attention[] {
  const versions = [...new Set(states.map(({ version }) => version))].sort();
  return [
    ...(versions.length > 1 ? [one('versions', { names: versions })] : []),
    ...(nodes.length > 1 && !server.redis ? [one('noRedis', { count: nodes.length })] : []),
  ];
}

function ofMail(server: Server, states: States): Attention[] {
  if (!server.mail) return [one('mailMissing')];
  return states.some(({ mailFailedAt }) => mailFailedAt !== null) ? [one('mailFailing')] : [];
}

async function ofJobs(server: Server, states: States): Promise<Attention[]> {
  const docs = await findJobDocs(server);
  const failed = server.jobs.list().filter(({ name }) => docs.get(name)?.error != null);
  const names = [
    ...new Set([...failed.map(({ name }) => name), ...states.flatMap(({ failing }) => failing)]),
  ];
  return names.length > 0 ? [one('jobs', { count: names.length, names })] : [];
}

async function ofBackups({ config }: Server): Promise<Attention[]> {
  const made = await stat(join(config.dataFolder, BACKUP_MARK)).catch(() => undefined);
  const days = made && Math.floor((Date.now() - made.mtimeMs) / DAY_MS);
  return days !== undefined && days < BACKUP_DAYS ? [] : [one('backups', { count: days ?? null })];
}

/** Longer than the configured time for a query that is logged; asked for twice, as one may meet a pause. */
async function ofDatabase({ connection, config }: Server): Promise<Attention[]> {
  const ping = async (): Promise<number> => {
    const at = performance.now();
    await connection.db?.command({ ping: 1 });
    return performance.now() - at;
  };
  const ms = Math.min(await ping(), await ping());
  return ms > config.SLOW_QUERY_MS ? [one('databaseSlow', { count: Math.round(ms) })] : [];
}

/** What somebody should look at, the most pressing first. No permission check but that on reports. */
export async function findAttention(
  actor: Actor,
  nodes: NodeDoc[],
  { owners }: { owners: number },
): Promise<Attention[]> {
  const { server } = actor;
  const states = nodes.flatMap(({ state }) => state ?? []);
  const [reports, held, waiting, jobs, database, backups] = await Promise.all([
    countOpenReports(actor),
    countHeld(server),
    countWaiting(server),
    ofJobs(server, states),
    ofDatabase(server),
    ofBackups(server),
  ]);
  return [
    ...ofDisks(server, states),
    ...database,
    ...jobs,
    ...ofNodes(server, nodes, states),
    ...(reports > 0 ? [one('reports', { count: reports })] : []),
    ...(held > 0 ? [one('held', { count: held })] : []),
    ...(waiting > 0 ? [one('waiting', { count: waiting })] : []),
    ...ofMail(server, states),
    ...(owners < 2 ? [one('oneOwner')] : []),
    ...backups,
  ];
}
