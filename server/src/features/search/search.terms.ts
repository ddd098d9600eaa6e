import { textOfPart } from '@parley/shared/partTexts';
import { termsOf, wordSign } from '@parley/shared/searchText';
import type { MessageDoc } from '../messages/messages.access.js';

/** In every message: for a search without words. */
export const EVERYTHING = '*';
/** Limit of different words that are indexed: nobody searches for the two thousandth. */
const MOST_TERMS = 2000;
const LINK = /https?:\/\/\S/i;

/** All terms of a message: its words, those of its parts, the names of its files, and its conditions. */
export function messageTerms(message: MessageDoc): string[] {
  const files = message.files ?? [];
  const texts = [message.text, ...(message.parts ?? []).map(textOfPart), ...files.map(({ name }) => name)];
  const words = termsOf(texts.join('\n')).slice(0, MOST_TERMS);
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

const word = new RegExp(`^${wordSign}+$`, 'u');
const ascii = /^[\x00-\x7f]*$/;

/**
 * A word of a script with spaces, which a prefix or a part of it may find: no condition, no emoji, no word with a sign,
 * no pair of Chinese or Thai signs.
 */
export const isWord = (term: string): boolean => (ascii.test(term) ? /^[a-z0-9]+$/ : word).test(term);

/** A part of a word. */
export interface WordPart {
  text: string;
  /** Also inside and at the end of a word; else at its beginning alone. */
  anywhere: boolean;
}

/** From this length on a part matches anywhere in a word; shorter ones match only its beginning. */
const SHORTEST_PART = 3;

export const partOf = (text: string): WordPart => ({ text, anywhere: [...text].length >= SHORTEST_PART });

/** What a message must have: one of these terms, or a word with this part. */
export interface Group {
  terms: string[];
  part?: WordPart;
}

/** Terms as one string, each between two line feeds, which no term has: searching it is one native call. */
export const joinTerms = (terms: Iterable<string>): string => `\n${[...terms].join('\n')}\n`;

const soughtOf = ({ text, anywhere }: WordPart): string => (anywhere ? text : `\n${text}`);

/** The words among joined ones that have a part, in their order. */
export function wordsWith(joined: string, part: WordPart): string[] {
  const sought = soughtOf(part);
  const found: string[] = [];
  for (let at = joined.indexOf(sought); at >= 0;) {
    const end = joined.indexOf('\n', at + sought.length);
    found.push(joined.slice(joined.lastIndexOf('\n', at) + 1, end));
    at = joined.indexOf(sought, end);
  }
  return found;
}

/** The score of a match by the exact word, by a beginning and by a part. */
const WORTH = { word: 3, beginning: 2, part: 1 };

/** The terms of one message, to match against groups. */
export class MessageTerms {
  private readonly words: string;
  private readonly others: string;
  readonly size: number;

  constructor(terms: string[]) {
    this.words = joinTerms(terms.filter(isWord));
    this.others = joinTerms(terms.filter((term) => !isWord(term)));
    this.size = terms.length;
  }

  has(term: string): boolean {
    const sought = `\n${term}\n`;
    return this.words.includes(sought) || this.others.includes(sought);
  }

  meets({ terms, part }: Group): boolean {
    return (
      (part !== undefined && this.words.includes(soughtOf(part))) || terms.some((term) => this.has(term))
    );
  }

  /** The score for a group; 0 for no match. */
  worth({ terms, part }: Group): number {
    if (terms.some((term) => this.has(term))) return WORTH.word;
    if (part === undefined) return 0;
    if (this.words.includes(`\n${part.text}`)) return WORTH.beginning;
    return this.meets({ terms: [], part }) ? WORTH.part : 0;
  }
}
