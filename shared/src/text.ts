const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The length of a text as people count it: one for 👨‍👩‍👧, one for é however it is composed. */
export function visibleLength(text: string): number {
  // ASCII without CR needs no segmentation, and is most of what is written.
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text.length;
  let length = 0;
  for (const _segment of segmenter.segment(text)) length += 1;
  return length;
}

/** A name in the form in which two names count as the same. */
export const nameKey = (name: string): string => name.trim().normalize('NFKC').toLocaleLowerCase('en');
