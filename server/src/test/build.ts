import { randomUUID } from 'node:crypto';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import { expect } from 'vitest';
import type { Person } from './startServer.js';

/** Makes a private room with some people in it. */
export async function privateRoom(owner: Person, members: Person[] = [], name = 'Secret'): Promise<RoomView> {
  const response = await owner
    .post('/rooms', { type: 'private', name, memberIds: members.map((person) => person.userId) })
    .expect(201);
  return response.body as RoomView;
}

export async function generalRoom(person: Person): Promise<string> {
  const { rooms } = (await person.get('/rooms').expect(200)).body as { rooms: { room: RoomView }[] };
  const general = rooms.find(({ room }) => room.general);
  expect(general).toBeDefined();
  return general?.room.roomId ?? '';
}

export async function say(
  person: Person,
  roomId: string,
  text: string,
  extra: object = {},
): Promise<MessageView> {
  const response = await person.post(`/rooms/${roomId}/messages`, { text, clientId: randomUUID(), ...extra });
  expect(response.status, JSON.stringify(response.body)).toBe(201);
  return response.body as MessageView;
}

export const nowhere = '0123456789abcdef01234567';
