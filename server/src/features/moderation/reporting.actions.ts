import { notFound } from '@parley/shared/errors';
import { moderationLimits } from '@parley/shared/moderation/limits';
import type { ReportInput } from '@parley/shared/moderation/moderation';
import { messageText } from '@parley/shared/partTexts';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import type { Limit } from '../../platform/rateLimit.js';
import { inSlot } from '../../platform/slots.js';
import { loadMessage, readPage, type MessageDoc } from '../messages/messages.access.js';
import { findFloors } from '../rooms/floors.access.js';
import { isBanned } from '../users/bans.access.js';
import { loadPerson } from '../users/directory.access.js';
import { giveNotice, listByRoles } from '../users/restrictions.change.js';
import { findAccount, type UserDoc } from '../users/users.access.js';
import { hiddenTargets } from './reports.access.js';
import { Reports, type ReportDoc, type StoredEvidence } from './reports.model.js';

/** Reports per person: nobody sees as much within an hour that is worth one. */
const reportLimit: Limit = { name: 'report', bounds: () => [20, 3600] };

const evidenceOf = (message: MessageDoc): StoredEvidence => ({
  messageId: message._id,
  authorId: message.authorId,
  createdAt: message.createdAt,
  edited: message.editedAt !== null,
  deleted: message.deletedAt !== null,
  text: messageText({
    text: message.text,
    files: message.files ?? [],
    ...(message.parts ? { parts: message.parts } : {}),
  }),
});

/** The message with those around it, as they are now. */
async function readEvidence(server: Server, message: MessageDoc): Promise<StoredEvidence[]> {
  const roomId = String(message.roomId);
  const limit = moderationLimits.around;
  const at = { roomId, floorSeq: (await findFloors(server, [roomId])).get(roomId) ?? 0 };
  const [before, after] = await Promise.all([
    readPage(server, at, { before: message.seq, limit }),
    readPage(server, at, { after: message.seq, limit }),
  ]);
  return [...before.messages, message, ...after.messages].map(evidenceOf);
}

const profileOf = (user: UserDoc | undefined): ReportDoc['profile'] => ({
  displayName: user?.displayName ?? '',
  username: user?.username ?? '',
  statusText: user?.statusText ?? '',
});

type NewReport = Pick<
  ReportDoc,
  'kind' | 'targetId' | 'messageId' | 'roomId' | 'roomName' | 'messages' | 'profile'
>;

/** Stores a report, or updates the open one of the same person about the same. @returns whether it is a new one */
async function store(
  { server, userId }: Actor,
  { reason, note = '' }: ReportInput,
  what: NewReport,
): Promise<boolean> {
  const openKey = `${userId} ${what.kind} ${String(what.messageId ?? what.targetId)}`;
  const now = new Date();
  const words = { reason, note: note.trim(), updatedAt: now };
  const repeat = { $set: words, $inc: { version: 1 } };
  if (await Reports(server).findOneAndUpdate({ openKey }, repeat).lean()) return false;
  const reporterId = new Types.ObjectId(userId);
  const report: Omit<ReportDoc, 'slot'> = {
    ...what,
    ...words,
    _id: new Types.ObjectId(),
    version: 1,
    status: 'open',
    reporterId,
    createdAt: now,
    assignedTo: null,
    openKey,
    openBy: reporterId,
    notes: [],
  };
  const slots = { of: { openBy: reporterId }, most: moderationLimits.openReports };
  try {
    if (await inSlot(Reports(server), slots, (slot) => Reports(server).create({ ...report, slot })))
      return true;
  } catch (error) {
    // Pressed twice: the other has stored it.
    if (duplicateKey(error)?.['openKey'] === undefined) throw error;
    await Reports(server).updateOne({ openKey }, repeat);
    return false;
  }
  throw refusal('reports.tooMany', { most: moderationLimits.openReports });
}

/** Gives everybody who may handle it a notice, in the background: the reporter need not wait for it. */
function callModerators({ server, userId }: Actor, targetId: string): void {
  const call = async (): Promise<void> => {
    for (const user of await listByRoles(server, ['owner', 'admin', 'moderator'])) {
      const moderator = { server, userId: String(user._id), role: user.role };
      if (!user.active || isBanned(user) || moderator.userId === userId) continue;
      if ((await hiddenTargets(moderator)).includes(targetId)) continue;
      await giveNotice(server, moderator.userId, { kind: 'reportWaits', single: true });
    }
  };
  call().catch((error: unknown) => server.log.error({ err: error }, 'moderators were not notified'));
}

/** Reports a message in a room one may read. A repeat updates one's open report. @throws not_found, conflict, rate_limited */
export async function reportMessage(actor: Actor, messageId: string, input: ReportInput): Promise<void> {
  const { message, access } = await loadMessage(actor, messageId);
  if (message.deletedAt) throw notFound();
  const targetId = String(message.authorId);
  if (targetId === actor.userId) throw refusal('reports.own');
  await actor.server.limits.take(reportLimit, actor.userId, actor.limitsUsed);
  const fresh = await store(actor, input, {
    kind: 'message',
    targetId: message.authorId,
    messageId: message._id,
    roomId: message.roomId,
    roomName: access.room.name,
    messages: await readEvidence(actor.server, message),
    profile: profileOf(await findAccount(actor.server, targetId)),
  });
  if (fresh) callModerators(actor, targetId);
}

/** Reports a person one may see. A repeat updates one's open report. @throws not_found, conflict, rate_limited */
export async function reportPerson(actor: Actor, userId: string, input: ReportInput): Promise<void> {
  const target = await loadPerson(actor, userId);
  if (target.bot || target.erased) throw notFound();
  if (userId === actor.userId) throw refusal('reports.own');
  await actor.server.limits.take(reportLimit, actor.userId, actor.limitsUsed);
  const fresh = await store(actor, input, {
    kind: 'person',
    targetId: target._id,
    messageId: null,
    roomId: null,
    roomName: '',
    messages: [],
    profile: profileOf(target),
  });
  if (fresh) callModerators(actor, userId);
}
