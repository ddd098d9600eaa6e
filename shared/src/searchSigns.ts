import { emojiIn, emojiPattern } from './emoji.js';
import { closingSigns, emojiTerm, fold, runsOf, wordSign } from './searchText.js';

/**
 * A word that is written with signs, such as C++, .NET, node.js or /etc/nginx, is found literally. The index has only words
 * (and a few with a sign, `searchText.ts`): its hits are checked against the literal.
 */

const word = new RegExp(wordSign, 'u');
const notAtEnd = new RegExp(`[^\\p{L}\\p{N}\\p{M}${closingSigns}]+$`, 'u');
/** Brackets, quotes and marks of the dialect in front of a word are prose; so is an ellipsis. */
const notAtBegin = /^(?:\.{3,}|[^\p{L}\p{N}\p{M}\-.#/\\$@%&+!?:=<])+/u;
/** Between two words these may as well be a space: well-known, don’t, 1,000. */
const soft =
  /(?<=[\p{L}\p{N}\p{M}])[-\u2010-\u2015'\u2018\u2019\u02bc\u00b4`"\u201c\u201d,;\u00b7](?=[\p{L}\p{N}\p{M}])/gu;
const anySign = /[^\p{L}\p{N}\p{M}]/u;
const emoji = new RegExp(emojiPattern, 'gu');

/** The literal of a piece of a query, without spaces and folded; undefined when its words are enough. */
function literalOf(piece: string): string | undefined {
  const bare = piece.replace(notAtBegin, '').replace(notAtEnd, '');
  return anySign.test(bare.replace(soft, '')) && runsOf(bare).length > 0 ? bare : undefined;
}

/** A query's searched parts. */
export interface Wanted {
  /** Its words, without its emoji. */
  text: string;
  /** Folded pieces that must be in a message literally. */
  literals: string[];
  /** Its emoji, as terms. */
  emoji: string[];
}

/** Parses one word, or a text between quotes. */
export function wantedOf(typed: string): Wanted {
  const text = typed.replace(emoji, ' ');
  const literals = fold(text)
    .split(/\s+/u)
    .flatMap((piece) => literalOf(piece) ?? []);
  return { text, literals, emoji: [...new Set(emojiIn(typed).map(emojiTerm))] };
}

/** Whether a word ends here. Not inside of a number, but the number of v1.2.3 can be searched. */
function opens(before: string, literal: string): boolean {
  const number = /^\p{N}/u.test(literal);
  if (number && /(?<![\p{L}\p{N}\p{M}])v$/u.test(before)) return true;
  if (number && /\p{N}[.,]$/u.test(before)) return false;
  const touches = new RegExp(`${wordSign}$`, 'u').test(before);
  return !touches || !(literal.startsWith('-') || word.test(literal[0] ?? ''));
}

function closes(after: string, literal: string): boolean {
  const last = literal.at(-1) ?? '';
  const touches = new RegExp(`^${wordSign}`, 'u').test(after);
  if (!closingSigns.includes(last)) return !touches || !new RegExp(`${wordSign}$`, 'u').test(literal);
  // C#10 is C#, and C++17 is C++; a%20b and page#top are no such words, and C++ is not C+.
  if (after.startsWith(last)) return false;
  return !touches || (last !== '%' && /^\p{N}/u.test(after));
}

/**
 * The place of a literal in a folded text, from `from` on: the words at its ends are whole ones. -1 for none.
 *
 * @param text folded
 * @param literal one of `wantedOf`
 */
export function findLiteral(text: string, literal: string, from = 0): number {
  for (let at = text.indexOf(literal, from); at >= 0; at = text.indexOf(literal, at + 1)) {
    const before = text.slice(Math.max(0, at - 3), at);
    const end = at + literal.length;
    if (opens(before, literal) && closes(text.slice(end, end + 2), literal)) return at;
  }
  return -1;
}
