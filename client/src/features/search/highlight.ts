import { graphemes } from '@parley/shared/text';
import { withoutTones } from '@parley/shared/emoji';
import { findLiteral } from '@parley/shared/searchSigns';
import { emojiTerm, fold, wordSign } from '@parley/shared/searchText';

export interface Segment {
  text: string;
  marked: boolean;
}

const BEFORE = 60;
const SHOWN = 240;

/** A text as it is searched, and for each unit of it the place of its sign in the text as it is shown. */
interface Folded {
  text: string;
  /** The beginnings of its signs as people see them, and of the end. */
  starts: number[];
  /** For each unit of `text` the number of its sign. */
  signs: number[];
}

const word = new RegExp(`${wordSign}+`, 'gu');
const beginsWithWord = new RegExp(`^${wordSign}`, 'u');
const hasWord = /[\p{L}\p{N}]/u;
const notOfWord = /[^\p{L}\p{N}\p{M}]/u;

/** One sign, folded. A joiner or a soft hyphen inside a word counts for nothing, and is seen here without the letter behind it. */
const foldSign = (sign: string): string =>
  fold(sign).replace(/(?<=^|[\p{L}\p{M}])[\u00ad\u200c\u200d]+$/u, '');

function foldAll(text: string): Folded {
  const folded: Folded = { text: '', starts: [], signs: [] };
  for (const { segment, index } of graphemes(text)) {
    const sign = foldSign(segment);
    folded.signs.push(...Array<number>(sign.length).fill(folded.starts.length));
    folded.starts.push(index);
    folded.text += sign;
  }
  folded.starts.push(text.length);
  return folded;
}

type Place = [from: number, to: number];

/** Places of a mark in a folded text: with signs literally, in scripts without spaces anywhere, else in whole words. */
function* findMark(text: string, mark: string): Generator<Place> {
  if (!notOfWord.test(mark) && beginsWithWord.test(mark)) {
    for (const match of text.matchAll(word))
      if (match[0].includes(mark)) yield [match.index, match.index + match[0].length];
    return;
  }
  const next = (from: number): number =>
    notOfWord.test(mark) ? findLiteral(text, mark, from) : text.indexOf(mark, from);
  for (let at = next(0); at >= 0; at = next(at + mark.length)) yield [at, at + mark.length];
}

/** Emoji are compared as a whole: 👩 is no part of 👩‍👧. */
function* findEmoji(shown: string, { starts }: Folded, mark: string): Generator<Place> {
  for (const [i, from] of starts.slice(0, -1).entries()) {
    const to = starts[i + 1] ?? shown.length;
    const term = emojiTerm(shown.slice(from, to));
    if (term === mark || withoutTones(term) === mark) yield [from, to];
  }
}

/** Places of all marks in a text as it is shown, in order; of those at one place the longest first. */
function placesOf(shown: string, folded: Folded, marks: string[]): Place[] {
  const { starts, signs, text } = folded;
  const places: Place[] = marks
    .filter((mark) => !hasWord.test(mark))
    .flatMap((mark) => [...findEmoji(shown, folded, mark)]);
  for (const mark of marks.filter((one) => hasWord.test(one)))
    for (const [from, to] of findMark(text, mark))
      places.push([starts[signs[from] ?? 0] ?? 0, starts[(signs[to - 1] ?? 0) + 1] ?? shown.length]);
  return places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

/** The part of a text to show, so that its first hit is in it: from a word on, or in the middle of a long stretch without spaces. */
function partOf(flat: string, starts: number[], first: number): Place {
  const boundary = (at: number): number => starts.find((start) => start >= at) ?? flat.length;
  const space = flat.indexOf(' ', Math.max(0, first - BEFORE));
  const from =
    first <= BEFORE + 20 ? 0 : space >= 0 && space < first ? space + 1 : boundary(first - BEFORE / 2);
  return [from, Math.min(flat.length, boundary(from + SHOWN))];
}

/**
 * The part of a text around its first hit, cut into what is marked and what is not.
 *
 * @param marks folded words, literals and emoji, as a search returns them
 */
export function highlight(text: string, marks: string[]): Segment[] {
  const flat = text.replace(/\s+/g, ' ');
  const folded = foldAll(flat);
  const places = placesOf(flat, folded, marks);
  const [from, to] = partOf(flat, folded.starts, places[0]?.[0] ?? 0);
  const segments: Segment[] = from > 0 ? [{ text: '… ', marked: false }] : [];
  let at = from;
  for (const [start, end] of places) {
    if (start < at || start >= to) continue;
    if (start > at) segments.push({ text: flat.slice(at, start), marked: false });
    segments.push({ text: flat.slice(start, end), marked: true });
    at = end;
  }
  if (at < to) segments.push({ text: flat.slice(at, to), marked: false });
  if (to < flat.length) segments.push({ text: ' …', marked: false });
  return segments;
}
