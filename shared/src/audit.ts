import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { objectId } from './ids.js';

/** What the audit log records, `<subject>.<what happened>`. Each has a sentence in the client's catalogue. */
export const auditActions = [
  'audit.exported',
  'audit.removed',
  'brake.pulled',
  'brake.released',
  'hold.added',
  'hold.ended',
  'group.changed',
  'group.created',
  'group.deleted',
  'group.memberAdded',
  'group.memberRemoved',
  'invitation.created',
  'invitation.mailed',
  'invitation.revoked',
  'job.started',
  'message.removed',
  'moderation.reportClosed',
  'people.exported',
  'people.imported',
  'person.added',
  'person.approved',
  'person.banned',
  'person.changed',
  'person.declined',
  'person.deactivated',
  'person.erased',
  'person.factorAdded',
  'person.factorsRemoved',
  'person.identityLinked',
  'person.identityUnlinked',
  'person.merged',
  'person.muted',
  'person.passwordChanged',
  'person.passwordReset',
  'person.reactivated',
  'person.recoveryCodeUsed',
  'person.recoveryCodesMade',
  'person.resetLinkCreated',
  'person.roleChanged',
  'person.sessionStolen',
  'person.signedOut',
  'person.unbanned',
  'person.unlocked',
  'person.unmuted',
  'person.warned',
  'provider.added',
  'provider.changed',
  'provider.ordered',
  'provider.removed',
  'rights.changed',
  'role.changed',
  'role.created',
  'role.deleted',
  'role.given',
  'role.taken',
  'room.archived',
  'room.changed',
  'room.memberAdded',
  'room.memberRemoved',
  'room.retentionChanged',
  'room.roleChanged',
  'room.rulesChanged',
  'room.unarchived',
  'setting.changed',
  'token.created',
  'token.revoked',
  'webhook.created',
  'webhook.removed',
  'words.changed',
  'workspace.changed',
  'workspace.exported',
] as const;
export const auditAction = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditAction>;

/** On what kind of thing something was done. */
export const auditTargets = [
  'workspace',
  'person',
  'room',
  'message',
  'setting',
  'invitation',
  'token',
  'webhook',
  'audit',
  'role',
  'job',
  'provider',
  'group',
] as const;
export type AuditTarget = (typeof auditTargets)[number];

/** The values of one side of a change: names of fields and small plain values. Never a secret, a text of a message, or a whole document. */
export type AuditValues = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * Fields that stay when the person an entry is about is erased. Any other text of such an entry may name them, and is removed with
 * them; numbers, and what is on or off, stay.
 */
export const impersonalAuditFields: ReadonlySet<string> = new Set([
  'factor',
  'group',
  'provider',
  'role',
  'scope',
  'until',
]);

/** Who does something that is not a person's request: the command line, a job, a directory, a provisioning program. */
export const auditPrograms = ['operator', 'server', 'directory', 'provider', 'scim'] as const;
export type AuditProgram = (typeof auditPrograms)[number];

export const auditLimits = {
  /** The fewest days that entries stay. */
  leastDays: 30,
  /** Entries of one page. */
  page: 100,
  /** Characters of one value, values of one list, and fields of one side; the rest is cut. */
  value: 500,
  list: 100,
  fields: 60,
  search: 100,
  /** Characters of the id of what something was done on. */
  target: 100,
} as const;

const values = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

/** One entry. What was removed with an erased person is null. */
export const auditEntryView = z
  .strictObject({
    number: z.number().int(),
    at: z.iso.datetime(),
    /** A person's id, or null when a program did it. */
    userId: objectId.nullable(),
    program: z.enum(auditPrograms).nullable(),
    /** Of `auditActions`; an older or newer program may have had others. */
    action: z.string(),
    on: z.strictObject({ kind: z.string(), id: z.string() }).nullable(),
    /** The room in which it was done. */
    roomId: z.string().nullable(),
    before: values.nullable(),
    after: values.nullable(),
    address: z.string().nullable(),
    sessionId: z.string().nullable(),
    tokenId: z.string().nullable(),
    requestId: z.string().nullable(),
    previous: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.infer<typeof auditEntryView>;

export const auditPageView = z
  .strictObject({
    entries: z.array(auditEntryView),
    /** The people and rooms of these entries that the reader may see. */
    people: z.array(z.strictObject({ userId: objectId, username: z.string(), displayName: z.string() })),
    rooms: z.array(z.strictObject({ roomId: objectId, name: z.string() })),
    /** `before` of the next page; null at the end. A page may have few entries, or none, although more follow. */
    next: z.number().int().nullable(),
  })
  .meta({ id: 'AuditPage' });
export type AuditPageView = z.infer<typeof auditPageView>;

export const auditCheckView = z
  .strictObject({
    ok: z.boolean(),
    entries: z.number().int(),
    /** The numbers of the first and the last entry; null without entries. */
    first: z.number().int().nullable(),
    last: z.number().int().nullable(),
    /** The first number at which the chain is broken, and how. */
    broken: z
      .strictObject({ number: z.number().int(), how: z.enum(['missing', 'changed', 'removed']) })
      .nullable(),
  })
  .meta({ id: 'AuditCheck' });
export type AuditCheckView = z.infer<typeof auditCheckView>;

const instant = z.iso.datetime({ offset: true }).max(40);

const filter = {
  /** A person's id, or the name of a program. */
  by: z.union([objectId, z.enum(auditPrograms)]).optional(),
  action: auditAction.optional(),
  /** The id of a person, a room or anything else it was done on, or of the room it was done in. */
  target: z.string().min(1).max(auditLimits.target).optional(),
  from: instant.optional(),
  to: instant.optional(),
  /** Text that an entry has in its action, values or ids, or in a name. */
  q: boundedText(1, auditLimits.search).optional(),
};

export const auditQuery = z.strictObject({
  ...filter,
  /** Only entries with a lower number. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(auditLimits.page).default(50),
});
export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditFilter = Omit<AuditQuery, 'before' | 'limit'>;

export const auditExportQuery = z.strictObject({ ...filter, format: z.enum(['jsonl', 'csv']) });
export type AuditExportQuery = z.infer<typeof auditExportQuery>;
