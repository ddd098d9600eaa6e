import type { AuditEntryView, AuditProgram } from '@parley/shared/audit';
import type { AuditDoc } from './audit.model.js';

type Values = AuditEntryView['before'];

/** The parts of a side that stay and that are personal, as far as they are still there, as one. */
function sideOf(stays: string | undefined, personal: string | undefined): Values {
  if (stays === undefined && personal === undefined) return null;
  return { ...(JSON.parse(stays ?? '{}') as Values), ...(JSON.parse(personal ?? '{}') as Values) };
}

/** An entry as it is sent, exported and written to a log. */
export const viewEntry = (entry: AuditDoc): AuditEntryView => ({
  number: entry._id,
  at: entry.at.toISOString(),
  userId: entry.person ?? null,
  program: (entry.program as AuditProgram | undefined) ?? null,
  action: entry.action,
  on: entry.on ? { kind: entry.on.kind, id: entry.on.id } : null,
  roomId: entry.roomId ?? null,
  before: sideOf(entry.before, entry.personal?.before),
  after: sideOf(entry.after, entry.personal?.after),
  address: entry.origin?.address ?? null,
  sessionId: entry.origin?.sessionId ?? null,
  tokenId: entry.origin?.tokenId ?? null,
  requestId: entry.origin?.requestId ?? null,
  previous: entry.previous,
  hash: entry.hash,
});
