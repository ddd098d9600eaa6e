import { randomInt } from 'node:crypto';
import { trusted, type Model, type Schema } from 'mongoose';
import { duplicateKey } from './database.js';

/** What a document has that counts towards a bound. */
export interface Slotted {
  /** Unique among those of its owner, below the bound. Absent in what does not count, or was there beyond the bound before it was counted. */
  slot?: number;
}

/** Which documents count together, by equality, and how many of them there may be. */
export interface Slots {
  of: Record<string, unknown>;
  most: number;
}

/** The filter of what counts. `where` takes it, whatever the model: a generic one has no filters that the compiler could check. */
const countedOf = ({ of }: Slots): object => ({ ...of, slot: trusted({ $gte: 0 }) });

/** Declares that things of this schema are counted by what these fields say together. */
export function countBySlots(schema: Schema, ...owner: string[]): void {
  schema.add({ slot: { type: Number } });
  const key = Object.fromEntries([...owner, 'slot'].map((path): [string, 1] => [path, 1]));
  // `$gte` and not `$exists`: a question for slots then uses the index, on every database.
  schema.index(key, { unique: true, partialFilterExpression: { slot: { $gte: 0 } } });
}

async function freeSlots<T>(model: Model<T>, slots: Slots): Promise<number[]> {
  const found = await model.find({}, { slot: 1 }).where(countedOf(slots)).limit(slots.most).lean<Slotted[]>();
  const used = new Set(found.map(({ slot }) => slot));
  return Array.from({ length: slots.most }, (_, slot) => slot).filter((slot) => !used.has(slot));
}

/** Is there no slot left at this moment? For what shall be refused before a first step; the write itself decides. */
export async function isFull<T>(model: Model<T>, slots: Slots): Promise<boolean> {
  return (await model.countDocuments({}, { limit: slots.most }).where(countedOf(slots))) >= slots.most;
}

/** Above so many a guess is tried before all of them are read. */
const FEW = 100;
const GUESSES = 2;

/**
 * The one door for what there may be only so many of. Each takes a slot of its owner, and a unique index decides who has it: the count is
 * in the write itself, so it holds for requests that come at once and over several nodes, a crash leaves nothing counted that is not there,
 * and what is deleted, also by time, is free again. A counter beside the things would be wrong after each of these.
 *
 * @param write stores the thing with its slot, in one write
 * @returns what `write` gives; undefined when no slot is free
 * @throws what `write` throws, but for a slot that was taken meanwhile
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
    // At random: those that come at once shall not all try the same.
    const slot = free ? (free[randomInt(free.length)] ?? 0) : randomInt(slots.most);
    try {
      return await write(slot);
    } catch (error) {
      // Somebody else has it: there is one less, so this comes to an end.
      if (duplicateKey(error)?.['slot'] === undefined) throw error;
    }
  }
}
