import {
  auditLimits,
  impersonalAuditFields,
  type AuditAction,
  type AuditProgram,
  type AuditTarget,
  type AuditValues,
} from '@parley/shared/audit';
import type { Actor, From } from '../../platform/context.js';
import { canonical, newSalt, sealOf } from './audit.chain.js';
import type { AuditDoc, AuditOrigin, AuditPersonal } from './audit.model.js';

/** The person or program that does something, and by what. */
export interface AuditActor extends Pick<Actor, 'server' | 'userId' | 'token' | 'program'> {
  /** Empty where there is none yet. */
  sessionId: string;
  from?: From | undefined;
}

export interface AuditEntry {
  action: AuditAction;
  on?: { kind: AuditTarget; id: string };
  /** The room in which it was done, when that is not what it was done on. */
  roomId?: string;
  /** The person that the values may name, and with whose erasure they go; by default the one it was done on. */
  about?: string;
  before?: AuditValues;
  after?: AuditValues;
}

/** An entry without its place in the chain. */
export type AuditDraft = Omit<AuditDoc, '_id' | 'previous' | 'hash'>;

type Value = AuditValues[string];

const cut = (value: Value): Value => {
  if (typeof value === 'string') return value.slice(0, auditLimits.value).toWellFormed();
  if (value === null || typeof value !== 'object') return value;
  return value.slice(0, auditLimits.list).map((text) => text.slice(0, auditLimits.value).toWellFormed());
};

/** Texts and lists that may name the person the entry is about. */
const isPersonal = (field: string, value: Value): boolean =>
  (typeof value === 'string' || (typeof value === 'object' && value !== null)) &&
  !impersonalAuditFields.has(field);

/** One side of a change as stored: what stays, and what goes with its person. */
function split(
  side: AuditValues | undefined,
  about: string | undefined,
): { stays?: string; personal?: string } {
  if (!side) return {};
  const fields = Object.entries(side)
    .slice(0, auditLimits.fields)
    .map(([field, value]): [string, Value] => [field, cut(value)]);
  const text = (some: [string, Value][]): string | undefined =>
    some.length === 0 ? undefined : canonical(Object.fromEntries(some));
  if (about === undefined) return { stays: text(fields) ?? '{}' };
  const stays = text(fields.filter(([field, value]) => !isPersonal(field, value)));
  const personal = text(fields.filter(([field, value]) => isPersonal(field, value)));
  return { ...(stays === undefined ? {} : { stays }), ...(personal === undefined ? {} : { personal }) };
}

function originOf({ sessionId, token, from, program }: AuditActor): AuditOrigin | undefined {
  // The command line has none.
  if (program !== undefined && !from) return undefined;
  return {
    salt: newSalt(),
    ...(sessionId === '' ? {} : token || program ? { tokenId: sessionId } : { sessionId }),
    ...(from ? { address: from.address, requestId: from.requestId } : {}),
  };
}

function doerOf(by: AuditActor | AuditProgram): Pick<AuditDraft, 'person' | 'program'> {
  if (typeof by === 'string') return { program: by };
  return by.program === undefined ? { person: by.userId } : { program: by.program };
}

/** What is stored of an entry, but its place in the chain. */
export function draftOf(
  by: AuditActor | AuditProgram,
  { action, on, roomId, ...entry }: AuditEntry,
): AuditDraft {
  const about = entry.about ?? (on?.kind === 'person' ? on.id : undefined);
  const before = split(entry.before, about);
  const after = split(entry.after, about);
  const origin = typeof by === 'string' ? undefined : originOf(by);
  const personal: AuditPersonal | undefined =
    before.personal === undefined && after.personal === undefined
      ? undefined
      : {
          salt: newSalt(),
          ...(before.personal === undefined ? {} : { before: before.personal }),
          ...(after.personal === undefined ? {} : { after: after.personal }),
        };
  return {
    at: new Date(),
    action,
    ...doerOf(by),
    ...(on ? { on: { kind: on.kind, id: on.id.slice(0, auditLimits.target) } } : {}),
    ...(roomId === undefined ? {} : { roomId }),
    ...(about === undefined ? {} : { about }),
    ...(before.stays === undefined ? {} : { before: before.stays }),
    ...(after.stays === undefined ? {} : { after: after.stays }),
    ...(origin ? { origin, originSeal: sealOf(origin) } : {}),
    ...(personal ? { personal, personalSeal: sealOf(personal) } : {}),
  };
}
