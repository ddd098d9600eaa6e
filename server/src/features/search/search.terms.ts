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

export const isWord = (term: string): boolean => term !== EVERYTHING && !term.includes(':');

/** Parts of words are looked for from this length on. */
export const SHORTEST_PART = 3;

/** The ends of a word, itself among them: a part of a word is the beginning of one of its ends. */
export function endsOf(word: string): string[] {
  const signs = [...word];
  return signs.slice(SHORTEST_PART - 1).map((_, i) => signs.slice(i).join(''));
}
