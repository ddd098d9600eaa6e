import { notFound } from '@parley/shared/errors';
import type { ReadView } from '@parley/shared/rooms';
import type { Actor, Server } from '../../platform/context.js';
import { readHeads } from '../messages/messages.access.js';
import { raiseReadMark } from '../rooms/members.change.js';
import { takeBack } from '../push/push.actions.js';
import { hasMoreMembersThan, listMembers, loadRoom } from '../rooms/rooms.access.js';
import { findAccount, findReceiptSharers } from '../users/users.access.js';

/** In larger rooms receipts are a list on demand: told to everyone, each message would cost people × people events. */
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
    server.publish.toRoom(roomId, 'read:changed', { read }, { exceptUser: userId });
  return { seq: mark };
}

/** How far each person of a room has read, of those who let it be seen. */
export async function listReads(actor: Actor, roomId: string): Promise<ReadView[]> {
  const members = await listMembers(actor.server, roomId);
  const sharers = await findReceiptSharers(
    actor.server,
    members.map((member) => String(member.userId)),
  );
  return members
    .filter((member) => sharers.has(String(member.userId)))
    .map((member) => ({ roomId, userId: String(member.userId), seq: member.readSeq }));
}

/** The read marks that come along when a room is opened: none for large rooms. */
export async function listLiveReads(actor: Actor, roomId: string): Promise<ReadView[]> {
  return (await isCrowded(actor.server, roomId)) ? [] : await listReads(actor, roomId);
}
