import { notFound } from '@parley/shared/errors';
import type { ReadView } from '@parley/shared/rooms';
import { batchedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { readHeads } from '../messages/messages.access.js';
import { isAllUncounted } from '../messages/unread.access.js';
import { raiseReadMark } from '../rooms/members.change.js';
import { takeBack } from '../push/push.actions.js';
import { hasMoreMembersThan, listMembers, loadRoom } from '../rooms/rooms.access.js';
import { publishInRoom } from '../users/audience.actions.js';
import { onlySeen } from '../users/directory.access.js';
import { findAccount, findReceiptSharers } from '../users/users.access.js';

/** In larger rooms receipts are requested on demand: published, each message would cost people × people events. */
const LIVE_RECEIPTS_UP_TO = 30;

const isCrowded = (server: Server, roomId: string): Promise<boolean> =>
  hasMoreMembersThan(server, roomId, LIVE_RECEIPTS_UP_TO);

/** Moves one's read mark forward; it never goes back, nor beyond the newest message. */
export async function markRead(actor: Actor, roomId: string, seq: number): Promise<{ seq: number }> {
  const { server, userId } = actor;
  const { member } = await loadRoom(actor, roomId);
  if (!member) throw notFound();
  if (seq <= member.readSeq) return { seq: member.readSeq };
  const { headSeq } = await readHeads(server, roomId);
  const mark = Math.min(seq, headSeq);
  if (!(await raiseReadMark(server, { roomId, userId }, mark))) return { seq: mark };
  const read: ReadView = { roomId, userId, seq: mark };
  server.publish.toUser(userId, 'read:changed', { read });
  takeBack(server, userId, roomId).catch((error: unknown) =>
    server.log.warn({ err: error }, 'a notification could not be taken back'),
  );
  const [me, crowded] = await Promise.all([findAccount(server, userId), isCrowded(server, roomId)]);
  if (me?.showReceipts === true && !crowded)
    await publishInRoom(server, { roomId, userId, exceptSelf: true }, 'read:changed', { read });
  return { seq: mark };
}

/**
 * After a message sent by a token, where no page of its author reads along. If nothing unread is before it, they have read up to it: what a
 * script sends in their name for weeks is then no growing list of places that are not unread. Otherwise the mark stays, since a script has
 * read nothing of others.
 */
export async function readPastOwn(
  actor: Actor,
  { roomId, seq }: { roomId: string; seq: number },
): Promise<void> {
  const { server, userId } = actor;
  const { member } = await loadRoom(actor, roomId);
  if (!member || member.unreadFrom != null || seq <= member.readSeq) return;
  if (await isAllUncounted(server, { roomId, userId }, { after: member.readSeq, before: seq }))
    await markRead(actor, roomId, seq);
}

/** The read marks of a room's people, of those who share them. */
async function readsIn(server: Server, roomId: string): Promise<ReadView[]> {
  const members = await listMembers(server, roomId);
  const sharers = await findReceiptSharers(
    server,
    members.map((member) => String(member.userId)),
  );
  return members
    .filter((member) => sharers.has(String(member.userId)))
    .map((member) => ({ roomId, userId: String(member.userId), seq: member.readSeq }));
}

const liveReadsIn = batchedRead<string, ReadView[]>(
  (roomId) => roomId,
  async (server, roomIds) => {
    const reads = roomIds.map(async (roomId): Promise<[string, ReadView[]]> => [
      roomId,
      (await isCrowded(server, roomId)) ? [] : await readsIn(server, roomId),
    ]);
    return new Map(await Promise.all(reads));
  },
);

/** The read marks sent when a room is opened: none for large rooms. Concurrent openings share one read. */
export const listLiveReads = async (actor: Actor, roomId: string): Promise<ReadView[]> =>
  await onlySeen(actor, (await liveReadsIn(actor.server, roomId)) ?? [], ({ userId }) => userId);

/** The read marks of a room's members, without those the requester may not see. */
export const listReads = async (actor: Actor, roomId: string): Promise<ReadView[]> =>
  await onlySeen(actor, await readsIn(actor.server, roomId), ({ userId }) => userId);
