import { z } from 'zod';

/** What the audit log records, `<subject>.<what happened>`. Each has a sentence in the client's catalogue. */
export const auditActions = [
  'person.roleChanged',
  'person.deactivated',
  'person.reactivated',
  'rights.changed',
  'role.changed',
  'role.created',
  'role.deleted',
  'role.given',
  'role.taken',
  'room.rulesChanged',
  'workspace.changed',
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
  'role',
  'group',
] as const;
export type AuditTarget = (typeof auditTargets)[number];

/** The values of one side of a change: names of fields and small plain values. Never a secret, a text of a message, or a whole document. */
export type AuditValues = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
