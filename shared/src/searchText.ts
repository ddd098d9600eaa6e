/** Letters that Unicode does not take apart and people type without. */
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
};
const special = /[ßæœøđðłıþ]/g;

/** Text in the form in which two spellings count as the same: compatible, without marks, in lower case. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(special, (letter) => letters[letter] ?? letter)
    .normalize('NFC');

/** Scripts that write without spaces, or whose words carry endings without a gap: cut into single signs and pairs. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Words and unspaced stretches do not run into each other: "Parleyは" is two. */
const splitter = new RegExp(`(?:${unspaced.source})+|(?:(?!${unspaced.source})[\\p{L}\\p{N}])+`, 'gu');

/** A longer word is found by its beginning. */
const LONGEST_TERM = 40;

export interface Run {
  text: string;
  /** Of a script that is cut into pairs. */
  unspaced: boolean;
}

/** The words of a text in their order, folded; stretches of unspaced script stay whole. */
export function runsOf(text: string): Run[] {
  // Folding tears Hangul apart and puts it together again, so it comes before the cutting.
  return [...fold(text).matchAll(splitter)].map(([found]) => ({
    text: found.slice(0, unspaced.test(found) ? undefined : LONGEST_TERM),
    unspaced: unspaced.test(found),
  }));
}

/** Single signs and pairs of neighbours. */
export function pairsOf(text: string): string[] {
  const signs = [...text];
  const pairs = signs.slice(1).map((sign, i) => `${signs[i] ?? ''}${sign}`);
  return [...signs, ...pairs];
}

/** What a text is found by: its words, and of unspaced scripts its signs and pairs. Each once. */
export const termsOf = (text: string): string[] => [
  ...new Set(runsOf(text).flatMap((part) => (part.unspaced ? pairsOf(part.text) : [part.text]))),
];
