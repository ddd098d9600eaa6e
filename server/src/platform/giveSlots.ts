import type { Connection, Types } from 'mongoose';
import { duplicateKey } from './database.js';

const BATCH = 1000;

/** By which fields documents are counted together, and how many of one owner there are allowed to be. */
interface Owners {
  owner: string[];
  most: number;
}

type Found = Record<string, unknown> & { _id: Types.ObjectId; slot?: number };

/** Gives slots once. @returns whether another server, doing the same, has taken some of them */
async function giveOnce(connection: Connection, name: string, { owner, most }: Owners): Promise<boolean> {
  const collection = connection.collection<Found>(name);
  // Direct messages are not counted: two people have only one.
  const some = name === 'rooms' ? { type: { $ne: 'direct' }, general: { $ne: 1 } } : {};
  const projection = Object.fromEntries([...owner, 'slot'].map((path) => [path, 1]));
  const read = (filter: object) => collection.find({ ...some, ...filter }, { projection, batchSize: BATCH });
  const used = new Map<string, Set<number>>();
  const usedBy = (document: Found): Set<number> => {
    const key = owner.map((path) => String(document[path])).join(' ');
    const slots = used.get(key) ?? new Set();
    used.set(key, slots);
    return slots;
  };
  for await (const document of read({ slot: { $gte: 0 } })) usedBy(document).add(document.slot ?? 0);
  let writes: { updateOne: { filter: object; update: object } }[] = [];
  let refused = false;
  const write = async (): Promise<void> => {
    try {
      if (writes.length > 0) await collection.bulkWrite(writes, { ordered: false });
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      refused = true;
    }
    writes = [];
  };
  for await (const document of read({ slot: { $exists: false } }).sort({ _id: 1 })) {
    const slots = usedBy(document);
    let slot = slots.size;
    while (slots.has(slot)) slot -= 1;
    if (slots.size >= most) continue;
    slots.add(slot);
    const filter = { _id: document._id, slot: { $exists: false } };
    writes.push({ updateOne: { filter, update: { $set: { slot } } } });
    if (writes.length === BATCH) await write();
  }
  await write();
  return refused;
}

/**
 * Gives the documents of each owner the slots of `platform/slots.ts`, the oldest first. Those beyond the limit stay, without being counted.
 * Existing slots stay: another server may be doing the same, or run already.
 */
export async function giveSlots(connection: Connection, name: string, owners: Owners): Promise<void> {
  // Two servers that start at once give the same slot to different documents: the losers get another.
  while (await giveOnce(connection, name, owners));
}
