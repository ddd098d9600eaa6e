import type { Edit } from './editing';
import { isInCode } from './places';

/** What is being typed that can be completed: a person, a room, an emoji or a command. */
export interface Completing {
  kind: 'person' | 'room' | 'emoji' | 'command';
  /** The text behind the sign. */
  query: string;
  /** The position of the sign. */
  from: number;
  /** The caret. */
  to: number;
}

/**
 * People and rooms: their sign not behind a letter or digit of a script with spaces, nor in an address, so that `a@b`
 * completes nothing and `你好@` does. Up to four words, for `@jose luis`.
 */
const named =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}@#/\\&=.+-])([@#])((?:[\p{L}\p{N}\p{M}._-][\p{L}\p{N}\p{M}._'’-]*(?: [\p{L}\p{N}\p{M}._-][\p{L}\p{N}\p{M}._'’-]*){0,3})?)$/u;
/** An emoji: at least two letters, or every time and every `:-p` would match; not behind a word, a number or in an address. */
const emoji =
  /(?:^|[\s\p{Ps}\p{Pi}"'¡¿*_~|\p{Extended_Pictographic}\uFE0F]):((?=[^a-z]*[a-z][^a-z]*[a-z])[a-z0-9_+-]+)$/iu;

/** What can be completed at the caret, outside of code. */
export function completingAt(text: string, caret: number): Completing | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([a-z]*)$/.exec(before);
  if (command) return { kind: 'command', query: command[1] ?? '', from: 0, to: caret };
  if (isInCode(text, caret)) return undefined;
  const [, sign, query = ''] = named.exec(before) ?? [];
  if (sign !== undefined)
    return { kind: sign === '@' ? 'person' : 'room', query, from: caret - query.length - 1, to: caret };
  const name = emoji.exec(before)?.[1];
  return name === undefined
    ? undefined
    : { kind: 'emoji', query: name.toLowerCase(), from: caret - name.length - 1, to: caret };
}

/** Replaces the text typed by the choice, with a space behind it unless there is one. */
export function complete(text: string, { from, to }: Completing, by: string): Edit {
  const spaced = /^\s/.test(text.slice(to));
  const caret = from + by.length + 1;
  return { from, to, text: spaced ? by : `${by} `, selection: [caret, caret] };
}
