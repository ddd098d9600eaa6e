import type { WordEntry } from './wordFilter.js';
import { wordLimits } from './wordFilter.js';

/** A word of a text as it is compared, and where it stands: from the start to behind the end, in UTF-16 units. */
interface Word {
  folded: string;
  /** The same, by how its capitals look. */
  shown: string;
  /** It has a plain Latin letter: among these a capital of another alphabet is a disguise. */
  latin: boolean;
  from: number;
  to: number;
}

/** A place of a text that an entry matches. */
export interface Match {
  action: WordEntry['action'];
  from: number;
  to: number;
}

/** Longer words are compared by this many units: the time for each is bounded. */
const LONGEST_WORD = 200;

/** Letters of other alphabets that look like a Latin one, and Latin ones that no form of Unicode takes apart. Both sides are folded, so that words in those alphabets match themselves. */
const lookalikes = new Map(
  [
    'аɑαa',
    'еeҽe',
    'оοօo',
    'рρp',
    'сc',
    'уγүy',
    'хχx',
    'іιıi',
    'јj',
    'ѕs',
    'ԁđd',
    'һհh',
    'ԛq',
    'ԝw',
    'кκk',
    'νѵv',
    'υսu',
    'ոn',
    'ցɡg',
    'øo',
    'łӏl',
    'тτt',
    'мm',
    'вb',
    'ςσ',
  ].flatMap((group): [string, string][] => {
    const signs = [...group];
    const latin = signs.at(-1) ?? '';
    return signs.map((sign) => [sign, latin]);
  }),
);

/** Capitals that look like another Latin letter than their small ones do. In a Greek or Cyrillic word they are what they are there. */
const capitals = new Map(
  ['ΒB', 'ΕE', 'ΖZ', 'ΗНH', 'ΜM', 'ΝN', 'ΥҮY'].flatMap((group): [string, string][] => {
    const signs = [...group];
    return signs.map((sign) => [sign, (signs.at(-1) ?? '').toLowerCase()]);
  }),
);

/** Letters by their class, with nothing to see. */
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/u;

/** Unicode takes them for a sigma, of which they have the meaning and not the look. */
const LUNATE: Record<string, string> = { ϲ: 'c', Ϲ: 'C' };

/** Without marks, widths and invisible characters. */
const bare = (sign: string): string =>
  BLANK.test(sign) ? '' : (LUNATE[sign] ?? sign.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, ''));

/** Without case, too: what looks alike is alike. */
function fold(plain: string): string {
  // Some small letters are written with a mark that their capitals do not have.
  const small = plain.toLowerCase().replace(/\p{M}/gu, '');
  return lookalikes.get(small) ?? small;
}

const isWordSign = (folded: string, star: boolean): boolean =>
  /^[\p{L}\p{N}]+$/u.test(folded) || (star && folded === '*');

/** @param star an asterisk belongs to a word, as in a phrase of the filter */
function wordsOf(text: string, star: boolean): Word[] {
  const words: Word[] = [];
  let open: Word | undefined;
  let at = 0;
  for (const sign of text) {
    const plain = bare(sign);
    const folded = fold(plain);
    const to = at + sign.length;
    if (folded === '') {
      // Part of the word around it, if there is one.
      if (open) open.to = to;
    } else if (isWordSign(folded, star)) {
      if (open) {
        open.to = to;
        if (open.folded.length < LONGEST_WORD) {
          open.folded += folded;
          open.shown += capitals.get(plain) ?? folded;
        }
      } else
        words.push((open = { folded, shown: capitals.get(plain) ?? folded, latin: false, from: at, to }));
      open.latin ||= /^[a-z]+$/i.test(plain);
    } else open = undefined;
    at = to;
  }
  for (const word of words) if (word.latin) word.folded = word.shown;
  return words;
}

/** Whether a word fits a pattern with asterisks. Two pointers and one place to go back to: no worse than the product of both lengths. */
function fits(pattern: string, word: string): boolean {
  let p = 0;
  let w = 0;
  let star = -1;
  let mark = 0;
  while (w < word.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = w;
    } else if (pattern[p] === word[w]) {
      p++;
      w++;
    } else if (star >= 0) {
      p = star + 1;
      w = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

interface Pattern {
  words: string[];
  action: WordEntry['action'];
}

const fitsWord = (pattern: string, word: string): boolean =>
  pattern.includes('*') ? fits(pattern, word) : pattern === word;

/** Finds the places of a text that entries match. */
export type Matcher = (text: string) => Match[];

/**
 * Prepares the entries. The time of a match grows with the length of the text, and for each of its words at most with the number of
 * entries with an asterisk in their first word: others are looked up.
 */
export function matcherOf(entries: readonly WordEntry[]): Matcher {
  const exact = new Map<string, Pattern[]>();
  const open: Pattern[] = [];
  for (const { phrase, action } of entries) {
    const words = wordsOf(phrase, true)
      .map(({ folded }) => folded.replace(/\*+/g, '*'))
      .slice(0, wordLimits.words);
    const [first] = words;
    // An asterisk alone would match everything.
    if (first === undefined || words.every((word) => word === '*')) continue;
    if (first.includes('*')) open.push({ words, action });
    else exact.set(first, [...(exact.get(first) ?? []), { words, action }]);
  }
  if (exact.size + open.length === 0) return () => [];
  return (text) => {
    const words = wordsOf(text, false);
    const matches: Match[] = [];
    // Loops, and no list for each word: a text has thousands, and the filter hundreds.
    const look = (pattern: Pattern, from: number, i: number): void => {
      const last = words[i + pattern.words.length - 1];
      if (last && pattern.words.every((one, k) => fitsWord(one, words[i + k]?.folded ?? '')))
        matches.push({ action: pattern.action, from, to: last.to });
    };
    words.forEach(({ folded, from }, i) => {
      for (const pattern of exact.get(folded) ?? []) look(pattern, from, i);
      for (const pattern of open) look(pattern, from, i);
    });
    return matches;
  };
}

/** Stands for what is replaced. It is no Markdown, and long enough to be seen. */
export const REPLACEMENT = '•••';

/** The text with its matches replaced; overlapping ones as one. */
export function replaced(text: string, matches: readonly Match[]): string {
  let out = '';
  let at = 0;
  for (const { from, to } of [...matches].sort((one, other) => one.from - other.from)) {
    if (to <= at) continue;
    if (from >= at) out += text.slice(at, from) + REPLACEMENT;
    at = to;
  }
  return out + text.slice(at);
}
