import type {
  CreateRoomInput,
  DirectoryEntry,
  PutMemberInput,
  RoomView,
  UpdateRoomInput,
} from '@parley/shared/rooms';
import type { Core } from '../core';
import type { Store } from '../store';
import { membersLoaded } from '../state/rooms';

/** What one can do with rooms, each a request; the results arrive as events. */
export const createRoom = async (core: Core, input: CreateRoomInput): Promise<RoomView> =>
  await core.api.request('POST /rooms', { body: input });

export const updateRoom = async (core: Core, roomId: string, input: UpdateRoomInput): Promise<void> =>
  void (await core.api.request('PATCH /rooms/{roomId}', { path: { roomId }, body: input }));

export const archiveRoom = async (core: Core, roomId: string): Promise<void> =>
  void (await core.api.request('DELETE /rooms/{roomId}', { path: { roomId } }));

export const joinRoom = async (core: Core, roomId: string): Promise<void> =>
  void (await core.api.request('POST /rooms/{roomId}/join', { path: { roomId } }));

export const leaveRoom = async (core: Core, roomId: string): Promise<void> =>
  void (await core.api.request('POST /rooms/{roomId}/leave', { path: { roomId } }));

export const putMember = async (
  core: Core,
  at: { roomId: string; userId: string },
  input: PutMemberInput,
): Promise<RoomView> =>
  await core.api.request('PUT /rooms/{roomId}/members/{userId}', { path: at, body: input });

export const removeMember = async (core: Core, at: { roomId: string; userId: string }): Promise<void> =>
  void (await core.api.request('DELETE /rooms/{roomId}/members/{userId}', { path: at }));

export async function loadDirectory(core: Core): Promise<DirectoryEntry[]> {
  return (await core.api.request('GET /rooms/directory')).rooms;
}

export async function loadMembers(core: Core, dispatch: Store['dispatch'], roomId: string): Promise<void> {
  const { members } = await core.api.request('GET /rooms/{roomId}/members', { path: { roomId } });
  dispatch(membersLoaded({ roomId, members }));
}
