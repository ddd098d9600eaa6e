import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { Heads } from '@parley/shared/messages';
import { Types, type AnyBulkWriteOperation } from 'mongoose';
import type { Settled } from '../../platform/keyedQueue.js';
import type { ClaimedMessage, MessageDoc } from './messages.model.js';

/** A new message without its seq and rev. */
export type NewMessage = Omit<ClaimedMessage, '_id' | 'seq' | 'rev' | 'revs'>;

/** What a change may need of its room, as of the claim: after a lost race it runs again. */
export interface RoomCounts {
  pinned: number;
}

/** Returns what a message changes to; undefined for no change. May throw an AppError, which refuses this change alone. */
export type Mutation = (message: ClaimedMessage, room: RoomCounts) => Partial<ClaimedMessage> | undefined;

export type Job =
  | { kind: 'create'; message: NewMessage }
  /** `counts`: it uses the counts of its room. `always`: also at the limit of changes. */
  | { kind: 'change'; messageId: string; mutate: Mutation; counts?: boolean; always?: true };

export interface Changed {
  message: MessageDoc;
  /** False for a repeat, or a change that changed nothing. */
  fresh: boolean;
}

export type Outcome = Settled<Changed>;
type Operation = AnyBulkWriteOperation<ClaimedMessage>;

/** One write of a batch, and the jobs it serves: waiting changes of one message share one. */
export type Step = { jobs: number[]; message: ClaimedMessage } & (
  | { kind: 'create' }
  /** `reworded`: a change of the text, not a reaction or a pin. */
  | { kind: 'change'; operation: Operation; reworded: boolean }
);
export type Change = Extract<Step, { kind: 'change' }>;

export const isCreate = (step: Step): boolean => step.kind === 'create';
export const isChange = (step: Step): step is Change => step.kind === 'change';

export const repeatKey = ({ authorId, clientId }: Pick<NewMessage, 'authorId' | 'clientId'>): string =>
  `${String(authorId)} ${clientId}`;

/** One step for each new message; repeats of it in the batch share the step. */
export function planCreates(jobs: Map<number, Job>, at: Heads): Step[] {
  const steps = new Map<string, Step>();
  for (const [index, job] of jobs) {
    if (job.kind !== 'create') continue;
    const waiting = steps.get(repeatKey(job.message));
    if (waiting) {
      waiting.jobs.push(index);
      continue;
    }
    at.headSeq += 1;
    at.headRev += 1;
    const message: ClaimedMessage = {
      _id: new Types.ObjectId(),
      ...job.message,
      seq: at.headSeq,
      rev: at.headRev,
      revs: [at.headRev],
    };
    steps.set(repeatKey(job.message), { kind: 'create', jobs: [index], message });
  }
  return [...steps.values()];
}

/** @throws conflict when a message has reached its limit of changes; it can still be deleted */
function requireFewChanges({ revs }: ClaimedMessage, set: Partial<ClaimedMessage>): void {
  if (revs.length <= limits.changesPerMessage || set.deletedAt) return;
  throw refusal('messages.changes', { most: limits.changesPerMessage });
}

/** Runs the waiting changes on the messages as they are stored now; settles those that fail or change nothing. */
export function planChanges(
  jobs: Map<number, Job>,
  stored: Map<string, ClaimedMessage>,
  { at, room, settled }: { at: Heads; room: RoomCounts; settled: Map<number, Outcome> },
): Step[] {
  const steps = new Map<string, { jobs: number[]; before: ClaimedMessage; set: Partial<ClaimedMessage> }>();
  for (const [index, job] of jobs) {
    if (job.kind !== 'change') continue;
    const before = stored.get(job.messageId);
    const step = steps.get(job.messageId) ?? (before ? { jobs: [], before, set: {} } : undefined);
    if (!step) {
      settled.set(index, { ok: false, error: notFound() });
      continue;
    }
    try {
      const current = { ...step.before, ...step.set };
      const set = job.mutate(current, room);
      if (!set) {
        if (step.jobs.length === 0)
          settled.set(index, { ok: true, value: { message: step.before, fresh: false } });
        else step.jobs.push(index);
        continue;
      }
      if (!job.always) requireFewChanges(step.before, set);
      if ('pinned' in set) room.pinned += Number(Boolean(set.pinned)) - Number(Boolean(current.pinned));
      Object.assign(step.set, set);
      step.jobs.push(index);
      steps.set(job.messageId, step);
    } catch (error) {
      settled.set(index, { ok: false, error });
    }
  }
  return [...steps.values()].map(({ jobs: served, before, set }) => {
    at.headRev += 1;
    const message: ClaimedMessage = {
      ...before,
      ...set,
      rev: at.headRev,
      revs: [...before.revs, at.headRev],
    };
    const operation = updateOperation(before, set, at.headRev);
    const reworded = 'text' in set || 'deletedAt' in set;
    return { kind: 'change', jobs: served, operation, reworded, message };
  });
}

/**
 * An update that must not pass silently when somebody else changed the message first: a later step of the batch would
 * then leave a hole in the revs, which another node could fill after readers had gone past it. So it is an upsert: when
 * `rev` no longer matches, the insert it tries fails on `_id`, and the ordered batch stops there.
 */
function updateOperation(before: MessageDoc, set: Partial<ClaimedMessage>, rev: number): Operation {
  return {
    updateOne: {
      filter: { _id: before._id, rev: before.rev },
      update: { $set: { ...set, rev }, $push: { revs: rev } },
      upsert: true,
    },
  };
}
