import { refusal } from '@parley/shared/refusals';
import {
  updateWorkspaceInput,
  type UpdateWorkspaceInput,
  type WorkspaceView,
} from '@parley/shared/workspace';
import type { Actor } from '../../platform/context.js';
import { readWorkspace } from './workspace.access.js';

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
