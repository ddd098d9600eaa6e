import { trusted } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { findActiveUsers } from '../users/users.access.js';
import { changeMember, publishMember } from './members.change.js';
import { Members, Rooms, type MemberDoc, type RoomDoc } from './rooms.model.js';

type Asking = Pick<Actor, 'server'>;

/** Whether a room has owners. General belongs to everybody: the admins of the workspace manage it. */
const isOwned = ({ type, general }: RoomDoc): boolean =>
  (type === 'public' || type === 'private') && general !== 1;

/** Whether a room has an active owner. @param but excludes this person */
export async function hasOwner(actor: Asking, room: RoomDoc, but?: string): Promise<boolean> {
  const owners = await Members(actor.server)
    .find({ roomId: room._id, role: 'owner', present: true }, { userId: 1 })
    .lean();
  const userIds = owners.map(({ userId }) => String(userId)).filter((userId) => userId !== but);
  return (await findActiveUsers(actor, userIds)).length > 0;
}

/** Members read at once. */
const AT_ONCE = 100;

/** The longest member who can own a room: moderators first, and no guest. */
async function findHeir(actor: Asking, room: RoomDoc): Promise<string | undefined> {
  for (const role of ['moderator', 'member'] as const) {
    let joinedAfter: MemberDoc | undefined;
    do {
      const after = joinedAfter ? { joinedAt: trusted({ $gte: joinedAfter.joinedAt }) } : {};
      const found: MemberDoc[] = await Members(actor.server)
        .find({ roomId: room._id, role, present: true, ...after })
        .sort({ joinedAt: 1, _id: 1 })
        .limit(AT_ONCE)
        .lean();
      const active = await findActiveUsers(
        actor,
        found.map(({ userId }) => String(userId)),
      );
      const able = new Set(active.filter((user) => user.role !== 'guest').map(({ _id }) => String(_id)));
      const heir = found.find(({ userId }) => able.has(String(userId)));
      if (heir) return String(heir.userId);
      const last = found.at(-1);
      // After a whole page who joined in the same millisecond the search ends.
      joinedAfter =
        found.length === AT_ONCE && last?.joinedAt.getTime() !== joinedAfter?.joinedAt.getTime()
          ? last
          : undefined;
    } while (joinedAfter);
  }
  return undefined;
}

/**
 * Makes the longest member owner of a room whose last owner left, was removed or deactivated. Checked after the write and not before: of
 * several that leave at once, the last to check sees all of them gone. Idempotent. An empty room gets its owner with the next join.
 *
 * @param userId whose membership is returned if it was changed
 */
export async function ensureOwner(
  actor: Asking,
  room: RoomDoc,
  userId?: string,
): Promise<MemberDoc | undefined> {
  if (!isOwned(room)) return undefined;
  while (!(await hasOwner(actor, room))) {
    const heir = await findHeir(actor, room);
    if (heir === undefined) return undefined;
    const changed = await changeMember(
      actor.server,
      { roomId: String(room._id), userId: heir },
      { role: 'owner' },
    );
    // They left at the same moment: tries the next.
    if (!changed) continue;
    await publishMember(actor.server, room, changed);
    return heir === userId ? changed : undefined;
  }
  return undefined;
}

/** The same for all rooms of an owner who is deactivated. */
export async function ensureOwnersOf(actor: Asking, userId: string): Promise<void> {
  const owned = await Members(actor.server)
    .find({ userId, present: true, role: 'owner' }, { roomId: 1 })
    .lean();
  const rooms = await Rooms(actor.server)
    .find({ _id: trusted({ $in: owned.map(({ roomId }) => roomId) }) })
    .lean();
  for (const room of rooms) await ensureOwner(actor, room);
}
