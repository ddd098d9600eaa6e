import { createHash } from 'node:crypto';
import { nameKey } from '@parley/shared/text';
import bcrypt from 'bcrypt';
import { Types } from 'mongoose';
import type { PasswordDoc } from '../features/credentials/credentials.model.js';
import type { RoomDoc } from '../features/rooms/rooms.model.js';
import type { UserDoc } from '../features/users/users.model.js';
import { directMessages, generalMessages, people, rooms } from './cast.js';

export const PASSWORD = 'a demo for everybody';
export const YEAR_MS = 365 * 86_400_000;

/** What is the same in all parts of one demonstration. */
export interface Scene {
  /** Seeded, so that the demonstration is the same every time. */
  random: () => number;
  pick: <T>(items: readonly T[]) => T;
  now: number;
}

/** A room, its members, and how many messages it has. */
export interface Plan {
  room: RoomDoc;
  memberIds: Types.ObjectId[];
  messages: number;
}

/** The people of the demonstration; the first owns the workspace. */
export function makePeople({ now, pick }: Scene): UserDoc[] {
  return people.map(([username, displayName, status], i) => ({
    _id: new Types.ObjectId(),
    version: 1,
    username,
    names: [username],
    displayName,
    email: `${username}@example.org`,
    statusEmoji: status?.[0] ?? '',
    statusText: status?.[1] ?? '',
    role: i === 0 ? ('owner' as const) : ('member' as const),
    active: true,
    showReceipts: true,
    presenceMode: 'auto' as const,
    timeZone: pick(['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Tokyo']),
    ...(i === 0 ? { founder: 1 as const } : {}),
    createdAt: new Date(now - YEAR_MS),
  }));
}

/** What they sign in with: all with the same password. */
export async function makePasswords(users: UserDoc[]): Promise<PasswordDoc[]> {
  const hash = await bcrypt.hash(PASSWORD, 10);
  return users.map(({ _id, createdAt }) => ({
    _id: new Types.ObjectId(),
    userId: _id,
    kind: 'password',
    hash,
    setAt: createdAt,
  }));
}

function roomOf(over: Partial<RoomDoc>, owner: Types.ObjectId, now: number): RoomDoc {
  return {
    _id: new Types.ObjectId(),
    version: 1,
    type: 'public',
    name: '',
    nameKey: nameKey(over.name ?? ''),
    topic: '',
    memberIds: [],
    archived: false,
    createdBy: owner,
    createdAt: new Date(now - YEAR_MS),
    ...over,
  };
}

/** All rooms and conversations of the demonstration. */
export function makePlans(ids: Types.ObjectId[], now: number): Plan[] {
  const owner = ids[0] as Types.ObjectId;
  const roomDoc = (over: Partial<RoomDoc>): RoomDoc => roomOf(over, owner, now);
  const plans: Plan[] = [
    {
      room: roomDoc({ name: 'General', topic: 'Everybody is here', general: 1 }),
      memberIds: ids,
      messages: generalMessages,
    },
  ];
  for (const { name, topic, type, messages, members } of rooms)
    plans.push({ room: roomDoc({ name, topic, type }), memberIds: ids.slice(0, members), messages });
  const conversation = (type: 'direct' | 'group', memberIds: Types.ObjectId[], messages: number): void => {
    const key = createHash('sha256')
      .update([...memberIds.map(String)].sort().join(','))
      .digest('base64url');
    plans.push({ room: roomDoc({ type, memberIds, peopleKey: `${type}:${key}` }), memberIds, messages });
  };
  for (const other of ids.slice(1, 9)) conversation('direct', [owner, other], directMessages / 10);
  conversation('group', [owner, ids[4] as Types.ObjectId, ids[1] as Types.ObjectId], directMessages / 5);
  return plans;
}
