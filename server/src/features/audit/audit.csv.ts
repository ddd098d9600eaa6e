import type { AuditEntryView } from '@parley/shared/audit';
import { csvLine } from '../../platform/csv.js';

/** Names that a row shows beside ids. */
export interface Names {
  person(userId: string): string | undefined;
  room(roomId: string): string | undefined;
}

const columns: Record<string, (entry: AuditEntryView, names: Names) => string | number | null | undefined> = {
  number: ({ number }) => number,
  time: ({ at }) => at,
  person: ({ userId }, names) => (userId === null ? null : names.person(userId)),
  personId: ({ userId }) => userId,
  program: ({ program }) => program,
  action: ({ action }) => action,
  onKind: ({ on }) => on?.kind,
  onName: ({ on }, names) => (on?.kind === 'person' ? names.person(on.id) : names.room(on?.id ?? '')),
  onId: ({ on }) => on?.id,
  room: ({ roomId }, names) => names.room(roomId ?? ''),
  roomId: ({ roomId }) => roomId,
  before: ({ before }) => before && JSON.stringify(before),
  after: ({ after }) => after && JSON.stringify(after),
  address: ({ address }) => address,
  sessionId: ({ sessionId }) => sessionId,
  tokenId: ({ tokenId }) => tokenId,
  requestId: ({ requestId }) => requestId,
  previous: ({ previous }) => previous,
  hash: ({ hash }) => hash,
};

/** The first line. */
export const csvHead = csvLine(Object.keys(columns));

/** One entry as a line. */
export const csvRow = (entry: AuditEntryView, names: Names): string =>
  csvLine(Object.values(columns).map((read) => read(entry, names)));
