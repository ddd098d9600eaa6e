import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { findPart } from '@parley/shared/findPart';
import { pollLimits } from '@parley/shared/polls/limits';
import type { MessageView } from '@parley/shared/messages';
import { can } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { isPollClosed } from '@parley/shared/polls/closed';
import type { CreatePoll, PollPart, PollVote, PollVoter } from '@parley/shared/polls/poll';
import { trusted, Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey, ignoringRepeats } from '../../platform/database.js';
import { findMessages, loadMessage, type MessageDoc } from '../messages/messages.access.js';
import { changeMessage, changeMessages } from '../messages/messages.change.js';
import { sendMessage } from '../messages/messages.actions.js';
import { viewMessage } from '../messages/messages.view.js';
import { loadRoomFor, type RoomAccess } from '../rooms/rooms.access.js';
import { requirePermission } from '../rooms/standings.access.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { changePoll, recount, recountSoon } from './polls.counting.js';
import { Polls, Votes, type PollDoc } from './polls.model.js';

/** Votes of an erased person read at once. */
const ERASED_AT_ONCE = 100;
const DAY_MS = 24 * 60 * 60_000;

const pollOf = (message: Pick<MessageView, 'parts'>): PollPart | undefined => findPart(message, 'poll');

interface Loaded {
  message: MessageDoc;
  access: RoomAccess;
  poll: PollPart;
}

/** A poll in a room one may read. @throws not_found, also for a message without one */
async function loadPoll(actor: Actor, messageId: string): Promise<Loaded> {
  const { message, access } = await loadMessage(actor, messageId);
  const poll = pollOf(message);
  if (!poll || message.deletedAt) throw notFound();
  return { message, access, poll };
}

const optionIdsOf = ({ options }: PollPart): string[] => options.map(({ optionId }) => optionId);

/** The document of a poll for the jobs, unless it is stored. */
const docOf = (
  { _id, roomId }: Pick<MessageDoc, '_id' | 'roomId'>,
  { closesAt }: PollPart,
): Omit<PollDoc, 'staleSince'> => ({
  _id,
  roomId,
  closesAt: closesAt === null ? null : new Date(closesAt),
  open: true,
});

/**
 * Posts a poll as a message. A repeat with the same client id returns the original.
 *
 * @throws invalid `closesAt` for a time that is past, or too far away; what `sendMessage` throws
 */
export async function createPoll(
  actor: Actor,
  at: { roomId: string; clientId: string },
  { question, options, multiple, anonymous, closesAt }: CreatePoll,
): Promise<{ message: MessageView; fresh: boolean }> {
  await requirePermission(actor, at.roomId, 'createPoll');
  const closes = closesAt === null ? undefined : Date.parse(closesAt) - Date.now();
  if (closes !== undefined && closes <= 0) throw invalidField('closesAt', 'pastTime');
  if (closes !== undefined && closes > pollLimits.days * DAY_MS)
    throw invalidField('closesAt', 'tooFarAhead', { days: pollLimits.days });
  const poll: PollPart = {
    kind: 'poll',
    question: await filterText(actor.server, question.trim()),
    options: await Promise.all(
      options.map(async (text, i) => ({
        optionId: String(i + 1),
        text: await filterText(actor.server, text.trim()),
        votes: 0,
      })),
    ),
    multiple,
    anonymous,
    voters: 0,
    closesAt: closesAt === null ? null : new Date(closesAt).toISOString(),
    closedAt: null,
  };
  const sent = await sendMessage(actor, { ...at, text: '' }, [poll]);
  const stored = pollOf(sent.message);
  // Also for a repeat: the first try may have ended between the two writes.
  if (stored && !stored.closedAt) {
    const ids = { _id: new Types.ObjectId(sent.message.messageId), roomId: new Types.ObjectId(at.roomId) };
    await noteOpen(actor.server, docOf(ids, stored));
  }
  return sent;
}

async function noteOpen(
  server: Server,
  doc: Omit<PollDoc, 'staleSince'>,
  set: Partial<PollDoc> = {},
): Promise<void> {
  const { _id, ...rest } = doc;
  await Polls(server).updateOne({ _id }, { $set: set, $setOnInsert: rest }, { upsert: true });
}

function requireOptions(poll: PollPart, optionIds: string[]): void {
  const known = new Set(optionIdsOf(poll));
  if (optionIds.some((optionId) => !known.has(optionId))) throw invalidField('optionIds', 'notAnOption');
  if (!poll.multiple && optionIds.length > 1) throw invalidField('optionIds', 'oneOption');
}

async function store(
  server: Server,
  own: { messageId: Types.ObjectId; userId: Types.ObjectId },
  optionIds: string[],
): Promise<void> {
  if (optionIds.length === 0) return void (await Votes(server).deleteOne(own));
  try {
    await Votes(server).updateOne(own, { $set: { optionIds } }, { upsert: true });
  } catch (error) {
    // Two first votes at once: the other has created the document.
    if (!duplicateKey(error)) throw error;
    await Votes(server).updateOne(own, { $set: { optionIds } });
  }
}

/**
 * Votes, changes one's vote, or withdraws it with no options. Idempotent.
 *
 * @throws invalid `optionIds`; conflict when the poll is closed; not_found, forbidden
 */
export async function vote(actor: Actor, messageId: string, given: PollVote): Promise<PollVote> {
  const { message, poll } = await loadPoll(actor, messageId);
  await loadRoomFor(actor, String(message.roomId), 'send');
  if (isPollClosed(poll, Date.now())) throw refusal('polls.closed');
  const optionIds = [...new Set(given.optionIds)].sort((one, other) => Number(one) - Number(other));
  requireOptions(poll, optionIds);
  const { server } = actor;
  // Before the vote: after a crash between the two the job counts.
  await noteOpen(server, docOf(message, poll), { staleSince: new Date() });
  await store(server, { messageId: message._id, userId: new Types.ObjectId(actor.userId) }, optionIds);
  recountSoon(server, message, optionIdsOf(poll));
  return { optionIds };
}

