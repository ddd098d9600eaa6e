import type { Edit } from './editing';
import { isInFence, lineStart } from './places';

/** A list item: its indent, its sign with what follows it, the number of a numbered one, and its text. */
const item = /^(\s*)((?:[-*+]|(\d{1,3})([.)])) +(?:\[[ xX]\] +)?)(.*)$/su;
const quote = /^((?:> ?)+)(.*)$/su;

function lineAround(text: string, at: number): { from: number; line: string; previous: string } {
  const from = lineStart(text, at);
  const end = text.indexOf('\n', at);
  const before = text.slice(0, Math.max(0, from - 1));
  return {
    from,
    line: text.slice(from, end < 0 ? undefined : end),
    previous: from === 0 ? '' : before.slice(before.lastIndexOf('\n') + 1),
  };
}

/** The sign of the item after one: the next number, an empty box to tick. */
const nextSign = (sign: string, number: string | undefined): string =>
  (number === undefined ? sign : sign.replace(number, String(Number(number) + 1))).replace(/\[[xX]\]/, '[ ]');

/**
 * What Enter inserts in an open block of code or in a list: the next line or the next item; at an empty item the list
 * ends. Undefined elsewhere. A single line that begins with a number other than one is a sentence ("5. Mai"), not a list.
 */
export function nextLine(text: string, [start, end]: [number, number]): Edit | undefined {
  const { from, line, previous } = lineAround(text, start);
  if (isInFence(text, start)) {
    const indent = /^[ \t]*/.exec(text.slice(from, start))?.[0] ?? '';
    return { from: start, to: end, text: `\n${indent}` };
  }
  const found = item.exec(line);
  if (!found) return undefined;
  const [, indent = '', sign = '', number, , words = ''] = found;
  if (start - from < indent.length + sign.length) return undefined;
  if (number !== undefined && number !== '1' && !item.test(previous)) return undefined;
  if (words.trim() === '') return { from, to: Math.max(end, from + line.length), text: '' };
  return { from: start, to: end, text: `\n${indent}${nextSign(sign, number)}` };
}

/** The same where Enter inserts lines anyway; it continues a quote too. */
export function nextLineOrQuote(text: string, selection: [number, number]): Edit | undefined {
  const made = nextLine(text, selection);
  if (made) return made;
  const [start, end] = selection;
  const { from, line } = lineAround(text, start);
  const [, sign = '', words = ''] = quote.exec(line) ?? [];
  if (sign === '' || !sign.endsWith(' ') || start - from < sign.length) return undefined;
  if (words.trim() === '') return { from, to: Math.max(end, from + line.length), text: '' };
  return { from: start, to: end, text: `\n${sign}` };
}
