import { notFound } from '@parley/shared/errors';
import { isAbove } from '@parley/shared/moderation/ranks';
import { workspaceRoles } from '@parley/shared/permissions';
import { trusted, Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { isBanned } from '../users/bans.access.js';
import { listByRoles } from '../users/restrictions.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { Reports, type ReportDoc } from './reports.model.js';

/**
 * The people whose reports a moderator must not see: themself, and those above them. Reports about the only owner are shown to
 * admins, who can do nothing to them: else nobody would see those.
 */
export async function hiddenTargets(actor: Pick<Actor, 'server' | 'userId' | 'role'>): Promise<string[]> {
  const above = workspaceRoles.filter((role) => isAbove(role, actor.role));
  const people = above.length === 0 ? [] : await listByRoles(actor.server, above);
  const owners = people.filter((user) => user.role === 'owner' && user.active && !isBanned(user));
  const only = actor.role === 'admin' && owners.length === 1 ? String(owners[0]?._id) : undefined;
  return [actor.userId, ...people.map(({ _id }) => String(_id)).filter((userId) => userId !== only)];
}

/** A report that the actor may handle. @throws forbidden, not_found */
export async function loadReport(actor: Actor, reportId: string): Promise<ReportDoc> {
  requireWorkspace(actor, 'moderate');
  const [report, hidden] = await Promise.all([
    Reports(actor.server).findById(reportId).lean(),
    hiddenTargets(actor),
  ]);
  if (!report || hidden.includes(String(report.targetId))) throw notFound();
  return report;
}

/** Reports that the actor may handle, the newest first. @throws forbidden */
export async function listReports(
  actor: Actor,
  { status, before, limit }: { status: ReportDoc['status']; before?: string | undefined; limit: number },
): Promise<ReportDoc[]> {
  requireWorkspace(actor, 'moderate');
  const hidden = (await hiddenTargets(actor)).map((userId) => new Types.ObjectId(userId));
  return await Reports(actor.server)
    .find({
      status,
      targetId: trusted({ $nin: hidden }),
      ...(before === undefined ? {} : { _id: trusted({ $lt: new Types.ObjectId(before) }) }),
    })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
}

/** Other reports of the same person, the newest first. */
export const listHistory = (
  { server }: Pick<Actor, 'server'>,
  { _id, targetId }: ReportDoc,
  limit: number,
): Promise<ReportDoc[]> =>
  Reports(server)
    .find({ targetId, _id: trusted({ $ne: _id }) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean()
    .exec();

/** How many open reports the actor may handle. @throws forbidden */
export async function countOpenReports(actor: Actor): Promise<number> {
  requireWorkspace(actor, 'moderate');
  const hidden = (await hiddenTargets(actor)).map((userId) => new Types.ObjectId(userId));
  return await Reports(actor.server).countDocuments({ status: 'open', targetId: trusted({ $nin: hidden }) });
}
