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
  await core.api.raw<WorkspaceView>('/workspace');

export const updateWorkspace = async (core: Core, input: UpdateWorkspaceInput): Promise<WorkspaceView> =>
  await core.api.request<WorkspaceView>('/workspace', { method: 'PATCH', body: input });

export const setWorkspacePicture = async (core: Core, file: File): Promise<WorkspaceView> =>
  await core.api.putFile<WorkspaceView>('/workspace/picture', file);

export const removeWorkspacePicture = async (core: Core): Promise<WorkspaceView> =>
  await core.api.request<WorkspaceView>('/workspace/picture', { method: 'DELETE' });

export const loadInvites = async (core: Core): Promise<InviteView[]> =>
  (await core.api.request<{ invites: InviteView[] }>('/invites')).invites;

export const createInvite = async (core: Core, input: CreateInviteInput): Promise<InviteView> =>
  await core.api.request<InviteView>('/invites', { method: 'POST', body: input });

export const revokeInvite = async (core: Core, inviteId: string): Promise<void> =>
  void (await core.api.request(`/invites/${inviteId}`, { method: 'DELETE' }));

export const mailInvite = async (core: Core, inviteId: string, email: string): Promise<void> =>
  void (await core.api.request(`/invites/${inviteId}/mail`, { method: 'POST', body: { email } }));

export const testMail = async (core: Core): Promise<void> =>
  void (await core.api.request('/workspace/test-mail', { method: 'POST' }));

export const updatePerson = async (core: Core, userId: string, input: UpdatePersonInput): Promise<UserView> =>
  await core.api.request<UserView>(`/users/${userId}`, { method: 'PATCH', body: input });

export const renamePerson = async (core: Core, userId: string, username: string): Promise<UserView> =>
  await core.api.request<UserView>(`/users/${userId}/username`, { method: 'PUT', body: { username } });

export const loadAccount = async (core: Core, userId: string): Promise<AccountView> =>
  await core.api.request<AccountView>(`/users/${userId}/account`);

export const changeAccount = async (
  core: Core,
  userId: string,
  input: UpdateAccountInput,
): Promise<AccountView> =>
  await core.api.request<AccountView>(`/users/${userId}/account`, { method: 'PATCH', body: input });

export const createResetLink = async (core: Core, userId: string): Promise<ResetLinkView> =>
  await core.api.request<ResetLinkView>(`/users/${userId}/reset-link`, { method: 'POST' });

export const deletePerson = async (core: Core, userId: string, input: ErasePersonInput): Promise<void> =>
  void (await core.api.request(`/users/${userId}/erase`, { method: 'POST', body: input }));

export const invitationLink = (code: string): string => `${location.origin}${base}/join/${code}`;
