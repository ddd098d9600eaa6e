import { randomBytes } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import type { DataPolicy, ExportKind, ExportView } from '@parley/shared/exports';
import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { hashToken } from '../../platform/secrets.js';
import { recordAudit } from '../audit/audit.change.js';
import { graceDaysOf } from '../erasure/erasure.access.js';
import { workspaceDays } from '../retention/retention.access.js';
import { insertExport, removeExports, viewExport } from './exports.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { exportsLive } from './exports.live.js';
import { exportLimit, LINK_MS, STORED_MS } from './exports.limits.js';
import { Exports, type ExportDoc } from './exports.model.js';

/** The jobs that make archives: a large one of the workspace does not delay those of people. */
export const BUILD_JOBS: Record<ExportKind, string> = {
  own: 'exports.buildOwn',
  workspace: 'exports.buildWorkspace',
};

/** One's own export, of either kind. @throws not_found */
async function loadOwn({ server, userId }: Actor, exportId: string): Promise<ExportDoc> {
  const doc = await Exports(server)
    .findOne({ _id: exportId, userId, state: trusted({ $ne: 'gone' }) })
    .lean();
  if (!doc) throw notFound();
  return doc;
}

/**
 * Starts an export; a job makes the archive.
 * @throws conflict while one is being made, rate_limited
 */
export async function startExport(actor: Actor, kind: ExportKind): Promise<ExportView> {
  const { server, userId } = actor;
  if (await Exports(server).exists({ userId, kind, active: true })) throw refusal('exports.running');
  await server.limits.take(exportLimit, `${userId} ${kind}`, actor.limitsUsed);
  const { includePrivate } = liveSettings(server, exportsLive);
  const doc = await insertExport(server, userId, kind, kind === 'workspace' && includePrivate);
  if (!doc) throw refusal('exports.running');
  server.log.info({ userId, kind, exportId: String(doc._id) }, 'an export was started');
  void server.jobs.runNow(BUILD_JOBS[kind]);
  return viewExport(doc);
}

/**
 * Starts an export of the whole workspace, as an owner. Private rooms and direct messages are in it only where the setting says so.
 * @throws forbidden, conflict while one is being made, rate_limited
 */
export async function startWorkspaceExport(actor: Actor): Promise<ExportView> {
  requireWorkspace(actor, 'exportWorkspace');
  const started = await startExport(actor, 'workspace');
  await recordAudit(actor, {
    action: 'workspace.exported',
    on: { kind: 'workspace', id: 'workspace' },
    after: { includePrivate: liveSettings(actor.server, exportsLive).includePrivate },
  });
  return started;
}

/** One's own exports, newest first. */
export async function listExports({ server, userId }: Actor): Promise<ExportView[]> {
  const found = await Exports(server)
    .find({ userId, state: trusted({ $ne: 'gone' }) })
    .sort({ _id: -1 })
    .limit(50)
    .lean();
  return found.map(viewExport);
}

/** Cancels an export that is being made, or deletes its archive. @throws not_found */
export async function removeExport(actor: Actor, exportId: string): Promise<void> {
  await removeExports(actor.server, [await loadOwn(actor, exportId)]);
}

/** Who is no owner any more downloads no workspace. @throws forbidden */
function requireStill(actor: Actor, { kind }: ExportDoc): void {
  if (kind === 'workspace') requireWorkspace(actor, 'exportWorkspace');
}

const isReady = ({ state, expiresAt }: ExportDoc): boolean =>
  state === 'ready' && expiresAt !== null && expiresAt.getTime() > Date.now();

/** One's own archive that can be downloaded. @throws not_found */
export async function loadArchive(actor: Actor, exportId: string): Promise<ExportDoc> {
  const doc = await loadOwn(actor, exportId);
  if (!isReady(doc)) throw notFound();
  requireStill(actor, doc);
  return doc;
}

/**
 * Makes a link for one download within a minute, which works only together with the cookie of this session: a browser can follow it, and
 * somebody who reads it in a history or a log cannot.
 * @throws not_found
 */
export async function createLink(actor: Actor, exportId: string): Promise<{ path: string }> {
  const { server, sessionId } = actor;
  const { _id } = await loadArchive(actor, exportId);
  const key = randomBytes(32).toString('base64url');
  const link = { hash: hashToken(key), sessionId, until: new Date(Date.now() + LINK_MS) };
  await Exports(server).updateOne({ _id, state: 'ready' }, { $set: { link } });
  return { path: `/api/v1/files/exports/${key}` };
}

/** Uses a link up. @throws not_found for one that was used, has expired, or is of another session */
export async function openLink(actor: Actor, key: string): Promise<ExportDoc> {
  const { server, userId, sessionId } = actor;
  const doc = await Exports(server)
    .findOneAndUpdate(
      {
        'link.hash': hashToken(key),
        'link.sessionId': sessionId,
        'link.until': trusted({ $gt: new Date() }),
        userId,
      },
      { $unset: { link: 1 } },
    )
    .lean();
  if (!doc || !isReady(doc)) throw notFound();
  requireStill(actor, doc);
  return doc;
}

/** How this server treats data now. */
export const readPolicy = (server: Server): DataPolicy => ({
  privateInExports: liveSettings(server, exportsLive).includePrivate,
  retentionDays: workspaceDays(server),
  graceDays: graceDaysOf(server),
  exportDays: STORED_MS / 86_400_000,
});
