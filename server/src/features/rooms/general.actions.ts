import { nameKey } from '@parley/shared/text';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import type { UserDoc } from '../users/users.access.js';
import { putMember } from './members.change.js';
import { Rooms, type RoomDoc } from './rooms.model.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** A person has entered General, or was in it. The publisher waits for the listeners, which store the first message. */
    'general.entered': { roomId: string; userId: string };
  }
}

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

/**
 * Adds a person to General, which is created for the first one. Idempotent: sign-in calls it again. A guest is in the rooms they were
 * added to alone; one who was a member before stays.
 */
export async function enterGeneral(server: Server, user: Pick<UserDoc, '_id' | 'role'>): Promise<void> {
  if (user.role === 'guest') return;
  const room = await ensureGeneral(server, user);
  const userId = String(user._id);
  await putMember(server, room, { userId, role: user.role === 'owner' ? 'owner' : 'member' });
  await server.bus.publishAndWait('general.entered', { roomId: String(room._id), userId });
}
