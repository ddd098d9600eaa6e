import { randomUUID } from 'node:crypto';
import { Schema, Types, trusted, type Model } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { defineModel, ignoringRepeats } from '../../platform/database.js';

/** A follower's cursor in the changes of one room; its id is the room's. */
export interface CursorDoc {
  _id: Types.ObjectId;
  /** Everything up to this rev was consumed. */
  rev: number;
  /** The highest seq among it: a message with a higher one is new, and no change of an older one. Absent in older cursors. */
  seq?: number;
  /** The node that reads the room, and until when its lease lasts. */
  holder?: string;
  until?: Date;
}

export type CursorModel = (server: Pick<Server, 'connection'>) => Model<CursorDoc>;

/** Declares where a follower stores its cursors. @param name of the model; its collection is the plural */
export const defineCursors = (name: string): CursorModel =>
  defineModel(
    name,
    new Schema<CursorDoc>(
      { rev: { type: Number, required: true }, seq: Number, holder: String, until: Date },
      { versionKey: false, strict: 'throw' },
    ),
  );

/** A place in the changes of a room. */
export interface Cursor {
  rev: number;
  seq: number;
}

/** The lease of a room that its node does not renew, in ms. */
const HELD_MS = 30_000;

/** Processes a list in pieces, so that each write stays small. */
type InPieces = <T>(items: T[], write: (piece: T[]) => Promise<unknown>) => Promise<void>;

/**
 * The cursor of each room, and the node that reads it: people of one room are on several nodes, and each of these would read and
 * write the same. The lease saves work and is no lock: two nodes that take one room at once do the same twice.
 */
export class Cursors {
  private readonly holder = randomUUID();

  constructor(
    private readonly server: Server,
    private readonly model: CursorModel,
    private readonly inPieces: InPieces,
  ) {}

  private get alone(): boolean {
    return this.server.writesAlone && this.server.nodes.others === 0;
  }

  /** Takes rooms that no other node has. @returns their cursors */
  async take(roomIds: string[]): Promise<Map<string, Cursor>> {
    const { alone, holder } = this;
    if (!alone) await this.inPieces(roomIds, (piece) => this.claim(piece));
    const found = await this.model(this.server)
      .find({ _id: trusted({ $in: roomIds }), ...(alone ? {} : { holder }) })
      .lean();
    const cursors = new Map(found.map(({ _id, rev, seq }) => [String(_id), { rev, seq: seq ?? 0 }]));
    // A room that was never read has no document.
    if (alone)
      for (const roomId of roomIds) if (!cursors.has(roomId)) cursors.set(roomId, { rev: 0, seq: 0 });
    return cursors;
  }

  private async claim(roomIds: string[]): Promise<void> {
    const { holder } = this;
    const now = Date.now();
    const until = new Date(now + HELD_MS);
    const free = [
      { holder },
      { until: null },
      { until: { $lte: new Date(now) } },
      // Of a clock that was ahead.
      { until: { $gt: new Date(now + 2 * HELD_MS) } },
    ];
    // If another node has the lease, nothing matches, and the insert is refused.
    await ignoringRepeats(
      this.model(this.server).collection.bulkWrite(
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
   * Stores these cursors: everything up to them was consumed.
   * @param going rooms whose lease this node retains
   */
  async put(places: Map<string, Cursor>, going: ReadonlySet<string>): Promise<void> {
    const { alone, holder } = this;
    const until = new Date(Date.now() + HELD_MS);
    const claim = (roomId: string): object => {
      if (alone) return {};
      return going.has(roomId) ? { $set: { holder, until } } : { $unset: { holder: 1, until: 1 } };
    };
    await this.model(this.server).collection.bulkWrite(
      [...places].map(([roomId, { rev, seq }]) => ({
        updateOne: {
          filter: { _id: new Types.ObjectId(roomId) },
          update: { $max: { rev, seq }, ...claim(roomId) },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }

  /** Releases rooms that this node took and did not read. */
  async release(roomIds: string[]): Promise<void> {
    if (this.alone) return;
    await this.model(this.server).updateMany(
      { _id: trusted({ $in: roomIds }), holder: this.holder },
      { $unset: { holder: 1, until: 1 } },
    );
  }

  /** The rev of every room's cursor. */
  async all(): Promise<Map<string, number>> {
    const cursors = await this.model(this.server).find().lean();
    return new Map(cursors.map(({ _id, rev }) => [String(_id), rev]));
  }
}
