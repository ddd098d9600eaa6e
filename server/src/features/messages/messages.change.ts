import type { MessageView } from '@parley/shared/messages';
import { grouped } from '@parley/shared/grouped';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { refusalOf } from '../../platform/database.js';
import type { KeyedQueue } from '../../platform/keyedQueue.js';
import { countPinned, readHeads } from './messages.access.js';
import { headsOf } from './messages.heads.js';
import { insertMessages, type Refusal } from './messages.insert.js';
import { Messages, type ClaimedMessage, type MessageDoc } from './messages.model.js';
import {
  isChange,
  isCreate,
  planChanges,
  planCreates,
  repeatKey,
  type Changed,
  type Job,
  type Mutation,
  type NewMessage,
  type Outcome,
  type Step,
} from './messages.plan.js';
import { viewMessage } from './messages.view.js';
import { sendLimit } from './messages.limits.js';

export type { Mutation, NewMessage };

/** Tries against other nodes before the write is given up; each waits a little longer, at random. */
const MOST_TRIES = 60;

const jitterMs = (attempt: number): number => Math.random() * Math.min(attempt * 4, 60);

async function loadChanged(server: Server, jobs: Map<number, Job>): Promise<Map<string, ClaimedMessage>> {
  const ids = [...jobs.values()].flatMap((job) => (job.kind === 'change' ? [job.messageId] : []));
  if (ids.length === 0) return new Map();
  const found = await Messages(server)
    .find({ _id: trusted({ $in: [...new Set(ids)] }) })
    .select('+revs +history')
    .lean();
  return new Map(found.map((message) => [String(message._id), message]));
}

/**
 * Writes the steps in their order, up to the first that loses to a unique index. New messages come first and go as plain
 * inserts: they are made here, field by field, and Mongoose's casting of a bulk write costs six times as much (docs/performance.md).
 */
async function writeSteps(server: Server, steps: Step[]): Promise<Refusal | undefined> {
  const created = steps.filter(isCreate);
  const changed = steps.filter(isChange);
  const lost =
    created.length === 0
      ? undefined
      : await insertMessages(
          server,
          created.map(({ message }) => message),
        );
  if (lost || changed.length === 0) return lost;
  try {
    await Messages(server).bulkWrite(
      changed.map(({ operation }) => operation),
      { ordered: true, timestamps: false },
    );
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal?.pattern) throw error;
    return { index: created.length + refusal.index, pattern: refusal.pattern };
  }
}

/** Writes a batch of one room: claims places for all of it, and where another node was faster, claims again. */
async function runBatch(server: Server, roomId: string, batch: Job[]): Promise<Outcome[]> {
  const settled = new Map<number, Outcome>();
  const jobs = new Map(batch.entries());
  const heads = headsOf(server);
  let attempt = 0;
  while (jobs.size > 0) {
    if (attempt === MOST_TRIES)
      throw new Error(`room ${roomId}: no place could be claimed in ${MOST_TRIES} tries`);
    if (attempt > 0) await heads.news(roomId, jitterMs(attempt));
    const start = heads.take(roomId) ?? (await readHeads(server, roomId));
    const stored = await loadChanged(server, jobs);
    // A message may be newer than this node's cached heads. Its own last rev must not be claimed again: the unique index
    // would allow it, because the message that has this rev is the same one, and readers would stay with the older text.
    const at = { ...start, headRev: Math.max(start.headRev, ...[...stored.values()].map(({ rev }) => rev)) };
    // Behind all that is claimed from: what is counted too late is counted, and what is claimed meanwhile makes this claim fail.
    const counts = [...jobs.values()].some((job) => job.kind === 'change' && job.counts);
    const room = { pinned: counts ? await countPinned(server, roomId) : 0 };
    const steps = [...planCreates(jobs, at), ...planChanges(jobs, stored, { at, room, settled })];
    const began = performance.now();
    const failure = steps.length === 0 ? undefined : await writeSteps(server, steps);
    const done = failure ? steps.slice(0, failure.index) : steps;
    // Before any response to what is published here: that may be sent over another node.
    if (!failure) heads.wrote(roomId, at, performance.now() - began);
    publishChanges(server, roomId, done);
    for (const step of done)
      for (const [i, job] of step.jobs.entries())
        settled.set(job, { ok: true, value: { message: step.message, fresh: i === 0 } });
    // A repeat lost no race, so it does not count as a try.
    if (failure?.pattern['clientId'] !== undefined) await settleRepeats(server, roomId, jobs, settled);
    else if (failure) {
      attempt += 1;
      heads.share(roomId);
    }
    for (const index of settled.keys()) jobs.delete(index);
  }
  return batch.map((_, index) => settled.get(index) ?? { ok: false, error: new Error('unsettled') });
}

