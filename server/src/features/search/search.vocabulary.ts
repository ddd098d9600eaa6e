import { LRUCache } from 'lru-cache';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { Vocabularies, type VocabularyDoc } from './search.model.js';
import { isWord, joinTerms } from './search.terms.js';

/** UTF-16 units of one document: far below the sixteen megabytes that a document may have. */
const CHUNK = 200_000;
/** UTF-16 units in the cache, one or two bytes each: the words of a hundred segments. */
const MAX_CACHED = 32_000_000;

/** By segment. A segment never changes, so cached entries never become stale. */
const cacheOf = perServer(
  () => new LRUCache<string, string>({ maxSize: MAX_CACHED, sizeCalculation: (words) => words.length }),
);

const range = (segmentId: string): { $gt: string; $lt: string } => ({
  $gt: `${segmentId}:`,
  $lt: `${segmentId};`,
});

/** The words of a segment as they are stored: joined, in chunks. */
export function* vocabularyOf(
  segmentId: string,
  terms: Iterable<string>,
): Generator<{ _id: string; words: string }> {
  let words: string[] = [];
  let length = 0;
  let count = 0;
  for (const term of terms) {
    if (!isWord(term)) continue;
    words.push(term);
    length += term.length + 1;
    if (length < CHUNK) continue;
    yield { _id: `${segmentId}:${count++}`, words: joinTerms(words) };
    words = [];
    length = 0;
  }
  if (words.length > 0) yield { _id: `${segmentId}:${count}`, words: joinTerms(words) };
}

/**
 * The words of each of these segments, joined by line feeds. The words for a part are looked up per segment, so that words in
 * other rooms, whatever their number, have no influence on a search.
 */
export async function readVocabularies(server: Server, segmentIds: string[]): Promise<Map<string, string>> {
  const stored = cacheOf(server);
  const read = async (segmentId: string): Promise<[string, string]> => {
    const known = stored.get(segmentId);
    if (known !== undefined) return [segmentId, known];
    // By the driver: Mongoose would make a document of each. The chunks have whole words, so their order does not matter.
    const { name } = Vocabularies(server).collection;
    const chunks = await server.connection
      .collection<VocabularyDoc>(name)
      .find({ _id: range(segmentId) })
      .toArray();
    const words = chunks.map((chunk) => chunk.words).join('');
    stored.set(segmentId, words);
    return [segmentId, words];
  };
  return new Map(await Promise.all(segmentIds.map(read)));
}
