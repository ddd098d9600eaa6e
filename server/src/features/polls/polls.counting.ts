import { AppError } from '@parley/shared/errors';
import { findPart } from '@parley/shared/findPart';
import type { PollPart } from '@parley/shared/polls/poll';
import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { KeyedThrottle } from '../../platform/keyedThrottle.js';
import { perServer } from '../../platform/perServer.js';
import { changeMessages, type Mutation } from '../messages/messages.change.js';
import { Polls, Votes, type PollDoc } from './polls.model.js';

/** Interval between two counts of one poll, in ms: however many vote at once, its room receives two changes a second. */
const INTERVAL_MS = 500;

const throttleOf = perServer(() => new KeyedThrottle(INTERVAL_MS));

type Message = Pick<PollDoc, '_id' | 'roomId'>;
type Counts = { voters: number; votes: Map<string, number> };

/**
 * Changes the poll of a message.
 *
 * @param change returns what changes; undefined for nothing
 */
export const changePoll =
  (change: (poll: PollPart) => Partial<PollPart> | undefined): Mutation =>
  (message) => {
    const poll = message.deletedAt ? undefined : findPart(message, 'poll');
    const changed = poll && change(poll);
    return (
      changed && {
        parts: (message.parts ?? []).map((part) => (part === poll ? { ...poll, ...changed } : part)),
      }
    );
  };

async function countVotes(server: Server, messageId: Types.ObjectId, optionIds: string[]): Promise<Counts> {
  const [voters, ...votes] = await Promise.all([
    Votes(server).countDocuments({ messageId }),
    ...optionIds.map((optionId) => Votes(server).countDocuments({ messageId, optionIds: optionId })),
  ]);
  return { voters, votes: new Map(optionIds.map((optionId, i) => [optionId, votes[i] ?? 0])) };
}

const withCounts =
  ({ voters, votes }: Counts) =>
  (poll: PollPart): Partial<PollPart> | undefined => {
    const options = poll.options.map((option) => ({ ...option, votes: votes.get(option.optionId) ?? 0 }));
    const same = voters === poll.voters && options.every(({ votes }, i) => votes === poll.options[i]?.votes);
    return same ? undefined : { voters, options };
  };

/**
 * Sets the counts of a message's poll to the stored votes, and counts again after each write: another node may have counted
 * before this one and written after it. The last writer finds that here.
 */
export async function recount(server: Server, { _id, roomId }: Message, optionIds: string[]): Promise<void> {
  const startedAt = new Date();
  try {
    for (let fresh = true; fresh;) {
      const counts = await countVotes(server, _id, optionIds);
      const job = { kind: 'change' as const, messageId: String(_id), mutate: changePoll(withCounts(counts)) };
      ({ fresh } = await changeMessages(server, String(roomId), job));
    }
  } catch (error) {
    // A message at its limit of changes shows its last counts.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
  await Polls(server).updateOne(
    { _id, staleSince: trusted({ $lte: startedAt }) },
    { $set: { staleSince: null } },
  );
}

/** Updates the counts of a poll now or, if that was just done, after the interval. The job makes up for a crash in between. */
export function recountSoon(server: Server, message: Message, optionIds: string[]): void {
  throttleOf(server).do(String(message._id), () => {
    recount(server, message, optionIds).catch((error: unknown) =>
      server.log.error(
        { err: error, messageId: String(message._id) },
        'the votes of a poll were not counted',
      ),
    );
    return true;
  });
}
