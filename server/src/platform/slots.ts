import { randomInt } from 'node:crypto';
import { trusted, type Model, type Schema } from 'mongoose';
import { duplicateKey } from './database.js';

/** A document that counts towards a limit. */
export interface Slotted {
  /** Unique for its owner, below the limit. Absent if it does not count, or existed beyond the limit before there were slots. */
  slot?: number;
}

/** The documents that count together, by equality, and their limit. */
export interface Slots {
  of: Record<string, unknown>;
  most: number;
}

/** The filter of counted documents. `where` takes it, whatever the model: a generic one has no filters that the compiler could check. */
const countedOf = ({ of }: Slots): object => ({ ...of, slot: trusted({ $gte: 0 }) });

/** Declares that documents of this schema count by these fields together. */
export function countBySlots(schema: Schema, ...owner: string[]): void {
  schema.add({ slot: { type: Number } });
  const key = Object.fromEntries([...owner, 'slot'].map((path): [string, 1] => [path, 1]));
  // `$gte` and not `$exists`: a query for slots then uses the index, on every database.
  schema.index(key, { unique: true, partialFilterExpression: { slot: { $gte: 0 } } });
}

async function freeSlots<T>(model: Model<T>, slots: Slots): Promise<number[]> {
  const found = await model.find({}, { slot: 1 }).where(countedOf(slots)).limit(slots.most).lean<Slotted[]>();
  const used = new Set(found.map(({ slot }) => slot));
  return Array.from({ length: slots.most }, (_, slot) => slot).filter((slot) => !used.has(slot));
}

/** Whether no slot is left at this moment. To refuse before a first step; the write itself decides. */
export async function isFull<T>(model: Model<T>, slots: Slots): Promise<boolean> {
  return (await model.countDocuments({}, { limit: slots.most }).where(countedOf(slots))) >= slots.most;
}

/** Above this limit a random slot is tried before all are read. */
const FEW = 100;
const GUESSES = 2;

/**
 * The only way to create limited documents. Each takes a slot of its owner, and a unique index decides who has it: the count is
 * part of the write, so it holds for concurrent requests and over several nodes, a crash leaves nothing counted that does not exist,
 * and deleting a document, also by TTL, frees its slot. A separate counter would be wrong after each of these.
 *
 * @param write stores the document with its slot, in one write
 * @returns the result of `write`; undefined when no slot is free
 * @throws what `write` throws, except for a slot that was taken meanwhile
 */
export async function inSlot<T, R>(
  model: Model<T>,
  slots: Slots,
  write: (slot: number) => Promise<R>,
): Promise<R | undefined> {
  const guesses = slots.most > FEW ? GUESSES : 0;
  for (let attempt = 0; ; attempt++) {
    const free = attempt < guesses ? undefined : await freeSlots(model, slots);
    if (free?.length === 0) return undefined;
    // At random: concurrent requests must not all try the same.
    const slot = free ? (free[randomInt(free.length)] ?? 0) : randomInt(slots.most);
    try {
      return await write(slot);
    } catch (error) {
      // Another request has taken it: one less is free, so this terminates.
      if (duplicateKey(error)?.['slot'] === undefined) throw error;
    }
  }
}

/**
 * Gives documents to another owner, in this order, up to that one's limit. What the new owner has already, by another unique index, stays
 * behind. Idempotent.
 * @param move stores the new owner and the slot in one document, in one write
 */
export async function moveToSlots<T, D>(
  model: Model<T>,
  slots: Slots,
  documents: readonly D[],
  move: (document: D, slot: number) => Promise<void>,
): Promise<void> {
  for (const document of documents)
    try {
      if ((await inSlot(model, slots, async (slot) => (await move(document, slot), true))) === undefined)
        return;
    } catch (error) {
      if (!duplicateKey(error)) throw error;
    }
}
