import { termsOf } from '@parley/shared/searchText';
import type { MessageDoc } from '../messages/messages.access.js';

/** In every message: what a search without words begins with. */
export const EVERYTHING = '*';
/** More different words than this are not indexed: nobody looks for the two thousandth. */
const MOST_TERMS = 2000;
const LINK = /https?:\/\/\S/i;

/** All terms of a message: its words, the names of its files, and its conditions. */
export function messageTerms(message: MessageDoc): string[] {
  const files = message.files ?? [];
  const words = termsOf([message.text, ...files.map(({ name }) => name)].join('\n')).slice(0, MOST_TERMS);
  const conditions = [
    EVERYTHING,
    `from:${String(message.authorId)}`,
    `in:${String(message.roomId)}`,
    ...new Set(files.map(({ kind }) => `has:${kind}`)),
    ...(files.length > 0 ? ['has:file'] : []),
    ...(LINK.test(message.text) ? ['has:link'] : []),
    ...(message.editedAt ? ['is:edited'] : []),
    ...(message.replyTo ? ['is:reply'] : []),
    ...message.mentionIds.map((userId) => `mention:${String(userId)}`),
  ];
  return [...words, ...conditions];
}

/** A word alone, that a beginning or a part of it may stand for: no condition, no emoji, no word with a sign. */
export const isWord = (term: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}\p{Mn}\p{Mc}]*$/u.test(term);

/** Parts of words are looked for from this length on. */
export const SHORTEST_PART = 3;

/** So many signs of a part are looked up; the rest of a longer one is looked at in what is found. */
const LONGEST_PIECE = 4;

/** In front of what a word begins with. */
const BEGIN = '^';

/** What words that begin with this are found by. */
export const beginPiece = (word: string): string => BEGIN + [...word].slice(0, LONGEST_PIECE).join('');
/** What words that have this inside are found by; it must not be shorter than the shortest part. */
export const innerPiece = (part: string): string => [...part].slice(0, LONGEST_PIECE).join('');

/** All pieces of a word: its beginnings up to four signs, and three and four signs from everywhere inside. */
export function piecesOf(word: string): string[] {
  const signs = [...word];
  const piece = (from: number, length: number): string => signs.slice(from, from + length).join('');
  const begins = signs.slice(0, LONGEST_PIECE).map((_, i) => BEGIN + piece(0, i + 1));
  const inner = signs.flatMap((_, from) =>
    from === 0
      ? []
      : [SHORTEST_PART, LONGEST_PIECE].flatMap((length) =>
          from + length <= signs.length ? [piece(from, length)] : [],
        ),
  );
  return [...new Set([...begins, ...inner])];
}
