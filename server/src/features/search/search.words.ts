import { runsOf, pairsOf } from '@parley/shared/searchText';
import type { SearchWord } from '@parley/shared/search';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Words, type WordDoc } from './search.model.js';
import { isWord, SHORTEST_PART } from './search.terms.js';

/** So many longer words does a beginning, and so many does a part of a word stand for: the most used ones. */
const MOST_BEGINNINGS = 20;
const MOST_PARTS = 20;
/** So many words are weighed for it. */
const MOST_WEIGHED = 300;

/** Terms of which a message needs one, each with what a match is worth when the best come first. */
export type Group = Map<string, number>;

/** What begins with these letters. */
const begins = (letters: string): object => trusted({ $gte: letters, $lt: `${letters}\uffff` });

const mostUsed = (words: Pick<WordDoc, '_id' | 'n'>[], count: number): string[] =>
  words
    .sort((a, b) => b.n - a.n)
    .slice(0, count)
    .map(({ _id }) => _id);

async function longerWords(server: Server, word: string): Promise<string[]> {
  const found = await Words(server)
    .find({ _id: begins(word) }, { n: 1 })
    .limit(MOST_WEIGHED)
    .batchSize(MOST_WEIGHED + 1)
    .lean();
  return mostUsed(
    found.filter(({ _id }) => isWord(_id)),
    MOST_BEGINNINGS,
  );
}

async function wordsAround(server: Server, word: string): Promise<string[]> {
  const found = await Words(server)
    // One and the same end must be within both bounds.
    .find({ ends: trusted({ $elemMatch: begins(word) }) }, { n: 1 })
    .limit(MOST_WEIGHED)
    .batchSize(MOST_WEIGHED + 1)
    .lean();
  return mostUsed(found, MOST_PARTS);
}

async function groupOf(server: Server, word: string): Promise<Group> {
  const [beginning, around] = await Promise.all([
    longerWords(server, word),
    [...word].length >= SHORTEST_PART ? wordsAround(server, word) : [],
  ]);
  return new Map([
    ...around.map((term): [string, number] => [term, 1]),
    ...beginning.map((term): [string, number] => [term, 2]),
    [word, 3],
  ]);
}

/** What a message must have to be found by these words: one term of every group. Phrases ask for their words as they stand. */
export async function groupsOf(server: Server, words: SearchWord[]): Promise<Group[]> {
  const groups = words.map(async ({ text, phrase }): Promise<Group[]> => {
    const runs = runsOf(text);
    const exact = (term: string): Group => new Map([[term, 3]]);
    const found = runs.map(async (run): Promise<Group[]> => {
      if (run.unspaced) {
        const pairs = pairsOf(run.text);
        return (pairs.length > 1 ? pairs.filter((pair) => [...pair].length === 2) : pairs).map(exact);
      }
      // "a-b" is two words side by side: they are meant as they stand, too.
      return [phrase || runs.length > 1 ? exact(run.text) : await groupOf(server, run.text)];
    });
    return (await Promise.all(found)).flat();
  });
  return (await Promise.all(groups)).flat();
}

/** About how many messages each term is in; none for a term that nowhere occurs. */
export async function countTerms(server: Server, terms: string[]): Promise<Map<string, number>> {
  const found = await Words(server)
    .find({ _id: trusted({ $in: terms }) }, { n: 1 })
    .batchSize(terms.length + 1)
    .lean();
  return new Map(found.map(({ _id, n }) => [_id, n]));
}
