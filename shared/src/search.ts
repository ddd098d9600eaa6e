import { z } from 'zod';
import { limits } from './limits.js';
import { messageView } from './messages.js';
import { runsOf } from './searchText.js';

export const hasKinds = ['file', 'image', 'video', 'audio', 'link'] as const;
export const isKinds = ['edited', 'reply', 'mention', 'mine'] as const;
export type HasKind = (typeof hasKinds)[number];
export type IsKind = (typeof isKinds)[number];

/** A condition beside the words. */
export type SearchFilter =
  | { kind: 'from'; value: string; negated: boolean }
  | { kind: 'in'; value: string; negated: boolean }
  | { kind: 'has'; value: HasKind; negated: boolean }
  | { kind: 'is'; value: IsKind; negated: boolean }
  /** A day, `YYYY-MM-DD`. */
  | { kind: 'before' | 'after' | 'on'; value: string; negated: boolean };

export interface SearchWord {
  text: string;
  /** Written between quotes: the words stand together. */
  phrase: boolean;
  negated: boolean;
}

export interface ParsedSearch {
  words: SearchWord[];
  filters: SearchFilter[];
  /** Operators whose value means nothing, as they were written. */
  unknown: string[];
}

const token = /(-?)(?:(from|in|has|is|before|after|on):(?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+))/gu;
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function filterOf(kind: string, value: string, negated: boolean): SearchFilter | undefined {
  if (value === '') return undefined;
  if (kind === 'from') return { kind, value: value.replace(/^@/, '').toLowerCase(), negated };
  if (kind === 'in') return { kind, value: value.replace(/^[#@]/, '').toLowerCase(), negated };
  if (kind === 'has') {
    const found = hasKinds.find((name) => name === value.toLowerCase());
    return found && { kind, value: found, negated };
  }
  if (kind === 'is') {
    const found = isKinds.find((name) => name === value.toLowerCase());
    return found && { kind, value: found, negated };
  }
  return isDay(value) ? { kind: kind as 'before' | 'after' | 'on', value, negated } : undefined;
}

/** What somebody has typed into the search, taken apart. Never throws: what is no operator is a word. */
export function parseSearch(query: string): ParsedSearch {
  const parsed: ParsedSearch = { words: [], filters: [], unknown: [] };
  for (const [whole, minus, operator, quoted, plain, phrase, word] of query.matchAll(token)) {
    const negated = minus === '-';
    if (operator !== undefined) {
      const filter = filterOf(operator, quoted ?? plain ?? '', negated);
      if (filter) parsed.filters.push(filter);
      else parsed.unknown.push(whole);
      continue;
    }
    const text = phrase ?? word ?? '';
    if (runsOf(text).length > 0) parsed.words.push({ text, phrase: phrase !== undefined, negated });
  }
  return parsed;
}

export const searchQuery = z.strictObject({
  q: z.string().max(limits.searchQuery, `must have at most ${limits.searchQuery} characters`),
  sort: z.enum(['newest', 'best']).default('newest'),
  limit: z.coerce.number().int().min(1).max(limits.page).default(20),
  /** Where the page before ended. */
  before: z
    .string()
    .regex(/^\d{1,15}-[0-9a-f]{24}$/, 'must be the "next" of an earlier answer')
    .optional(),
  /** Where the asker's days begin: an IANA name such as Europe/Berlin. One the server does not know yet counts as none. */
  timeZone: z.string().max(64).optional(),
  /** Without a zone: minutes the asker's clock is ahead of UTC, on all days alike. */
  utcOffset: z.coerce.number().int().min(-840).max(840).default(0),
});
export type SearchQuery = z.infer<typeof searchQuery>;

export const searchPage = z
  .strictObject({
    hits: z.array(messageView),
    /** Folded words to mark in the hits. */
    marks: z.array(z.string()),
    /** Give it as `before` for the next page; null at the end. */
    next: z.string().nullable(),
    /** Operators that mean nothing here. */
    unknown: z.array(z.string()),
    /** Messages are still being taken in, after an import or a first start: there may be more to find. */
    indexing: z.boolean(),
  })
  .meta({ id: 'SearchPage' });
export type SearchPage = z.infer<typeof searchPage>;
