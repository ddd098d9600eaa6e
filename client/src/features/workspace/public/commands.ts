import type { ErasePersonInput } from '@parley/shared/erasure';
import type { MergeInput, MergePreview, MergeView } from '@parley/shared/merging';
import type {
  BulkResult,
  ImportInput,
  ImportPlan,
  ImportView,
  PeopleFilter,
  PersonAccess,
  StartImportInput,
} from '@parley/shared/people';
import type { WorkspaceRole } from '@parley/shared/permissions';
import type { ResetLinkView } from '@parley/shared/recovery';
import type { AccountView, UpdateAccountInput, UserView } from '@parley/shared/users';
import type {
  CreateInviteInput,
  InviteView,
  UpdatePersonInput,
  UpdateWorkspaceInput,
  WorkspaceView,
} from '@parley/shared/workspace';
import type { Core } from '../../../core/core';
import { base } from '../../../platform/base';

export const loadWorkspace = async (core: Core): Promise<WorkspaceView> =>
  await core.api.raw('GET /workspace');

export const updateWorkspace = async (core: Core, input: UpdateWorkspaceInput): Promise<WorkspaceView> =>
  await core.api.request('PATCH /workspace', { body: input });

export const setWorkspacePicture = async (core: Core, file: File): Promise<WorkspaceView> =>
  await core.api.putFile('PUT /workspace/picture', file);

export const removeWorkspacePicture = async (core: Core): Promise<WorkspaceView> =>
  await core.api.request('DELETE /workspace/picture');

export const loadInvites = async (core: Core): Promise<InviteView[]> =>
  (await core.api.request('GET /invites')).invites;

export const createInvite = async (core: Core, input: CreateInviteInput): Promise<InviteView> =>
  await core.api.request('POST /invites', { body: input });

export const revokeInvite = async (core: Core, inviteId: string): Promise<void> =>
  void (await core.api.request('DELETE /invites/{inviteId}', { path: { inviteId } }));

export const mailInvite = async (core: Core, inviteId: string, email: string): Promise<void> =>
  void (await core.api.request('POST /invites/{inviteId}/mail', { path: { inviteId }, body: { email } }));

export const testMail = async (core: Core): Promise<void> =>
  void (await core.api.request('POST /workspace/test-mail'));

export const updatePerson = async (core: Core, userId: string, input: UpdatePersonInput): Promise<UserView> =>
  await core.api.request('PATCH /users/{userId}', { path: { userId }, body: input });

export const renamePerson = async (core: Core, userId: string, username: string): Promise<UserView> =>
  await core.api.request('PUT /users/{userId}/username', { path: { userId }, body: { username } });

export const loadAccount = async (core: Core, userId: string): Promise<AccountView> =>
  await core.api.request('GET /users/{userId}/account', { path: { userId } });

export const changeAccount = async (
  core: Core,
  userId: string,
  input: UpdateAccountInput,
): Promise<AccountView> =>
  await core.api.request('PATCH /users/{userId}/account', { path: { userId }, body: input });

export const createResetLink = async (core: Core, userId: string): Promise<ResetLinkView> =>
  await core.api.request('POST /users/{userId}/reset-link', { path: { userId } });

export const deletePerson = async (core: Core, userId: string, input: ErasePersonInput): Promise<void> =>
  void (await core.api.request('POST /users/{userId}/erase', { path: { userId }, body: input }));

/** What is done with several people. */
export type BulkChange =
  { change: 'role'; role: WorkspaceRole } | { change: 'deactivate' | 'reactivate' | 'signOut' };

/** Does the same with several people, and says what became of each. */
export const changeMany = async (
  core: Core,
  change: BulkChange,
  userIds: string[],
): Promise<BulkResult['results']> =>
  (await core.api.request('POST /people/bulk', { body: { ...change, userIds } })).results;

export const loadAccess = async (core: Core, userId: string): Promise<PersonAccess> =>
  await core.api.request('GET /people/{userId}', { path: { userId } });

export const endSessionOf = async (core: Core, userId: string, sessionId: string): Promise<void> =>
  void (await core.api.request('DELETE /people/{userId}/sessions/{sessionId}', {
    path: { userId, sessionId },
  }));

export const removeFactorOf = async (core: Core, userId: string, factorId: string): Promise<void> =>
  void (await core.api.request('DELETE /users/{userId}/factors/{factorId}', { path: { userId, factorId } }));

export const signOutPerson = async (core: Core, userId: string): Promise<void> =>
  void (await core.api.request('DELETE /people/{userId}/sessions', { path: { userId } }));

export const checkImport = async (core: Core, input: ImportInput): Promise<ImportPlan> =>
  await core.api.request('POST /people/imports/check', { body: input });

export const startImport = async (core: Core, input: StartImportInput): Promise<ImportView> =>
  await core.api.request('POST /people/imports', { body: input });

export const loadImport = async (core: Core, importId: string): Promise<ImportView> =>
  await core.api.request('GET /people/imports/{importId}', { path: { importId } });

function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Downloads the people of a filter. @throws Error when the server refuses */
export async function downloadPeople(core: Core, filter: PeopleFilter): Promise<void> {
  const token = await core.api.freshToken();
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
  const response = await fetch(`${base}/api/v1/people/export?${query.toString()}`, {
    headers: { authorization: `Bearer ${token ?? ''}` },
  });
  if (!response.ok) throw new Error(String(response.status));
  saveAs(await response.blob(), 'people.csv');
}

/** Downloads new links for a first password, of an import. */
export async function downloadLinks(core: Core, importId: string): Promise<void> {
  const { csv } = await core.api.request('POST /people/imports/{importId}/links', {
    path: { importId },
    body: { address: location.origin + base },
  });
  saveAs(new Blob([csv], { type: 'text/csv' }), 'links.csv');
}

export const invitationLink = (code: string): string => `${location.origin}${base}/join/${code}`;

export const previewMerge = async (core: Core, userId: string, into: string): Promise<MergePreview> =>
  await core.api.request('GET /people/{userId}/merge/preview', { path: { userId }, query: { into } });

export const mergePerson = async (core: Core, userId: string, input: MergeInput): Promise<MergeView> =>
  await core.api.request('POST /people/{userId}/merge', { path: { userId }, body: input });
