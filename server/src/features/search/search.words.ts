import type { SearchWord } from '@parley/shared/searchParse';
import { wantedOf } from '@parley/shared/searchSigns';
import { closedTerm, closingSigns, optionTerm, pairsOf, runsOf, type Run } from '@parley/shared/searchText';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Words } from './search.model.js';
import { beginPiece, innerPiece, SHORTEST_PART } from './search.terms.js';

/** So many longer words does a beginning, and so many does a part of a word stand for: those of the highest ranks. */
const MOST_MEANT = 20;

/** Terms of which a message needs one, each with what a match is worth when the best come first. */
export type Group = Map<string, number>;

/** The most used words that have a piece and meet a condition. */
async function mostUsed(server: Server, piece: string, condition: object): Promise<string[]> {
  const found = await Words(server)
    .find({ pieces: piece, ...condition }, { _id: 1 })
    .sort({ rank: -1 })
    .limit(MOST_MEANT)
    .lean();
  return found.map(({ _id }) => _id);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A piece says it all of a word that is not longer. */
const longerWords = (server: Server, word: string): Promise<string[]> => {
  const piece = beginPiece(word);
  const begins = { _id: trusted({ $gte: word, $lt: `${word}\uffff` }) };
  return mostUsed(server, piece, piece.endsWith(word) ? {} : begins);
};

const wordsAround = (server: Server, part: string): Promise<string[]> => {
  const piece = innerPiece(part);
  return mostUsed(server, piece, piece === part ? {} : { _id: trusted({ $regex: escaped(part) }) });
};

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

const exact = (term: string): Group => new Map([[term, 3]]);

/** What the index knows of a word with signs beside the word: that it is an option, and its closing sign. */
function signedGroups(literal: string): Group[] {
  const runs = runsOf(literal);
  const [first, last] = [runs[0], runs.at(-1)];
  const groups: Group[] = [];
  if (first && !first.unspaced && /^-+[\p{L}\p{N}]/u.test(literal))
    groups.push(exact(optionTerm(first.text)));
  const sign = /[^\p{L}\p{N}\p{M}]+$/u.exec(literal)?.[0][0] ?? '';
  if (last && !last.unspaced && sign !== '' && closingSigns.includes(sign))
    groups.push(exact(closedTerm(last.text, sign)));
  return groups;
}

function pairGroups(run: Run): Group[] {
  const pairs = pairsOf(run.text);
  return (pairs.length > 1 ? pairs.filter((pair) => [...pair].length === 2) : pairs).map(exact);
}

async function groupsOfWord(server: Server, { text: typed, phrase }: SearchWord): Promise<Group[]> {
  const { text, literals, emoji } = wantedOf(typed);
  const runs = runsOf(text);
  // "a-b" is two words side by side, and C++ has a sign: they are meant as they stand.
  const asWritten = phrase || runs.length > 1 || literals.length > 0;
  const words = runs.map(async (run): Promise<Group[]> => {
    if (run.unspaced) return pairGroups(run);
    return [asWritten ? exact(run.text) : await groupOf(server, run.text)];
  });
  return [...(await Promise.all(words)).flat(), ...literals.flatMap(signedGroups), ...emoji.map(exact)];
}

/** What a message must have to be found by these words: one term of every group. Phrases ask for their words as they stand. */
export async function groupsOf(server: Server, words: SearchWord[]): Promise<Group[]> {
  return (await Promise.all(words.map((word) => groupsOfWord(server, word)))).flat();
}

/** About how many messages each term is in; none for a term that nowhere occurs. */
export async function countTerms(server: Server, terms: string[]): Promise<Map<string, number>> {
  const found = await Words(server)
    .find({ _id: trusted({ $in: terms }) }, { n: 1 })
    .batchSize(terms.length + 1)
    .lean();
  return new Map(found.map(({ _id, n }) => [_id, n]));
}
