import { plainText } from './markdown/plain.js';
import type { MessageView } from './messages.js';
import { lineOfPart } from './partTexts.js';

/** Longer texts are cut before they are parsed: a line shows no more of them. */
const READ = 2000;

/**
 * A message as one line, for notifications and quotes: without its marks, and without what is hidden. Of one without
 * words its parts and the names of its files.
 *
 * @param most signs as Unicode counts them, at most
 */
export function oneLine(
  { text, parts = [], files }: Pick<MessageView, 'text' | 'parts' | 'files'>,
  most: number,
): string {
  // Cut in the middle of a spoiler it would not be one any more, so a text with bars is read whole.
  const read = text.includes('||') ? text : text.slice(0, READ);
  const plain = plainText(read).replace(/\s+/gu, ' ').trim();
  const line = plain === '' ? [...parts.map(lineOfPart), ...files.map(({ name }) => name)].join(', ') : plain;
  return [...line].slice(0, most).join('');
}
