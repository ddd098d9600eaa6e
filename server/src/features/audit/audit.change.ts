import type { AuditAction, AuditTarget, AuditValues } from '@parley/shared/audit';
import type { Actor, Server } from '../../platform/context.js';

export interface AuditEntry {
  action: AuditAction;
  on?: { kind: AuditTarget; id: string };
  before?: AuditValues;
  after?: AuditValues;
}

/** Who does something that is not a person's request: the command line, a job, a directory, a provisioning program. */
export type AuditProgram = 'operator' | 'server' | 'directory' | 'scim';

/** Records what a person did. Resolves when it is stored. Call it after the change has succeeded, and only if it changed something. */
export async function recordAudit(actor: Actor, entry: AuditEntry): Promise<void> {
  await recordAuditBy(actor.server, 'server', entry);
}

/** Records what was done by a program of the server. */
export async function recordAuditBy(server: Server, by: AuditProgram, entry: AuditEntry): Promise<void> {
  server.log.info({ audit: { by, ...entry } }, 'audit');
  await Promise.resolve();
}
