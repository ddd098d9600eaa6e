import { refusal } from '@parley/shared/refusals';
import {
  updateWorkspaceInput,
  type UpdateWorkspaceInput,
  type WorkspaceView,
} from '@parley/shared/workspace';
import type { Actor } from '../../platform/context.js';
import { recordAudit, type AuditValues } from '../audit/audit.change.js';
import { readWorkspace, type WorkspaceSettings } from './workspace.access.js';

/** One setting before and after a change. */
interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** The workspace's settings by field, as its history has them. */
export const fieldsOf = ({
  name,
  registration,
  renaming,
  directory,
  storage,
}: Pick<WorkspaceView, 'name' | 'registration' | 'renaming' | 'directory' | 'storage'>): Record<
  string,
  unknown
> => ({
  name,
  registration,
  renaming,
  directory,
  fileMegabytes: storage.file,
  personMegabytes: storage.person,
});

/** What differs between two states. */
export const changedFields = (
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): FieldChange[] =>
  Object.keys(after)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));

/** Adds a change of the workspace to the audit log, if there is one. */
export async function recordChange(
  actor: Actor,
  was: WorkspaceSettings,
  is: WorkspaceSettings,
): Promise<void> {
  const audited = (of: WorkspaceSettings) => ({ ...fieldsOf(of), picture: of.picture });
  const changes = changedFields(audited(was), audited(is));
  if (changes.length === 0) return;
  const side = (of: 'before' | 'after'): AuditValues =>
    Object.fromEntries(changes.map((change) => [change.field, change[of] as AuditValues[string]]));
  await recordAudit(actor, {
    action: 'workspace.changed',
    on: { kind: 'workspace', id: 'workspace' },
    before: side('before'),
    after: side('after'),
  });
}

/** The input that restores the values before a change. @throws conflict when one has been changed since, invalid */
export async function inputToUndo(
  { server }: Actor,
  fields: readonly FieldChange[],
): Promise<UpdateWorkspaceInput> {
  const now = fieldsOf(await readWorkspace(server));
  if (fields.some(({ field, after }) => now[field] !== after)) throw refusal('settings.changedSince');
  const { fileMegabytes, personMegabytes, ...rest } = Object.fromEntries(
    fields.map(({ field, before }) => [field, before]),
  );
  const storage = { file: fileMegabytes, person: personMegabytes };
  return updateWorkspaceInput.parse({ ...rest, storage });
}
