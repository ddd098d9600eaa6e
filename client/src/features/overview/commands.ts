import type { JobView } from '@parley/shared/overview/jobs';
import type { OverviewView } from '@parley/shared/overview/overview';
import type { ManagedRoomPage, ManagedRoomsQuery, ManageRoomInput } from '@parley/shared/overview/rooms';
import type { StorageView } from '@parley/shared/overview/storage';
import type { MemberView } from '@parley/shared/rooms';
import type { Core } from '../../core/core';

export const loadOverview = async (core: Core): Promise<OverviewView> =>
  await core.api.request('GET /admin/overview');

export const loadJobs = async (core: Core): Promise<JobView[]> =>
  (await core.api.request('GET /admin/jobs')).jobs;

export const startJob = async (core: Core, name: string): Promise<void> =>
  void (await core.api.request('POST /admin/jobs/{name}/run', { path: { name } }));

export const loadManagedRooms = async (
  core: Core,
  query: Partial<ManagedRoomsQuery>,
): Promise<ManagedRoomPage> => await core.api.request('GET /admin/rooms', { query });

export const manageRoom = async (core: Core, roomId: string, input: ManageRoomInput): Promise<void> =>
  void (await core.api.request('PATCH /admin/rooms/{roomId}', { path: { roomId }, body: input }));

export const loadMembers = async (core: Core, roomId: string): Promise<MemberView[]> =>
  (await core.api.request('GET /rooms/{roomId}/members', { path: { roomId } })).members;

export const setRoomOwner = async (core: Core, roomId: string, userId: string): Promise<void> =>
  void (await core.api.request('POST /admin/rooms/{roomId}/owners', { path: { roomId }, body: { userId } }));

export const loadStorage = async (core: Core): Promise<StorageView> =>
  await core.api.request('GET /admin/storage');

export const testStorage = async (core: Core): Promise<void> =>
  void (await core.api.request('POST /admin/storage/test'));

export const loadWebhooks = async (core: Core, before?: string) =>
  await core.api.request('GET /admin/webhooks', { query: before === undefined ? {} : { before } });

export const removeWebhook = async (core: Core, webhookId: string): Promise<void> =>
  void (await core.api.request('DELETE /admin/webhooks/{webhookId}', { path: { webhookId } }));

export const loadTokens = async (core: Core, before?: string) =>
  await core.api.request('GET /admin/tokens', { query: before === undefined ? {} : { before } });

export const revokeToken = async (core: Core, tokenId: string): Promise<void> =>
  void (await core.api.request('DELETE /admin/tokens/{tokenId}', { path: { tokenId } }));
