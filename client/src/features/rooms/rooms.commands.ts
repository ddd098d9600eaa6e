import {
  directoryEntry,
  memberView,
  roomView,
  type CreateRoomInput,
  type DirectoryEntry,
  type PutMemberInput,
  type RoomView,
  type UpdateRoomInput,
} from '@parley/shared/rooms';
import { z } from 'zod';
import type { Core } from '../../app/core';
import type { Store } from '../../app/store';
import { membersLoaded } from './rooms.state';

/** What one can do with rooms, each a request; the results come back as events. */
export const createRoom = async (core: Core, input: CreateRoomInput): Promise<RoomView> =>
  roomView.parse(await core.api.request('/rooms', { method: 'POST', body: input }));

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
  await core.api
    .request(`/rooms/${at.roomId}/members/${at.userId}`, { method: 'PUT', body: input })
    .then((answer) => roomView.parse(answer));

export const removeMember = async (core: Core, at: { roomId: string; userId: string }): Promise<void> =>
  void (await core.api.request(`/rooms/${at.roomId}/members/${at.userId}`, { method: 'DELETE' }));

export async function loadDirectory(core: Core): Promise<DirectoryEntry[]> {
  return z.object({ rooms: z.array(directoryEntry) }).parse(await core.api.request('/rooms/directory')).rooms;
}

export async function loadMembers(core: Core, dispatch: Store['dispatch'], roomId: string): Promise<void> {
  const { members } = z
    .object({ members: z.array(memberView) })
    .parse(await core.api.request(`/rooms/${roomId}/members`));
  dispatch(membersLoaded({ roomId, members }));
}
