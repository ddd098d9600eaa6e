import type {
  CreateRoomInput,
  DirectoryEntry,
  PutMemberInput,
  RoomView,
  UpdateRoomInput,
  MemberView,
} from '@parley/shared/rooms';
import type { Core } from '../core';
import type { Store } from '../store';
import { membersLoaded } from '../state/rooms';

/** What one can do with rooms, each a request; the results come back as events. */
export const createRoom = async (core: Core, input: CreateRoomInput): Promise<RoomView> =>
  await core.api.request<RoomView>('/rooms', { method: 'POST', body: input });

export const updateRoom = async (core: Core, roomId: string, input: UpdateRoomInput): Promise<void> =>
  void (await core.api.request(`/rooms/${roomId}`, { method: 'PATCH', body: input }));

export const archiveRoom = async (core: Core, roomId: string): Promise<void> =>
  void (await core.api.request(`/rooms/${roomId}`, { method: 'DELETE' }));

export const joinRoom = async (core: Core, roomId: string): Promise<void> =>
  void (await core.api.request(`/rooms/${roomId}/join`, { method: 'POST' }));

export const leaveRoom = async (core: Core, roomId: string): Promise<void> =>
  void (await core.api.request(`/rooms/${roomId}/leave`, { method: 'POST' }));

export const putMember = async (
  core: Core,
  at: { roomId: string; userId: string },
  input: PutMemberInput,
): Promise<RoomView> =>
  await core.api.request<RoomView>(`/rooms/${at.roomId}/members/${at.userId}`, {
    method: 'PUT',
    body: input,
  });

export const removeMember = async (core: Core, at: { roomId: string; userId: string }): Promise<void> =>
  void (await core.api.request(`/rooms/${at.roomId}/members/${at.userId}`, { method: 'DELETE' }));

export async function loadDirectory(core: Core): Promise<DirectoryEntry[]> {
  return (await core.api.request<{ rooms: DirectoryEntry[] }>('/rooms/directory')).rooms;
}

export async function loadMembers(core: Core, dispatch: Store['dispatch'], roomId: string): Promise<void> {
  const { members } = await core.api.request<{ members: MemberView[] }>(`/rooms/${roomId}/members`);
  dispatch(membersLoaded({ roomId, members }));
}
