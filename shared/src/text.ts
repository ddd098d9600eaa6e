const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * UTF-16 units passed to the segmenter at once. V8 copies all of them for each sign, so that time grows with the square:
 * 64,000 × é took 2.5 s, in pieces they take 60 ms.
 */
const PIECE = 256;

/** Signs that never join their neighbours, if these are among them too: ASCII, Latin, Greek, Cyrillic, dashes and quotes, kana, Chinese, Korean. */
const STANDS_ALONE =
  /^[\x20-\x7e\n\t\u00a0-\u02ff\u0391-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u3000-\u3029\u3030-\u303f\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d]*$/;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/**
 * The signs of a text as people see them, in order; the same as `Intl.Segmenter`, in time that grows with the text.
 * The end of a sign depends on what is before it and on the next code point, so each piece starts with a sign.
 */
export function* graphemes(text: string): Generator<{ segment: string; index: number }> {
  let start = 0;
  let size = PIECE;
  while (start < text.length) {
    let end = Math.min(text.length, start + size);
    if (isHighSurrogate(text.charCodeAt(end - 1))) end = Math.min(text.length, end + 1);
    let held: { segment: string; index: number } | undefined;
    for (const { segment, index } of segmenter.segment(text.slice(start, end))) {
      if (held) yield held;
      held = { segment, index: start + index };
    }
    if (end === text.length) {
      if (held) yield held;
      return;
    }
    // The last one may continue behind the piece. One that fills the piece is segmented in a larger one.
    const fills = held === undefined || held.index === start;
    size = fills ? size * 2 : PIECE;
    if (!fills && held) start = held.index;
  }
}

/**
 * The length of a text as people count it: one for 👨‍👩‍👧, one for é however it is composed.
 * @param enough counting ends above this number
 */
export function visibleLength(text: string, enough = Infinity): number {
  // Most texts need no segmentation.
  if (STANDS_ALONE.test(text)) return text.length;
  let length = 0;
  for (const _sign of graphemes(text)) {
    length += 1;
    if (length > enough) break;
  }
  return length;
}

/** The normal form of a name: names with the same one are equal. */
export const nameKey = (name: string): string => name.trim().normalize('NFKC').toLocaleLowerCase('en');
