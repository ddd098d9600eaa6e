import { invalidField } from '@parley/shared/faults';
import { moderationLimits } from '@parley/shared/moderation/limits';
import type { CloseReportInput, OutcomeInput, ReportDetails } from '@parley/shared/moderation/moderation';
import { refusal } from '@parley/shared/refusals';
import { trusted, Types, type UpdateQuery } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { recordAudit } from '../audit/audit.change.js';
import { requireNotHeld } from '../messages/held.access.js';
import { findMessages } from '../messages/messages.access.js';
import { removeMessage } from '../messages/removing.actions.js';
import { giveNotice } from '../users/restrictions.change.js';
import {
  banPerson,
  endOf,
  loadPunishable,
  mutePerson,
  removeFromRoom,
  warnPerson,
} from './punishing.actions.js';
import { loadReport } from './reports.access.js';
import { Reports, type ReportDoc } from './reports.model.js';
import { viewDetails } from './reports.view.js';

/** One report with its evidence. @throws forbidden, not_found */
export const readReport = async (actor: Actor, reportId: string): Promise<ReportDetails> =>
  await viewDetails(actor, await loadReport(actor, reportId));

/** Changes a report that nobody has changed since `version`. @throws conflict */
async function write(
  { server }: Actor,
  { _id }: ReportDoc,
  version: number,
  change: UpdateQuery<ReportDoc>,
): Promise<ReportDoc> {
  const changed = await Reports(server)
    .findOneAndUpdate(
      { _id, version, status: 'open' },
      { ...change, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean();
  if (!changed) throw refusal('reports.changed');
  return changed;
}

/** Takes a report upon oneself, or gives it back. @throws conflict when another has changed it */
export async function assignReport(
  actor: Actor,
  reportId: string,
  { version, assigned }: { version: number; assigned: boolean },
): Promise<ReportDetails> {
  const report = await loadReport(actor, reportId);
  const assignedTo = assigned ? new Types.ObjectId(actor.userId) : null;
  return await viewDetails(actor, await write(actor, report, version, { $set: { assignedTo } }));
}

/** Adds a note that moderators see. It changes no version: two notes at once both stay. @throws conflict at the limit */
export async function addNote(actor: Actor, reportId: string, text: string): Promise<ReportDetails> {
  const report = await loadReport(actor, reportId);
  const note = { by: new Types.ObjectId(actor.userId), at: new Date(), text: text.trim() };
  const changed = await Reports(actor.server)
    .findOneAndUpdate(
      { _id: report._id, [`notes.${moderationLimits.notes - 1}`]: trusted({ $exists: false }) },
      { $push: { notes: note } },
      { returnDocument: 'after' },
    )
    .lean();
  if (!changed) throw refusal('reports.notesFull', { most: moderationLimits.notes });
  return await viewDetails(actor, changed);
}

/** Refuses before anything is changed what would be refused then. */
async function requirePossible(actor: Actor, report: ReportDoc, outcome: OutcomeInput): Promise<void> {
  const { kind } = outcome;
  if (kind === 'nothing') return;
  // The message of a webhook can be deleted, though nobody is punished.
  if (kind !== 'delete') await loadPunishable(actor, String(report.targetId));
  if ((kind === 'delete' || kind === 'remove') && (!report.messageId || !report.roomId))
    throw refusal('reports.notMessage');
  if (kind === 'mute' || kind === 'ban') endOf(outcome.until);
  if (kind === 'mute' && outcome.roomId !== null && outcome.roomId !== String(report.roomId))
    throw invalidField('outcome.roomId', 'unknown');
}

async function perform(actor: Actor, report: ReportDoc, outcome: OutcomeInput): Promise<void> {
  const userId = String(report.targetId);
  const { server } = actor;
  switch (outcome.kind) {
    case 'nothing':
      return;
    case 'warn':
      return await warnPerson(actor, userId, outcome.reason);
    case 'mute':
      return await mutePerson(actor, userId, outcome);
    case 'ban':
      return await banPerson(actor, userId, outcome);
    case 'remove':
      return await removeFromRoom(actor, userId, String(report.roomId));
    case 'delete': {
      const message = (await findMessages(server, [String(report.messageId)])).get(String(report.messageId));
      if (!message || message.deletedAt) return;
      await requireNotHeld(server, message);
      await removeMessage(server, message);
    }
  }
}

/**
 * Closes a report with an outcome. The report is closed first: of two moderators one decides. If the outcome then fails, it is open again.
 * @throws forbidden, not_found, invalid; conflict when another has changed it
 */
export async function closeReport(
  actor: Actor,
  reportId: string,
  { version, outcome }: CloseReportInput,
): Promise<ReportDetails> {
  const report = await loadReport(actor, reportId);
  await requirePossible(actor, report, outcome);
  const closed = await write(actor, report, version, {
    $set: {
      status: 'closed',
      outcome: {
        kind: outcome.kind,
        by: new Types.ObjectId(actor.userId),
        at: new Date(),
        until: 'until' in outcome ? endOf(outcome.until) : null,
        reason: 'reason' in outcome ? outcome.reason : '',
      },
    },
    $unset: { openKey: 1, openBy: 1, slot: 1 },
  });
  try {
    await perform(actor, report, outcome);
  } catch (error) {
    await Reports(actor.server).updateOne(
      { _id: report._id, version: closed.version },
      { $set: { status: 'open' }, $unset: { outcome: 1 }, $inc: { version: 1 } },
    );
    throw error;
  }
  await recordAudit(actor, {
    action: 'moderation.reportClosed',
    on: { kind: 'person', id: String(report.targetId) },
    after: { outcome: outcome.kind },
  });
  if (String(report.reporterId) !== actor.userId)
    await giveNotice(actor.server, String(report.reporterId), { kind: 'reportHandled' });
  return await viewDetails(actor, closed);
}
