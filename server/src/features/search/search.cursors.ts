import { randomUUID } from 'node:crypto';
import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { ignoringRepeats } from '../../platform/database.js';
import { Indexed } from './search.model.js';
import { paceOf } from './search.pace.js';

/** A node that is not heard of for so long has left its rooms to others. */
const HELD_MS = 30_000;
/** Rooms taken at once. */
const BATCH = 300;

/**
 * How far each room is in the index, and which node is at it: people of one room are on several nodes, and each of these would read and
 * write the same. It saves work and is no lock: two that do take one room write the same entries twice.
 */
export class Cursors {
  private readonly holder = randomUUID();

  constructor(private readonly server: Server) {}

  private get alone(): boolean {
    return this.server.writesAlone && this.server.nodes.others === 0;
  }

  /** Takes rooms that no other node is at. @returns of these up to which rev they are in the index */
  async take(roomIds: string[]): Promise<Map<string, number>> {
    const { alone, holder } = this;
    if (!alone) await paceOf(this.server).inPieces(roomIds, BATCH, (piece) => this.claim(piece));
    const cursors = await Indexed(this.server)
      .find({ _id: trusted({ $in: roomIds }), ...(alone ? {} : { holder }) })
      .lean();
    const revs = new Map(cursors.map(({ _id, rev }) => [String(_id), rev]));
    // Of a room that was never indexed nothing is stored.
    if (alone) for (const roomId of roomIds) if (!revs.has(roomId)) revs.set(roomId, 0);
    return revs;
  }

  private async claim(roomIds: string[]): Promise<void> {
    const { holder } = this;
    const now = Date.now();
    const until = new Date(now + HELD_MS);
    const free = [
      { holder },
      { until: null },
      { until: { $lte: new Date(now) } },
      // Of a clock that is ahead.
      { until: { $gt: new Date(now + 2 * HELD_MS) } },
    ];
    // Where another node is, nothing matches, and the insert meets what is there.
    await ignoringRepeats(
      Indexed(this.server).collection.bulkWrite(
        roomIds.map((roomId) => ({
          updateOne: {
            filter: { _id: new Types.ObjectId(roomId), $or: free },
            update: { $set: { holder, until }, $setOnInsert: { rev: 0 } },
            upsert: true,
          },
        })),
        { ordered: false },
      ),
    );
  }

  /**
   * All of these rooms up to these revs is in the index.
   * @param going those that this node goes on with
   */
  async put(revs: Map<string, number>, going: Set<string>): Promise<void> {
    const { alone, holder } = this;
    const until = new Date(Date.now() + HELD_MS);
    const claim = (roomId: string): object => {
      if (alone) return {};
      return going.has(roomId) ? { $set: { holder, until } } : { $unset: { holder: 1, until: 1 } };
    };
    await Indexed(this.server).collection.bulkWrite(
      [...revs].map(([roomId, rev]) => ({
        updateOne: {
          filter: { _id: new Types.ObjectId(roomId) },
          update: { $max: { rev }, ...claim(roomId) },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }

  /** Lets others at rooms that this node took and did not come to. */
  async release(roomIds: string[]): Promise<void> {
    if (this.alone) return;
    await Indexed(this.server).updateMany(
      { _id: trusted({ $in: roomIds }), holder: this.holder },
      { $unset: { holder: 1, until: 1 } },
    );
  }

  /** Of every room that was ever indexed up to which rev it is. */
  async all(): Promise<Map<string, number>> {
    const cursors = await Indexed(this.server).find().lean();
    return new Map(cursors.map(({ _id, rev }) => [String(_id), rev]));
  }
}
