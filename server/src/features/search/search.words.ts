import type { SearchWord } from '@parley/shared/searchParse';
import { wantedOf } from '@parley/shared/searchSigns';
import { closedTerm, closingSigns, optionTerm, pairsOf, runsOf, type Run } from '@parley/shared/searchText';
import { partOf, type Group } from './search.terms.js';

const exact = (term: string): Group => ({ terms: [term] });

/** A word matches itself and every word that contains it. */
const withLonger = (word: string): Group => ({ terms: [word], part: partOf(word) });

/** The terms for a word with signs besides the word: that it is an option, and its closing sign. */
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

function groupsOfWord({ text: typed, phrase }: SearchWord): Group[] {
  const { text, literals, emoji } = wantedOf(typed);
  const runs = runsOf(text);
  // "a-b" is two adjacent words, and C++ has a sign: they match literally.
  const asWritten = phrase || runs.length > 1 || literals.length > 0;
  const words = runs.flatMap((run): Group[] => {
    if (run.unspaced) return pairGroups(run);
    return [asWritten ? exact(run.text) : withLonger(run.text)];
  });
  return [...words, ...literals.flatMap(signedGroups), ...emoji.map(exact)];
}

/** The groups for these words: a message must meet every one. Words of a phrase match exactly. */
export const groupsOf = (words: SearchWord[]): Group[] => words.flatMap(groupsOfWord);
