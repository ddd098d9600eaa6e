import type { ErasePersonInput } from '@parley/shared/erasure';
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

export const invitationLink = (code: string): string => `${location.origin}${base}/join/${code}`;
