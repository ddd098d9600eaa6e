import { randomUUID } from 'node:crypto';
import { Schema, Types, trusted, type Model } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { defineModel, ignoringRepeats } from '../../platform/database.js';

/** How far one follower has read the changes of one room; its id is the room's. */
export interface CursorDoc {
  _id: Types.ObjectId;
  /** Everything up to this rev was consumed. */
  rev: number;
  /** The highest seq among it: what comes with a higher one is new, and no change of what was there. Absent in cursors made before it. */
  seq?: number;
  /** Which node reads the room, and until when it counts as doing so. */
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

/** How long a room is held by a node that does not renew it, in ms. */
const HELD_MS = 30_000;

/** Does something with a list piece by piece, so that what is written at once stays small. */
type InPieces = <T>(items: T[], write: (piece: T[]) => Promise<unknown>) => Promise<void>;

/**
 * How far each room was read, and which node is at it: people of one room are on several nodes, and each of these would read and
 * write the same. It saves work and is no lock: two that do take one room do the same twice.
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

  /** Takes rooms that no other node is at. @returns of these where they are to be read on */
  async take(roomIds: string[]): Promise<Map<string, Cursor>> {
    const { alone, holder } = this;
    if (!alone) await this.inPieces(roomIds, (piece) => this.claim(piece));
    const found = await this.model(this.server)
      .find({ _id: trusted({ $in: roomIds }), ...(alone ? {} : { holder }) })
      .lean();
    const cursors = new Map(found.map(({ _id, rev, seq }) => [String(_id), { rev, seq: seq ?? 0 }]));
    // Of a room that was never read nothing is stored.
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
      // Of a clock that is ahead.
      { until: { $gt: new Date(now + 2 * HELD_MS) } },
    ];
    // Where another node is, nothing matches, and the insert meets what is there.
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
   * Everything of these rooms up to these places was consumed.
   * @param going those that this node goes on with
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

  /** Lets others at rooms that this node took and did not come to. */
  async release(roomIds: string[]): Promise<void> {
    if (this.alone) return;
    await this.model(this.server).updateMany(
      { _id: trusted({ $in: roomIds }), holder: this.holder },
      { $unset: { holder: 1, until: 1 } },
    );
  }

  /** Of every room that was ever read up to which rev it was. */
  async all(): Promise<Map<string, number>> {
    const cursors = await this.model(this.server).find().lean();
    return new Map(cursors.map(({ _id, rev }) => [String(_id), rev]));
  }
}
