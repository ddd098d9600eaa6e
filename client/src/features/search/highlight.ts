import { fold } from '@parley/shared/searchText';

export interface Segment {
  text: string;
  marked: boolean;
}

const BEFORE = 60;
const SHOWN = 240;

/** Where marked words stand in a text: words that contain a mark when folded, and in scripts without spaces the mark itself. */
function placesOf(text: string, marks: string[]): [from: number, to: number][] {
  const places: [number, number][] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const [word] = match;
    const folded = fold(word);
    for (const mark of marks) {
      const at = folded.indexOf(mark);
      if (at < 0) continue;
      const exact = word.toLowerCase().indexOf(mark);
      const unspaced =
        exact >= 0 && !/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(mark);
      places.push(
        unspaced
          ? [match.index + exact, match.index + exact + mark.length]
          : [match.index, match.index + word.length],
      );
    }
  }
  return places.sort((a, b) => a[0] - b[0]);
}

/** The part of a text around its first hit, cut into what is marked and what is not. */
export function highlight(text: string, marks: string[]): Segment[] {
  const flat = text.replace(/\s+/g, ' ');
  const places = placesOf(flat, marks);
  const first = places[0]?.[0] ?? 0;
  const from = first > BEFORE + 20 ? flat.indexOf(' ', first - BEFORE) + 1 : 0;
  const to = Math.min(flat.length, from + SHOWN);
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
