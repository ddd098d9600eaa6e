import { isCommand } from './searchCommands.js';
import { wantedOf } from './searchSigns.js';
import { runsOf } from './searchText.js';

export const hasKinds = ['file', 'image', 'video', 'audio', 'link'] as const;
export const isKinds = ['edited', 'reply', 'mention', 'mine'] as const;
export type HasKind = (typeof hasKinds)[number];
export type IsKind = (typeof isKinds)[number];

/** All filters, in the order in which they are listed to people. */
export const filterNames = ['from', 'in', 'has', 'is', 'before', 'after', 'on'] as const;
export type FilterName = (typeof filterNames)[number];

/** A condition besides the words. */
export type SearchFilter =
  | { kind: 'from'; value: string; negated: boolean }
  | { kind: 'in'; value: string; negated: boolean }
  | { kind: 'has'; value: HasKind; negated: boolean }
  | { kind: 'is'; value: IsKind; negated: boolean }
  /** A day, `YYYY-MM-DD`. */
  | { kind: 'before' | 'after' | 'on'; value: string; negated: boolean };

export interface SearchWord {
  text: string;
  /** Written between quotes: the words are adjacent. */
  phrase: boolean;
  negated: boolean;
}

export interface ParsedSearch {
  words: SearchWord[];
  filters: SearchFilter[];
  /** Filters with an invalid value, as written. */
  unknown: string[];
}

/** A query, with what may not be obvious about its interpretation. */
export interface ReadSearch extends ParsedSearch {
  /** Options of a command: with their `-`, and not excluded. */
  options: string[];
  /** What looks like a filter and is none, as written: its words are searched. */
  notFilters: string[];
}

/**
 * One token: `-` before it; a filter, or what looks like one before a quote; a phrase; or anything up to a space. As an operator
 * `-` has a space or nothing before it, and a letter, a quote or an emoji behind it.
 */
const token =
  /((?<!\S)-(?=[\p{L}\p{Extended_Pictographic}\p{RI}]|"[^"]*"))?(?:(from|in|has|is|before|after|on):(?:[@#]?"([^"]*)"|(\S*))|(\p{L}{2,}:)?"([^"]*)"|(\S+))/giu;
/** Like a filter; not an address, a path, a time or a name in a program. */
const likeFilter = /^\p{L}{2,}:[\p{L}@#]/u;
/** Phones type these for quotes. */
const curly = /[\u201c-\u201f]/g;
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

const saysSomething = (text: string): boolean => runsOf(text).length > 0 || wantedOf(text).emoji.length > 0;

/** Whether there is anything to search for. */
export const asksForSomething = ({ words, filters }: ParsedSearch): boolean =>
  words.some(({ negated }) => !negated) || filters.some(({ negated }) => !negated);

/** If all words are excluded there is nothing to search for: `-la` alone finds -la. */
function orAsWritten(read: ReadSearch): ReadSearch {
  if (asksForSomething(read)) return read;
  const words = read.words.map((word) =>
    word.phrase ? word : { ...word, text: `-${word.text}`, negated: false },
  );
  const options = words.filter(({ negated }) => !negated).map(({ text }) => text);
  return { ...read, words, options: [...read.options, ...options] };
}

/** A word without quotes: the word to search for, and whether it looks like an option of a command or a filter. */
function readWord(whole: string, word: string, negated: boolean, command: boolean) {
  const optionOfCommand = negated && command && /^\p{L}/u.test(word);
  const asTyped = optionOfCommand || (negated && !/^\p{L}/u.test(word) && runsOf(word).length > 0);
  return {
    isFilter: likeFilter.test(word),
    isOption: optionOfCommand || /^--?\p{L}/u.test(word),
    found: { text: asTyped ? whole : word, phrase: false, negated: negated && !asTyped },
  };
}

/** Parses a query. Never throws: anything but an operator is a word. */
export function readSearch(query: string): ReadSearch {
  const typed = query.replace(curly, '"');
  const command = isCommand(typed);
  const read: ReadSearch = { words: [], filters: [], unknown: [], options: [], notFilters: [] };
  const add = (word: SearchWord): void => {
    if (saysSomething(word.text)) read.words.push(word);
  };
  for (const [whole, minus, operator, quoted, plain, name = '', phrase, word] of typed.matchAll(token)) {
    const negated = minus !== undefined;
    if (operator !== undefined) {
      const filter = filterOf(operator.toLowerCase(), quoted ?? plain ?? '', negated);
      if (filter) read.filters.push(filter);
      else read.unknown.push(whole);
    } else if (phrase !== undefined) {
      if (name !== '') read.notFilters.push(whole);
      add({ text: name === '' ? phrase : `${name}"${phrase}"`, phrase: true, negated });
    } else if (word !== undefined) {
      const { isFilter, isOption, found } = readWord(whole, word, negated, command);
      if (isFilter) read.notFilters.push(word);
      if (isOption) read.options.push(whole);
      add(found);
    }
  }
  return orAsWritten(read);
}

/** The same for a caller that only searches. */
export function parseSearch(query: string): ParsedSearch {
  const { words, filters, unknown } = readSearch(query);
  return { words, filters, unknown };
}
