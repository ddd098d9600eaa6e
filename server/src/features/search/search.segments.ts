import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { Position, SegmentDraft } from './search.draft.js';
import { Blocks, Postings, Segments, Vocabularies, type SegmentDoc } from './search.model.js';
import { packOrdinals, unpackOrdinals } from './search.ordinals.js';
import { throttleOf } from './search.throttle.js';
import { vocabularyOf } from './search.vocabulary.js';

/** Messages of a block: few, because a rare word has single hits in many blocks. */
export const BLOCK_SIZE = 64;
const ID_BYTES = 12;
const TIME_BYTES = 8;
/** Documents written or read at once. Larger batches would block the event loop. */
const BATCH = 200;
const AT_ONCE = 4;
/** Postings of one query; other work runs between two. */
const READ_AT_ONCE = 1000;

/** Without this the driver returns bytes as a class of its own. */
const AS_BUFFERS = { promoteBuffers: true };

const range = (segment: string): object => trusted({ $gt: `${segment}:`, $lt: `${segment};` });

const timesOf = (positions: Position[]): Buffer => {
  const times = Buffer.alloc(positions.length * TIME_BYTES);
  for (const [i, { at }] of positions.entries()) times.writeDoubleLE(at, i * TIME_BYTES);
  return times;
};

/** Consecutive messages of a segment, unpacked one by one: mostly few of them are read. */
export class Block {
  constructor(
    private readonly ids: Buffer,
    private readonly times: Buffer,
  ) {}

  get size(): number {
    return this.ids.length / ID_BYTES;
  }

  at(i: number): Position {
    return {
      at: this.times.readDoubleLE(i * TIME_BYTES),
      id: this.ids.toString('hex', i * ID_BYTES, (i + 1) * ID_BYTES),
    };
  }
}

/** Inserts batch by batch, some concurrently: each waits for the disk, and concurrent ones share one sync. */
async function insertInBatches<T>(
  server: Server,
  documents: Iterable<T>,
  insert: (batch: T[]) => Promise<unknown>,
): Promise<void> {
  const throttle = throttleOf(server);
  const under = new Set<Promise<unknown>>();
  const begin = async (batch: T[]): Promise<void> => {
    const began = performance.now();
    const done = insert(batch).finally(() => under.delete(done));
    under.add(done);
    if (throttle.busy) await Promise.all(under);
    else if (under.size >= AT_ONCE) await Promise.race(under);
    await throttle.rest(began);
  };
  let batch: T[] = [];
  for (const document of documents) {
    batch.push(document);
    if (batch.length < throttle.atOnce(BATCH)) continue;
    await begin(batch);
    batch = [];
  }
  if (batch.length > 0) await begin(batch);
  await Promise.all(under);
}

function* postingsOf(segment: string, draft: SegmentDraft): Generator<{ _id: string; ordinals: Buffer }> {
  for (const [term, ordinals] of draft.postings)
    yield { _id: `${segment}:${term}`, ordinals: packOrdinals(ordinals) };
}

function* blocksOf(
  segment: string,
  draft: SegmentDraft,
): Generator<{ _id: string; ids: Buffer; times: Buffer }> {
  const { positions } = draft;
  for (let from = 0; from < positions.length; from += BLOCK_SIZE) {
    const block = positions.slice(from, from + BLOCK_SIZE);
    const ids = Buffer.from(block.map(({ id }) => id).join(''), 'hex');
    yield { _id: `${segment}:${from / BLOCK_SIZE}`, ids, times: timesOf(block) };
  }
}

/**
 * Writes a segment; from the last of its writes on it is searched instead of those it replaces. Returns false if that
 * did not happen: another node took it for abandoned and removed it.
 * @param goOn is called after each batch
 */
export async function writeSegment(
  server: Server,
  segment: { segmentId: string; draft: SegmentDraft; replaces: string[] },
  goOn: () => Promise<unknown>,
): Promise<boolean> {
  const { segmentId, draft, replaces } = segment;
  const { positions } = draft;
  const starts = timesOf(positions.filter((_, i) => i % BLOCK_SIZE === 0));
  await Segments(server).create({
    _id: segmentId,
    live: false,
    madeAt: new Date(),
    count: positions.length,
    newest: new Date(positions[0]?.at ?? 0),
    oldest: new Date(positions.at(-1)?.at ?? 0),
    starts,
    replaces,
  });
  await insertInBatches(server, blocksOf(segmentId, draft), (batch) =>
    Promise.all([Blocks(server).insertMany(batch, { lean: true }), goOn()]),
  );
  await insertInBatches(server, postingsOf(segmentId, draft), (batch) =>
    Promise.all([Postings(server).insertMany(batch, { lean: true }), goOn()]),
  );
  for (const words of vocabularyOf(segmentId, draft.postings.keys())) {
    await Vocabularies(server).create(words);
    await goOn();
  }
  const { matchedCount } = await Segments(server).updateOne(
    { _id: segmentId },
    { $set: { live: true, madeAt: new Date() } },
  );
  if (matchedCount === 0) await removeSegment(server, segmentId);
  return matchedCount > 0;
}

/** Postings or blocks of a segment: two models, whose queries have no type in common. */
interface Parts {
  list: (limit: number) => Promise<{ _id: string }[]>;
  remove: (ids: string[]) => Promise<unknown>;
}

/** Removes in batches: a large segment has a hundred thousand postings, and one command for all of them would block everybody. */
async function removeInParts(server: Server, { list, remove }: Parts): Promise<void> {
  const throttle = throttleOf(server);
  for (;;) {
    const began = performance.now();
    const found = await list(throttle.atOnce(BATCH));
    if (found.length === 0) return;
    await remove(found.map(({ _id }) => _id));
    await throttle.rest(began);
  }
}

