import { Schema, trusted } from 'mongoose';
import type { Server } from './context.js';
import { defineModel, duplicateKey } from './database.js';

interface LeaseDoc {
  /** What only one node may do at a time. */
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
 * Takes a lease, or renews one's own. It saves work and is no lock: the clocks of nodes differ, so what it guards must do no harm
 * when two nodes do it.
 *
 * @param name what only one node shall do at a time
 * @param holder one's own name, the same at each renewal
 * @param ms how long it is held without being renewed
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
    // Another node holds it: nothing matched, and the insert met its document.
    if (duplicateKey(error)) return false;
    throw error;
  }
}

/** Gives one's own lease back; another's stays. */
export async function releaseLease(server: Server, name: string, holder: string): Promise<void> {
  await Leases(server).deleteOne({ _id: name, holder });
}
