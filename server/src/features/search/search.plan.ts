import { dayAfter, startOfDay } from '@parley/shared/calendar';
import type { SearchQuery } from '@parley/shared/search';
import { parseSearch, type SearchFilter, type SearchWord } from '@parley/shared/searchParse';
import { wantedOf } from '@parley/shared/searchSigns';
import { fold, optionTerm, runsOf } from '@parley/shared/searchText';
import { isTimeZone } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { listReadableRooms, type RoomDoc } from '../rooms/rooms.access.js';
import { findAuthors, withNamesQuoted } from './search.people.js';
import { EVERYTHING, type Group } from './search.terms.js';
import { groupsOf } from './search.words.js';

/** A term that excludes a message, unless it has the other one too. */
export interface Unwanted {
  term: string;
  unless?: string;
}

/** What must be in a message literally. */
export interface Written {
  /** Adjacent words, whatever is between them: runs joined by spaces. */
  phrases: string[];
  /** Folded, with their signs. */
  literals: string[];
}

/** A search as a query of the index. */
export interface SearchPlan {
  /** A message must meet each group; nothing meets one without terms. */
  groups: Group[];
  without: Unwanted[];
  /** The rooms to search: at most those one may read. */
  roomIds: string[];
  from: number | undefined;
  /** Exclusive. */
  until: number | undefined;
  wanted: Written;
  unwanted: Written;
  /** Folded words, literals and emoji to mark. */
  marks: string[];
  unknown: string[];
}

const slug = (name: string): string => fold(name.trim()).replace(/\s+/gu, '-');

interface Conditions {
  groups: Group[];
  without: Unwanted[];
  /** Filters by people and rooms that do not exist, as `from:name`. */
  unknown: string[];
}

const personTerms = async (actor: Actor, value: string): Promise<string[]> => {
  const people = value === 'me' ? [actor.userId] : await findAuthors(actor, value);
  return people.map((userId) => `from:${userId}`);
};

const roomTerms = (rooms: RoomDoc[], value: string): string[] =>
  rooms.filter(({ name }) => name !== '' && slug(name) === slug(value)).map(({ _id }) => `in:${String(_id)}`);

const isTerm = (actor: Actor, value: string): string =>
  value === 'mention' ? `mention:${actor.userId}` : value === 'mine' ? `from:${actor.userId}` : `is:${value}`;

async function conditionsOf(actor: Actor, rooms: RoomDoc[], filters: SearchFilter[]): Promise<Conditions> {
  const conditions: Conditions = { groups: [], without: [], unknown: [] };
  for (const { kind, value, negated } of filters) {
    if (kind === 'before' || kind === 'after' || kind === 'on') continue;
    const found =
      kind === 'from'
        ? await personTerms(actor, value)
        : kind === 'in'
          ? roomTerms(rooms, value)
          : kind === 'has'
            ? [`has:${value}`]
            : [isTerm(actor, value)];
    if (found.length === 0) conditions.unknown.push(`${kind}:${value}`);
    if (negated) conditions.without.push(...found.map((term) => ({ term })));
    else conditions.groups.push({ terms: found });
  }
  return conditions;
}

/** The start of a day in the searcher's time zone. By day, since the offset may change between two of them. */
const beginningOf =
  ({ timeZone, utcOffset }: Pick<SearchQuery, 'timeZone' | 'utcOffset'>) =>
  (day: string): number =>
    timeZone === undefined || !isTimeZone(timeZone)
      ? Date.parse(`${day}T00:00:00Z`) - utcOffset * 60_000
      : startOfDay(day, timeZone);

/** The days of a search as one span; days begin in the searcher's time zone. */
function spanOf(filters: SearchFilter[], begins: (day: string) => number): { from?: number; until?: number } {
  let from = -Infinity;
  let until = Infinity;
  for (const { kind, value, negated } of filters) {
    if (kind !== 'before' && kind !== 'after' && kind !== 'on') continue;
    const day = begins(value);
    const next = begins(dayAfter(value));
    // "-before" is "not before"; all but a single day is no span, and not supported.
    const side = negated ? { before: 'from', after: 'notAfter', on: undefined }[kind] : kind;
    if (side === 'before') until = Math.min(until, day);
    if (side === 'after') from = Math.max(from, next);
    if (side === 'from') from = Math.max(from, day);
    if (side === 'notAfter') until = Math.min(until, next);
    if (side === 'on') {
      from = Math.max(from, day);
      until = Math.min(until, next);
    }
  }
  return { ...(from > -Infinity ? { from } : {}), ...(until < Infinity ? { until } : {}) };
}

const joined = (text: string): string =>
  runsOf(text)
    .map((run) => run.text)
    .join(' ');

/** The phrase of a word for which the index does not suffice: a phrase, a stretch without spaces, parts joined by a sign. */
function phraseOf({ text, phrase }: SearchWord): string | undefined {
  const wanted = wantedOf(text);
  const runs = runsOf(wanted.text);
  const [first] = runs;
  // A literal has its words adjacent already.
  if (!first || (wanted.literals.length > 0 && !phrase)) return undefined;
  const together = runs.length > 1 || phrase || (first.unspaced && [...first.text].length > 2);
  return together ? joined(wanted.text) : undefined;
}

const writtenOf = (words: SearchWord[]): Written => ({
  phrases: words.flatMap((word) => phraseOf(word) ?? []),
  literals: words.flatMap(({ text }) => wantedOf(text).literals),
});

/** What the index can exclude alone. A word is excluded, an option of a command by that name is not: "-la" is not "la". */
const unwantedTerms = (words: SearchWord[]): Unwanted[] =>
  words.flatMap((word) => {
    const { text, literals, emoji } = wantedOf(word.text);
    const [run] = runsOf(text);
    const alone = run && literals.length === 0 && phraseOf(word) === undefined;
    return [
      ...emoji.map((term) => ({ term })),
      ...(alone ? [{ term: run.text, unless: optionTerm(run.text) }] : []),
    ];
  });

/** What to mark for a word: the literal with its signs, else its runs. */
function marksOf({ text }: SearchWord): string[] {
  const wanted = wantedOf(text);
  const literal = new Set(wanted.literals.flatMap((one) => runsOf(one).map((run) => run.text)));
  const runs = runsOf(wanted.text).map((run) => run.text);
  return [...wanted.literals, ...runs.filter((run) => !literal.has(run)), ...wanted.emoji];
}

/** Plans a search: names become ids, words become terms, days become a span. */
export async function planSearch(actor: Actor, query: SearchQuery): Promise<SearchPlan> {
  const { words, filters, unknown } = parseSearch(await withNamesQuoted(actor, query.q));
  const wanted = words.filter(({ negated }) => !negated);
  const unwanted = words.filter(({ negated }) => negated);
  const rooms = await listReadableRooms(actor);
  const conditions = await conditionsOf(actor, rooms, filters);
  const groups = [...groupsOf(wanted), ...conditions.groups];
  const span = spanOf(filters, beginningOf(query));
  return {
    groups: groups.length > 0 ? groups : [{ terms: [EVERYTHING] }],
    without: [...conditions.without, ...unwantedTerms(unwanted)],
    roomIds: rooms.map(({ _id }) => String(_id)),
    from: span.from,
    until: span.until,
    wanted: writtenOf(wanted),
    unwanted: writtenOf(unwanted),
    marks: wanted.flatMap(marksOf),
    unknown: [...unknown, ...conditions.unknown],
  };
}
