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

/** After a change of the single entries: invalidates every server's cache. Before the change is reported as done. */
export async function singlesChanged(server: Server): Promise<void> {
  await Stamps(server).updateOne({ _id: SINGLES }, { $set: { stamp: randomUUID() } }, { upsert: true });
}

type Listed = Pick<Single, 'rev'> & { _id: Types.ObjectId; at: Date };

/**
 * The single entries, cached in memory: few, since they are sealed from a thousand on. Searching parts of words needs no index, and
 * writing them costs no index keys. A stamp in the database shows whether the cache is valid.
 */
class Singles {
  private known = new Map<string, Single>();
  private stamp: string | undefined;

  constructor(private readonly server: Server) {}

  /** All of them, as of this call or later. */
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

/** The single entries that meet a plan and are in its rooms, from the newest on. Days are not checked. */
export async function singlesMeeting(server: Server, plan: SearchPlan): Promise<Position[]> {
  const rooms = new Set(plan.roomIds);
  const found: Position[] = [];
  for (const { roomId, terms, at, id } of await singlesOf(server).read())
    if (rooms.has(roomId) && meetsTerms(plan, terms)) found.push({ at, id });
  return found.sort(byNewest);
}

/** Whether a message has all required terms, and none of the excluded ones. */
export const meetsTerms = (plan: Pick<SearchPlan, 'groups' | 'without'>, terms: MessageTerms): boolean =>
  plan.groups.every((group) => terms.meets(group)) &&
  !plan.without.some(({ term, unless }) => terms.has(term) && (unless === undefined || !terms.has(unless)));
