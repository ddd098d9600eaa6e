import type { UserView } from '@parley/shared/users';
import { userView } from '@parley/shared/users';
import {
  inviteView,
  workspaceView,
  type CreateInviteInput,
  type InviteView,
  type UpdatePersonInput,
  type UpdateWorkspaceInput,
  type WorkspaceView,
} from '@parley/shared/workspace';
import { z } from 'zod';
import type { Core } from '../../app/core';

export const loadWorkspace = async (core: Core): Promise<WorkspaceView> =>
  workspaceView.parse(await core.api.raw('/workspace'));

export const updateWorkspace = async (core: Core, input: UpdateWorkspaceInput): Promise<WorkspaceView> =>
  workspaceView.parse(await core.api.request('/workspace', { method: 'PATCH', body: input }));

export const loadInvites = async (core: Core): Promise<InviteView[]> =>
  z.object({ invites: z.array(inviteView) }).parse(await core.api.request('/invites')).invites;

export const createInvite = async (core: Core, input: CreateInviteInput): Promise<InviteView> =>
  inviteView.parse(await core.api.request('/invites', { method: 'POST', body: input }));

export const revokeInvite = async (core: Core, inviteId: string): Promise<void> =>
  void (await core.api.request(`/invites/${inviteId}`, { method: 'DELETE' }));

export const updatePerson = async (core: Core, userId: string, input: UpdatePersonInput): Promise<UserView> =>
  userView.parse(await core.api.request(`/users/${userId}`, { method: 'PATCH', body: input }));

export const invitationLink = (code: string): string => `${location.origin}/join/${code}`;
