import { Schema, trusted } from 'mongoose';
import type { Server } from './context.js';
import { defineModel, duplicateKey } from './database.js';

interface LeaseDoc {
  /** The work that only one node may do at a time. */
  _id: string;
  holder: string;
  until: Date;
}

const schema = new Schema<LeaseDoc>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
const Leases = defineModel('Lease', schema);

/**
 * Takes a lease, or renews one's own. It saves work and is no lock: the clocks of nodes differ, so two nodes must be able to do
 * the work at once without harm.
 *
 * @param name of the work
 * @param holder one's own name, the same at each renewal
 * @param ms its lifetime without renewal
 * @returns false while another node holds it
 */
export async function takeLease(
  server: Server,
  name: string,
  { holder, ms }: { holder: string; ms: number },
): Promise<boolean> {
  const now = Date.now();
  // A clock that is ahead must not hold it for hours.
  const free = [
    { holder },
    { until: trusted({ $lt: new Date(now) }) },
    { until: trusted({ $gt: new Date(now + 2 * ms) }) },
  ];
  try {
    await Leases(server).updateOne(
      { _id: name, $or: free },
      { $set: { holder, until: new Date(now + ms) } },
      { upsert: true },
    );
    return true;
  } catch (error) {
    // Another node holds it: nothing matched, and the insert was refused.
    if (duplicateKey(error)) return false;
    throw error;
  }
}

/** Releases one's own lease; another's stays. */
export async function releaseLease(server: Server, name: string, holder: string): Promise<void> {
  await Leases(server).deleteOne({ _id: name, holder });
}

/** @returns the holders of these leases, by their names; without those that have run out */
export async function findHolders(server: Server, names: readonly string[]): Promise<Map<string, string>> {
  const found = await Leases(server)
    .find({ _id: trusted({ $in: [...names] }), until: trusted({ $gt: new Date() }) })
    .lean();
  return new Map(found.map(({ _id, holder }) => [_id, holder]));
}
