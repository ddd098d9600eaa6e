import type { Types } from 'mongoose';
import { SEGMENT_SIZE } from './search.ordinals.js';

/** The place of a message in the order of results. */
export interface Position {
  /** When it was written, in ms since 1970. */
  at: number;
  id: string;
}

/** Newest first; of the same moment the greater id. */
export const byNewest = (a: Position, b: Position): number =>
  b.at - a.at || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);

/** A segment before it is written. */
export interface SegmentDraft {
  /** From the newest to the oldest. */
  positions: Position[];
  /** By term the ordinals of the messages that have it, sorted. */
  postings: Map<string, number[]>;
}

export interface SegmentEntry {
  _id: Types.ObjectId;
  at: Date;
  terms: string[];
}

/** Long work yields to the event loop after this many steps, and after fewer messages, which have twenty terms each. */
const BREATH = 250;
export const MESSAGES_OF_A_BREATH = 25;
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A draft of up to 65,536 entries, each message once. */
export async function draftOf(entries: SegmentEntry[]): Promise<SegmentDraft> {
  if (entries.length > SEGMENT_SIZE) throw new RangeError('too many entries for one segment');
  const sorted = entries
    .map(({ _id, at, terms }) => ({ at: at.getTime(), id: String(_id), terms }))
    .sort(byNewest);
  const postings = new Map<string, number[]>();
  for (const [ordinal, { terms }] of sorted.entries()) {
    for (const term of terms) {
      const list = postings.get(term);
      if (list) list.push(ordinal);
      else postings.set(term, [ordinal]);
    }
    if (ordinal % MESSAGES_OF_A_BREATH === MESSAGES_OF_A_BREATH - 1) await breathe();
  }
  return { positions: sorted.map(({ at, id }) => ({ at, id })), postings };
}

/** A segment without the messages that have this term. */
export async function draftWithout(draft: SegmentDraft, term: string): Promise<SegmentDraft> {
  return await withoutOrdinals(draft, new Set(draft.postings.get(term)));
}

/** A segment without some of its messages. @param gone their numbers */
export async function withoutOrdinals(draft: SegmentDraft, gone: ReadonlySet<number>): Promise<SegmentDraft> {
  const renumbered = new Map<number, number>();
  for (const ordinal of draft.positions.keys())
    if (!gone.has(ordinal)) renumbered.set(ordinal, renumbered.size);
  const postings = new Map<string, number[]>();
  let steps = 0;
  for (const [word, list] of draft.postings) {
    const rest = list.flatMap((ordinal) => renumbered.get(ordinal) ?? []);
    if (rest.length > 0) postings.set(word, rest);
    if (++steps % BREATH === 0) await breathe();
  }
  return { positions: draft.positions.filter((_, ordinal) => !gone.has(ordinal)), postings };
}

/** The positions of several segments in one order, each message once. */
async function mergePositions(lists: Position[][]): Promise<Position[]> {
  const merged: Position[] = [];
  const heads = lists.map(() => 0);
  for (;;) {
    let first: Position | undefined;
    let from = 0;
    for (const [i, list] of lists.entries()) {
      const head = list[heads[i] ?? 0];
      if (!head || (first && byNewest(first, head) <= 0)) continue;
      first = head;
      from = i;
    }
    if (!first) return merged;
    heads[from] = (heads[from] ?? 0) + 1;
    if (merged.at(-1)?.id !== first.id) merged.push(first);
    if (merged.length % BREATH === 0) await breathe();
  }
}

/** Merges segments into one of up to 65,536 messages. A message that is in two of them is in it once, with the terms of both. */
export async function mergeDrafts(drafts: SegmentDraft[]): Promise<SegmentDraft> {
  const positions = await mergePositions(drafts.map(({ positions: list }) => list));
  if (positions.length > SEGMENT_SIZE) throw new RangeError('too many entries for one segment');
  const ordinals = new Map(positions.map(({ id }, ordinal) => [id, ordinal]));
  const postings = new Map<string, number[]>();
  let steps = 0;
  for (const draft of drafts) {
    const renumbered = Uint16Array.from(draft.positions, ({ id }) => ordinals.get(id) ?? 0);
    for (const [term, list] of draft.postings) {
      const into = postings.get(term) ?? [];
      for (const ordinal of list) into.push(renumbered[ordinal] ?? 0);
      postings.set(term, into);
      if (++steps % BREATH === 0) await breathe();
    }
  }
  for (const [term, list] of postings) {
    postings.set(
      term,
      [...new Set(list)].sort((a, b) => a - b),
    );
    if (++steps % BREATH === 0) await breathe();
  }
  return { positions, postings };
}
