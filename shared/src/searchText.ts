import { bareEmoji, emojiIn, withoutTones } from './emoji.js';

/** Letters that Unicode does not decompose and people type without marks, and the two forms of sigma. Quotes become straight ones. */
const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
};
const special = /[ßæœøđðłıþς\u2018-\u201b\u02bc\u201c-\u201f]/g;

/**
 * Marks that people may leave out: those of Latin, Greek and Cyrillic letters, the vowel points of Hebrew, the harakat and the
 * tatweel of Arabic, and what only chooses how a sign is drawn. All others belong to their letter: a vowel of Devanagari or
 * Thai, a virama, the dakuten that makes が of か. By blocks, since Unicode calls most of them "inherited" by any script.
 */
const optionalMarks = new RegExp(
  [
    '[\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f',
    '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
    '\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed',
    '\\u08ca-\\u08e1\\u08e3-\\u08ff',
    '\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]+',
  ].join(''),
  'gu',
);
/** Inside a word: joiners choose the form of letters, and a soft hyphen is invisible. Between emoji a joiner combines them. */
const joiners = /(?<=[\p{L}\p{M}])[\u00ad\u200c\u200d]+(?=[\p{L}\p{M}])/gu;
const ascii = /^[\x00-\x7f]*$/;

/** Folds a text, so that two spellings are equal: compatible, without optional marks, in lower case. */
export const fold = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(optionalMarks, '')
        .replace(joiners, '')
        .toLowerCase()
        .replace(special, (letter) => letters[letter] ?? (letter < '\u201c' ? "'" : '"'))
        .normalize('NFC');

/** Scripts without spaces, or whose words have endings without a gap: cut into single signs and pairs. ー is in none. */
const unspacedSign =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const unspaced = new RegExp(unspacedSign, 'u');
/** A sign of a word in a script with spaces; a mark only behind a letter. */
export const wordSign = `(?:(?!${unspacedSign})[\\p{L}\\p{N}\\p{M}])`;
/** Words and unspaced stretches are separate: "Parleyは" is two. */
const splitter = new RegExp(`(?:${unspacedSign}\\p{M}*)+|(?!\\p{M})${wordSign}+`, 'gu');

/** A longer word is found by its beginning. */
const LONGEST_TERM = 40;

export interface Run {
  text: string;
  /** Of a script that is cut into pairs. */
  unspaced: boolean;
}

const runOf = (found: string): Run => {
  const isUnspaced = unspaced.test(found);
  return { text: isUnspaced ? found : found.slice(0, LONGEST_TERM), unspaced: isUnspaced };
};

/** The words of a folded text in order. Folding decomposes Hangul and composes it again, so it comes first. */
function runsOfFolded(text: string): Run[] {
  if (ascii.test(text))
    return (text.match(/[a-z0-9]+/g) ?? []).map((word) => ({
      text: word.slice(0, LONGEST_TERM),
      unspaced: false,
    }));
  return (text.match(splitter) ?? []).map(runOf);
}

/** The words of a text in order, folded; stretches of unspaced script stay whole. */
export const runsOf = (text: string): Run[] => runsOfFolded(fold(text));

/** Single signs and pairs of neighbours. */
export function pairsOf(text: string): string[] {
  const signs = [...text];
  const pairs = signs.slice(1).map((sign, i) => `${signs[i] ?? ''}${sign}`);
  return [...signs, ...pairs];
}

/** An emoji as a term: the same for all its forms. */
export const emojiTerm = (emoji: string): string => bareEmoji(emoji).replaceAll('\ufe0e', '');

const hasEmoji = /\p{Extended_Pictographic}|\p{RI}|\u20e3/u;

/** The emoji of a text as terms, each with its skin tone and without: either can be searched. */
export function emojiTerms(text: string): string[] {
  if (!hasEmoji.test(text)) return [];
  return emojiIn(text)
    .map(emojiTerm)
    .flatMap((term) => [term, withoutTones(term)])
    .filter((term) => term !== '');
}

/** Signs behind a word that make another one of it: C is not C++. Not in an address, as in a%20b. */
export const closingSigns = '+#%';
/** A word as an option, -la or --save, and a word with its closing sign. */
const options = new RegExp(`(?<!${wordSign})-(${wordSign}+)`, 'gu');
const closed = new RegExp(`(${wordSign}+)([+#]|%(?!\\p{N}))(?!(?![\\p{N}])${wordSign})`, 'gu');

/**
 * Words with the one sign that distinguishes them from the word alone, where it pays to have it in the index: most messages
 * with "save" have no "--save". Other signs are checked in the hits (`searchSigns.ts`).
 */
function signedTerms(folded: string): string[] {
  if (!/[-+#%]/.test(folded)) return [];
  const terms: string[] = [];
  for (const [, word = ''] of folded.matchAll(options)) terms.push(optionTerm(word));
  for (const [, word = '', sign = ''] of folded.matchAll(closed)) terms.push(closedTerm(word, sign));
  return terms;
}
export const optionTerm = (word: string): string => `-${word.slice(0, LONGEST_TERM)}`;
export const closedTerm = (word: string, sign: string): string => `${word.slice(0, LONGEST_TERM)}${sign}`;

/** v1.2.3 is also 1.2.3. */
const versioned = /^v\p{N}+$/u;

/**
 * The terms of a text: its words, of unspaced scripts its signs and pairs, its emoji, and words with the sign that makes
 * them distinct. Each once. No term has a colon.
 */
export function termsOf(text: string): string[] {
  const folded = fold(text);
  const terms = new Set<string>();
  for (const run of runsOfFolded(folded)) {
    if (run.unspaced) for (const pair of pairsOf(run.text)) terms.add(pair);
    else terms.add(run.text);
    if (versioned.test(run.text)) terms.add(run.text.slice(1));
  }
  for (const term of signedTerms(folded)) terms.add(term);
  for (const term of emojiTerms(text)) terms.add(term);
  return [...terms];
}
