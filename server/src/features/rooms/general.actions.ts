import { randomUUID } from 'node:crypto';
import { nameKey } from '@parley/shared/text';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { readHeads } from '../messages/messages.access.js';
import { postNotice } from '../messages/messages.actions.js';
import type { UserDoc } from '../users/users.access.js';
import { putMember } from './members.change.js';
import { Rooms, type RoomDoc } from './rooms.model.js';

async function ensureGeneral(server: Server, user: Pick<UserDoc, '_id'>): Promise<RoomDoc> {
  const existing = await Rooms(server).findOne({ general: 1 }).lean();
  if (existing) return existing;
  try {
    const room = await Rooms(server).create({
      version: 1,
      type: 'public',
      name: 'General',
      nameKey: nameKey('General'),
      topic: 'Everybody is here',
      general: 1,
      archived: false,
      createdBy: user._id,
      createdAt: new Date(),
    });
    return room.toObject<RoomDoc>();
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return await ensureGeneral(server, user);
  }
}

/** Brings somebody into General, which is made for the first one. Safe to repeat: sign-in calls it again. */
export async function enterGeneral(server: Server, user: Pick<UserDoc, '_id' | 'role'>): Promise<void> {
  const room = await ensureGeneral(server, user);
  await putMember(server, room, {
    userId: String(user._id),
    role: user.role === 'owner' ? 'owner' : 'member',
  });
  const { headSeq } = await readHeads(server, String(room._id));
  if (headSeq === 0)
    await postNotice(
      server,
      { roomId: String(room._id), authorId: String(user._id), clientId: randomUUID() },
      { kind: 'welcome' },
    );
}
