const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The length of a text as people count it: one for 👨‍👩‍👧, one for é however it is composed. */
export function visibleLength(text: string): number {
  // ASCII without CR needs no segmentation, and is most of what is written.
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text.length;
  let length = 0;
  for (const _segment of segmenter.segment(text)) length += 1;
  return length;
}

/** Mentions as people write them: `@name`, not inside a word. Source of the name's alphabet: `username` in users.ts. */
const mention = /(?<![\p{L}\p{N}_@/.-])@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)/giu;

/** The user names mentioned in a text, in lower case, each once. Code is not looked into. */
export function mentionedNames(text: string): string[] {
  const prose = text.replace(/```[\s\S]*?(?:```|$)/g, ' ').replace(/`[^`\n]*`/g, ' ');
  return [...new Set([...prose.matchAll(mention)].map((match) => (match[1] ?? '').toLowerCase()))];
}

/** Calls of many people at once, by which words. Code is not looked into. */
export function callsIn(text: string): { room: boolean; here: boolean } {
  const names = new Set(mentionedNames(text));
  return {
    room: names.has('room') || names.has('everyone') || names.has('all') || names.has('channel'),
    here: names.has('here'),
  };
}

/** A name in the form in which two names count as the same. */
export const nameKey = (name: string): string => name.trim().normalize('NFKC').toLocaleLowerCase('en');
