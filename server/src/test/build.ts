import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileView } from '@parley/shared/files';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { SearchPage } from '@parley/shared/search';
import sharp, { type Sharp } from 'sharp';
import { expect } from 'vitest';
import type { Person, TestServer } from './startServer.js';

/** Creates a private room with members. */
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

/** Uploads a file and expects it to be accepted. */
export async function uploaded(
  person: Person,
  roomId: string,
  bytes: Buffer,
  name?: string,
): Promise<FileView> {
  const response = await person.upload(roomId, bytes, name === undefined ? {} : { name });
  expect(response.status, JSON.stringify(response.body)).toBe(201);
  return response.body as FileView;
}

/** Names of all files on the server's disk: stored ones and pending uploads. */
export function filesLeft({ app }: TestServer): string[] {
  return ['files', 'uploads-arriving'].flatMap((folder) => {
    const path = join(app.server.config.dataFolder, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  });
}

/** A red picture. */
export const picture = (width = 1200, height = 800): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 40 } } });

export const nowhere = '0123456789abcdef01234567';

/** Searches, and expects a result. `extra` is appended to the query, such as `&sort=best`. */
export async function find(person: Person, q: string, extra = ''): Promise<SearchPage> {
  const response = await person.get(`/search?q=${encodeURIComponent(q)}${extra}`);
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  return response.body as SearchPage;
}

/** The texts a search finds, in their order. */
export const texts = async (person: Person, q: string, extra = ''): Promise<string[]> =>
  (await find(person, q, extra)).hits.map(({ text }) => text);