/** One's own vote. */
export async function readVote(actor: Actor, messageId: string): Promise<PollVote> {
  const { message } = await loadPoll(actor, messageId);
  const own = await Votes(actor.server).findOne({ messageId: message._id, userId: actor.userId }).lean();
  return { optionIds: own?.optionIds ?? [] };
}

/**
 * Who voted for what, in the order of their first votes.
 *
 * @throws forbidden for an anonymous poll
 */
export async function readVoters(
  actor: Actor,
  messageId: string,
  page: { optionId?: string | undefined; after?: string | undefined; limit: number },
): Promise<{ voters: PollVoter[]; next: string | null }> {
  const { message, poll } = await loadPoll(actor, messageId);
  if (poll.anonymous) throw refusal('polls.anonymous');
  const found = await Votes(actor.server)
    .find({
      messageId: message._id,
      ...(page.optionId === undefined ? {} : { optionIds: page.optionId }),
      ...(page.after === undefined ? {} : { _id: trusted({ $gt: new Types.ObjectId(page.after) }) }),
    })
    .sort({ _id: 1 })
    .limit(page.limit)
    .lean();
  return {
    voters: found.map(({ userId, optionIds }) => ({ userId: String(userId), optionIds })),
    next: found.length === page.limit ? String(found.at(-1)?._id) : null,
  };
}

const close = changePoll(({ closedAt }) =>
  closedAt === null ? { closedAt: new Date().toISOString() } : undefined,
);

/** Closes one's own poll, or any as a moderator: its votes are final. Idempotent. */
export async function closePoll(actor: Actor, messageId: string): Promise<MessageView> {
  const { message, access, poll } = await loadPoll(actor, messageId);
  await loadRoomFor(actor, String(message.roomId), 'send');
  if (String(message.authorId) !== actor.userId && !can('deleteAnyMessage', access.standing))
    throw refusal('polls.close');
  await settle(actor.server, await changeMessage(actor, message, close), poll);
  return viewMessage((await loadMessage(actor, messageId)).message);
}

/** Closes a poll at its closing time. For the job: no permission check. */
export async function closeDue(server: Server, { _id, roomId }: PollDoc): Promise<void> {
  const job = { kind: 'change' as const, messageId: String(_id), mutate: close };
  const { message } = await changeMessages(server, String(roomId), job);
  const poll = pollOf(message);
  await (poll ? settle(server, message, poll) : removePoll(server, _id));
}

/** Counts a poll whose count may be behind its votes. For the job: no permission check. */
export async function countStale(server: Server, doc: PollDoc): Promise<void> {
  const message = (await findMessages(server, [String(doc._id)])).get(String(doc._id));
  const poll = message && pollOf(message);
  await (poll ? recount(server, doc, optionIdsOf(poll)) : removePoll(server, doc._id));
}

/** Removes what is stored of a poll besides its message, which is deleted. */
export async function removePoll(server: Server, messageId: Types.ObjectId): Promise<void> {
  await Votes(server).deleteMany({ messageId });
  await Polls(server).deleteOne({ _id: messageId });
}

/** Removes a person's votes, and counts again; closed polls, too, as reactions are removed from old messages. */
export async function removeVotesOf(server: Server, userId: string): Promise<void> {
  for (;;) {
    const own = await Votes(server).find({ userId }, { messageId: 1 }).limit(ERASED_AT_ONCE).lean();
    if (own.length === 0) return;
    for (const { _id, messageId } of own) {
      await Polls(server).updateOne({ _id: messageId }, { $set: { staleSince: new Date() } });
      await Votes(server).deleteOne({ _id });
      const doc = await Polls(server).findById(messageId).lean();
      if (doc) await countStale(server, doc);
    }
  }
}

/** What a person has voted for. */
export async function listVotesOf(
  server: Server,
  userId: string,
): Promise<{ messageId: string; optionIds: string[] }[]> {
  const found = await Votes(server).find({ userId }).sort({ _id: 1 }).limit(100_000).lean();
  return found.map(({ messageId, optionIds }) => ({ messageId: String(messageId), optionIds }));
}

/** The last count of a closed poll, with the votes accepted just before closing. */
async function settle(server: Server, message: MessageDoc, poll: PollPart): Promise<void> {
  await recount(server, message, optionIdsOf(poll));
  await Polls(server).updateOne({ _id: message._id }, { $set: { open: false } });
}

/** Makes a person's votes another's, and counts again. Where both have voted, the vote of the one who stays counts. */
export async function moveVotes(server: Server, fromId: string, intoId: string): Promise<void> {
  for (;;) {
    const votes = await Votes(server).find({ userId: fromId }).limit(ERASED_AT_ONCE).lean();
    if (votes.length === 0) return;
    for (const { _id, messageId } of votes) {
      await Polls(server).updateOne({ _id: messageId }, { $set: { staleSince: new Date() } });
      const both = await Votes(server).exists({ messageId, userId: intoId });
      if (both) await Votes(server).deleteOne({ _id });
      // Voted at the same moment: the next round finds both.
      else
        await ignoringRepeats(
          Votes(server)
            .updateOne({ _id }, { $set: { userId: intoId } })
            .exec(),
        );
      const doc = await Polls(server).findById(messageId).lean();
      if (doc) await countStale(server, doc);
    }
  }
}
