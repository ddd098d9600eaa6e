import { randomUUID } from 'node:crypto';
import { trusted, type Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { byNewest, type Position } from './search.draft.js';
import { SearchDocs, Stamps } from './search.model.js';
import type { SearchPlan } from './search.plan.js';
import { MessageTerms } from './search.terms.js';

/** Documents read at once. */
const BATCH = 500;
const SINGLES = 'singles';

/** One message that is in no segment yet. */
interface Single extends Position {
  roomId: string;
  rev: number;
  terms: MessageTerms;
}

/** Single entries were written or removed: all servers read them anew. After the write, and before it counts as done. */
export async function singlesChanged(server: Server): Promise<void> {
  await Stamps(server).updateOne({ _id: SINGLES }, { $set: { stamp: randomUUID() } }, { upsert: true });
}

type Listed = Pick<Single, 'rev'> & { _id: Types.ObjectId; at: Date };

/**
 * The single entries, which are few, in memory: they are sealed from a thousand on. A part of a word needs no index in them, and
 * writing them costs no index keys. A stamp in the database says whether anybody has changed them since.
 */
class Singles {
  private known = new Map<string, Single>();
  private stamp: string | undefined;

  constructor(private readonly server: Server) {}

  /** All of them, as they are now or newer. */
  async read(): Promise<Iterable<Single>> {
    const { server } = this;
    const stamp = (await Stamps(server).findById(SINGLES).lean())?.stamp;
    if (stamp === undefined || stamp !== this.stamp) {
      const listed = await SearchDocs(server).find({}, { rev: 1, at: 1 }).lean<Listed[]>();
      const next = await this.renewed(listed);
      this.known = next;
      this.stamp = stamp;
    }
    return this.known.values();
  }

  private async renewed(listed: Listed[]): Promise<Map<string, Single>> {
    const next = new Map<string, Single>();
    const missing: Types.ObjectId[] = [];
    for (const { _id, rev, at } of listed) {
      const known = this.known.get(String(_id));
      if (known?.rev === rev && known.at === at.getTime()) next.set(known.id, known);
      else missing.push(_id);
    }
    for (let from = 0; from < missing.length; from += BATCH) {
      const ids = missing.slice(from, from + BATCH);
      const found = await SearchDocs(this.server)
        .find({ _id: trusted({ $in: ids }) })
        .batchSize(BATCH + 1)
        .lean();
      for (const { _id, roomId, rev, at, terms } of found) {
        const id = String(_id);
        next.set(id, {
          id,
          roomId: String(roomId),
          rev,
          at: at.getTime(),
          terms: new MessageTerms(terms),
        });
      }
    }
    return next;
  }
}

const singlesOf = perServer((server) => new Singles(server));

/** The single entries that meet a plan and lie in its rooms, from the newest on. Days are not looked at. */
export async function singlesMeeting(server: Server, plan: SearchPlan): Promise<Position[]> {
  const rooms = new Set(plan.roomIds);
  const found: Position[] = [];
  for (const { roomId, terms, at, id } of await singlesOf(server).read())
    if (rooms.has(roomId) && meetsTerms(plan, terms)) found.push({ at, id });
  return found.sort(byNewest);
}

/** Has a message all it must have, and nothing it must not, as far as terms can tell? */
export const meetsTerms = (plan: Pick<SearchPlan, 'groups' | 'without'>, terms: MessageTerms): boolean =>
  plan.groups.every((group) => terms.meets(group)) &&
  !plan.without.some(({ term, unless }) => terms.has(term) && (unless === undefined || !terms.has(unless)));