/** Creates whose client id is stored already are repeats: they return the original. One query for the whole batch. */
async function settleRepeats(
  server: Server,
  roomId: string,
  jobs: Map<number, Job>,
  settled: Map<number, Outcome>,
): Promise<void> {
  const creates = [...jobs].flatMap(([index, job]) =>
    job.kind === 'create' && !settled.has(index) ? [{ index, message: job.message }] : [],
  );
  const byAuthor = grouped(creates, ({ message }) => String(message.authorId));
  // By author, as the index of client ids is: without the author the whole room would be scanned.
  const found = await Promise.all(
    [...byAuthor].map(([authorId, said]) =>
      Messages(server)
        .find({ roomId, authorId, clientId: trusted({ $in: said.map(({ message }) => message.clientId) }) })
        .lean(),
    ),
  );
  const originals = new Map(found.flat().map((message) => [repeatKey(message), message]));
  for (const { index, message } of creates) {
    const original = originals.get(repeatKey(message));
    if (original) settled.set(index, { ok: true, value: { message: original, fresh: false } });
  }
}

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** Messages of this room have changed through this node. */
    'messages.changed': { roomId: string };
    /** A message was just stored through this node. */
    'message.created': MessageView;
    /** The text of a message has just changed through this node, or it was deleted. */
    'message.reworded': MessageView;
  }
}

/** Frames larger than this are split, so that a slow reader's buffer grows in steps. */
const LARGEST_FRAME = 100;

function publishChanges(server: Server, roomId: string, steps: Step[]): void {
  if (steps.length === 0) return;
  const views = steps.map(({ message }) => viewMessage(message));
  for (let i = 0; i < views.length; i += LARGEST_FRAME)
    server.publish.toRoom(roomId, 'message:changed', { roomId, messages: views.slice(i, i + LARGEST_FRAME) });
  server.bus.publish('messages.changed', { roomId });
  for (const [i, view] of views.entries()) {
    const step = steps[i];
    if (step?.kind === 'create') server.bus.publish('message.created', view);
    if (step?.kind === 'change' && step.reworded) server.bus.publish('message.reworded', view);
  }
}

const queueOf = (server: Server): KeyedQueue<Job, Changed> =>
  server.queues.get<Job, Changed>(
    'messages',
    (roomId, jobs) => runBatch(server, roomId, jobs),
    (roomId) => headsOf(server).turn(roomId),
  );

/**
 * The only way to write messages: stored, then published, then acknowledged. See docs/architecture.md, "The claim".
 * @returns the message as stored, and whether this call changed it.
 */
export function changeMessages(server: Server, roomId: string, job: Job): Promise<Changed> {
  return queueOf(server).push(roomId, job);
}

/**
 * Changes a stored message. It costs what a message costs, so both count towards one limit.
 * @param counts whether `mutate` uses the counts of its room
 * @throws rate_limited, and what `mutate` throws
 */
export async function changeMessage(
  { server, userId, limitsUsed }: Actor,
  { _id, roomId }: Pick<MessageDoc, '_id' | 'roomId'>,
  mutate: Mutation,
  counts = false,
): Promise<MessageDoc> {
  await server.limits.take(sendLimit, userId, limitsUsed);
  const job: Job = { kind: 'change', messageId: String(_id), mutate, counts };
  return (await changeMessages(server, String(roomId), job)).message;
}

/**
 * New messages of one room in one batch, in order: after one that is not stored none is.
 * @returns the outcome of each
 */
export function createMessages(server: Server, roomId: string, messages: NewMessage[]): Promise<Outcome[]> {
  return queueOf(server).pushAll(
    roomId,
    messages.map((message) => ({ kind: 'create', message })),
  );
}