/** Removes a segment, its own document last: the next run finds and completes an interrupted removal. */
export async function removeSegment(server: Server, segmentId: string): Promise<void> {
  const of = { _id: range(segmentId) };
  await removeInParts(server, {
    list: (limit) => Postings(server).find(of, { _id: 1 }).limit(limit).lean(),
    remove: (ids) => Postings(server).deleteMany({ _id: trusted({ $in: ids }) }),
  });
  await removeInParts(server, {
    list: (limit) => Blocks(server).find(of, { _id: 1 }).limit(limit).lean(),
    remove: (ids) => Blocks(server).deleteMany({ _id: trusted({ $in: ids }) }),
  });
  await Vocabularies(server).deleteMany(of);
  await Segments(server).deleteOne({ _id: segmentId });
}

/** All live segments, without the starts of their blocks. */
export async function listLiveSegments(server: Server): Promise<SegmentDoc[]> {
  const live = await Segments(server).find({ live: true }, { starts: 0 }).lean<SegmentDoc[]>();
  const replaced = new Set(live.flatMap(({ replaces }) => replaces));
  return live.filter(({ _id }) => !replaced.has(_id));
}

/** Segments with this term, whether live or not. */
export async function findSegmentsWith(server: Server, term: string): Promise<SegmentDoc[]> {
  const all = await Segments(server).find({}, { starts: 0 }).lean<SegmentDoc[]>();
  const found = await Postings(server)
    .find({ _id: trusted({ $in: all.map(({ _id }) => `${_id}:${term}`) }) }, { _id: 1 })
    .lean();
  const having = new Set(found.map(({ _id }) => _id));
  return all.filter(({ _id }) => having.has(`${_id}:${term}`));
}

/**
 * Some live segments, including replaced ones, by their newest message, and for the same one the largest first.
 * With the starts of their blocks only where the span needs them.
 */
export async function findLiveSegments(
  server: Server,
  at: { from: number; until: number; startingAt: Date | undefined; limit: number },
): Promise<SegmentDoc[]> {
  const { from, until, startingAt, limit } = at;
  const newest = {
    ...(from === -Infinity ? {} : { $gte: new Date(from) }),
    ...(startingAt ? { $lte: startingAt } : {}),
  };
  const filter = {
    live: true,
    ...(Object.keys(newest).length > 0 ? { newest: trusted(newest) } : {}),
    ...(until === Infinity ? {} : { oldest: trusted({ $lte: new Date(until) }) }),
  };
  return await Segments(server)
    .find(filter, until === Infinity ? { starts: 0 } : {})
    .sort({ newest: -1, count: -1 })
    .limit(limit)
    .setOptions(AS_BUFFERS)
    .lean<SegmentDoc[]>();
}

/** The terms to read from each segment, by its id. */
export type TermsOfSegments = Map<string, Iterable<string>>;

/** By segment the postings of those terms that it has. */
export async function readPostings(
  server: Server,
  wanted: TermsOfSegments,
): Promise<Map<string, Map<string, Buffer>>> {
  const ids = [...wanted].flatMap(([id, terms]) => [...terms].map((term) => `${id}:${term}`));
  const bySegment = new Map([...wanted.keys()].map((id) => [id, new Map<string, Buffer>()]));
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    const found = await Postings(server)
      .find({ _id: trusted({ $in: ids.slice(from, from + READ_AT_ONCE) }) })
      .batchSize(READ_AT_ONCE + 1)
      .setOptions(AS_BUFFERS)
      .lean();
    for (const { _id, ordinals } of found) {
      const colon = _id.indexOf(':');
      bySegment.get(_id.slice(0, colon))?.set(_id.slice(colon + 1), ordinals);
    }
  }
  return bySegment;
}

/** Blocks by their ids, each from the newest to the oldest. */
export async function readBlocks(server: Server, blockIds: string[]): Promise<Map<string, Block>> {
  const found = await Blocks(server)
    .find({ _id: trusted({ $in: blockIds }) })
    .batchSize(blockIds.length + 1)
    .setOptions(AS_BUFFERS)
    .lean();
  return new Map(found.map(({ _id, ids, times }) => [_id, new Block(ids, times)]));
}

/** The first ordinal that may be of `until` or before. */
export function firstOrdinal(segment: SegmentDoc, until: number): number {
  const { starts } = segment;
  let block = 0;
  while (block + 1 < starts.length / TIME_BYTES && starts.readDoubleLE((block + 1) * TIME_BYTES) > until)
    block++;
  return block * BLOCK_SIZE;
}

/** A whole segment, for merging. */
export async function readSegment(server: Server, segment: SegmentDoc): Promise<SegmentDraft> {
  const { _id: segmentId, count } = segment;
  const ids = Array.from({ length: Math.ceil(count / BLOCK_SIZE) }, (_, i) => `${segmentId}:${i}`);
  const blocks = await readBlocks(server, ids);
  const postings = new Map<string, number[]>();
  for await (const { _id, ordinals } of throttleOf(server).read(BATCH, (batchSize) =>
    Postings(server)
      .find({ _id: range(segmentId) })
      .setOptions(AS_BUFFERS)
      .lean()
      .cursor({ batchSize }),
  ))
    postings.set(_id.slice(segmentId.length + 1), unpackOrdinals(ordinals));
  const positions = ids.flatMap((id) => {
    const block = blocks.get(id);
    return block ? Array.from({ length: block.size }, (_, i) => block.at(i)) : [];
  });
  return { positions, postings };
}
