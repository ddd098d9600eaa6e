import { plainText } from './markdown/plain.js';
import type { MessageView } from './messages.js';
import { lineOfPart } from './partTexts.js';

/** Longer texts are cut before they are parsed: a line shows no more. */
const READ = 2000;

/**
 * A message as one line, for notifications and quotes: without marks and spoilers. Without a text, its parts and the names
 * of its files.
 *
 * @param most signs as Unicode counts them, at most
 */
export function oneLine(
  { text, parts = [], files }: Pick<MessageView, 'text' | 'parts' | 'files'>,
  most: number,
): string {
  // Cut in the middle, a spoiler would not be parsed as one, so a text with bars is read completely.
  const read = text.includes('||') ? text : text.slice(0, READ);
  const plain = plainText(read).replace(/\s+/gu, ' ').trim();
  const line = plain === '' ? [...parts.map(lineOfPart), ...files.map(({ name }) => name)].join(', ') : plain;
  return [...line].slice(0, most).join('');
}
