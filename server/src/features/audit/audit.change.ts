import type { AuditProgram, AuditValues } from '@parley/shared/audit';
import { Counter } from 'prom-client';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { draftOf, type AuditActor, type AuditEntry } from './audit.draft.js';
import { sendOut } from './audit.output.js';
import { storeEntry } from './audit.store.js';

export type { AuditActor, AuditEntry, AuditProgram, AuditValues };

const failuresOf = perServer(
  ({ metrics }) =>
    new Counter({
      name: 'parley_audit_failures_total',
      help: 'Changes that could not be recorded in the audit log.',
      registers: [metrics.registry],
    }),
);

/** The change has been made, and its person has no part in this: a failure is logged and counted. */
async function record(server: Server, by: AuditActor | AuditProgram, entry: AuditEntry): Promise<void> {
  try {
    sendOut(server, await storeEntry(server, draftOf(by, entry)));
  } catch (error) {
    failuresOf(server).inc();
    const { action, on } = entry;
    const who = typeof by === 'string' ? by : (by.program ?? by.userId);
    server.log.error({ err: error, audit: { by: who, action, on } }, 'a change is missing in the audit log');
  }
}

/** Records what a person did. Resolves when it is stored. Call it after the change has succeeded, and only if it changed something. */
export const recordAudit = (actor: AuditActor, entry: AuditEntry): Promise<void> =>
  record(actor.server, actor, entry);

/** Records what was done by a program of the server. */
export const recordAuditBy = (server: Server, by: AuditProgram, entry: AuditEntry): Promise<void> =>
  record(server, by, entry);

/** The sides of a change: the fields that differ. Undefined when nothing does. */
export function changedFields(
  before: AuditValues,
  after: AuditValues,
): { before: AuditValues; after: AuditValues } | undefined {
  const differs = Object.keys(after).filter((field) => after[field] !== before[field]);
  if (differs.length === 0) return undefined;
  const side = (values: AuditValues): AuditValues =>
    Object.fromEntries(differs.map((field) => [field, values[field] ?? null]));
  return { before: side(before), after: side(after) };
}
