import { moderationLimits } from '@parley/shared/moderation/limits';
import type { ReportDetails, ReportView } from '@parley/shared/moderation/moderation';
import { mayPunish } from '@parley/shared/moderation/ranks';
import type { Actor } from '../../platform/context.js';
import { viewEnd } from '../users/bans.access.js';
import { findAccounts } from '../users/users.access.js';
import { listHistory } from './reports.access.js';
import type { ReportDoc } from './reports.model.js';

const viewOne = (report: ReportDoc, punishable: boolean): ReportView => ({
  reportId: String(report._id),
  version: report.version,
  status: report.status,
  kind: report.kind,
  reporterId: String(report.reporterId),
  targetId: String(report.targetId),
  messageId: report.messageId && String(report.messageId),
  roomId: report.roomId && String(report.roomId),
  reason: report.reason,
  note: report.note,
  createdAt: report.createdAt.toISOString(),
  updatedAt: report.updatedAt.toISOString(),
  assignedTo: report.assignedTo && String(report.assignedTo),
  outcome: report.outcome
    ? {
        kind: report.outcome.kind,
        by: String(report.outcome.by),
        at: report.outcome.at.toISOString(),
        until: report.outcome.until && viewEnd(report.outcome.until),
        reason: report.outcome.reason,
      }
    : null,
  mayPunish: punishable,
});

/** Reports as this moderator sees them. */
export async function viewReports(actor: Actor, reports: ReportDoc[]): Promise<ReportView[]> {
  const targets = await findAccounts(actor.server, [...new Set(reports.map((one) => String(one.targetId)))]);
  return reports.map((report) => {
    const target = targets.get(String(report.targetId));
    const person = target !== undefined && !target.bot && !target.erased;
    return viewOne(report, person && mayPunish(actor.role, target.role));
  });
}

/** One report with its evidence, notes and the history of its person. */
export async function viewDetails(actor: Actor, report: ReportDoc): Promise<ReportDetails> {
  const history = await listHistory(actor, report, moderationLimits.history);
  const [view, ...others] = await viewReports(actor, [report, ...history]);
  if (!view) throw new Error('a report has a view');
  const { roomName, messages, profile, notes } = report;
  return {
    report: view,
    evidence: {
      roomName,
      profile: {
        displayName: profile.displayName,
        username: profile.username,
        statusText: profile.statusText,
      },
      messages: messages.map((message) => ({
        messageId: String(message.messageId),
        authorId: String(message.authorId),
        createdAt: message.createdAt.toISOString(),
        edited: message.edited,
        deleted: message.deleted,
        text: message.text,
      })),
    },
    notes: notes.map(({ by, at, text }) => ({ by: String(by), at: at.toISOString(), text })),
    history: others,
  };
}
