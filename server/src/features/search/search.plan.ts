import { dayAfter, startOfDay } from '@parley/shared/calendar';
import { nameKey } from '@parley/shared/text';
import { parseSearch, type ParsedSearch, type SearchFilter, type SearchQuery } from '@parley/shared/search';
import { fold, runsOf } from '@parley/shared/searchText';
import { isTimeZone } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { listReadableRooms, type RoomDoc } from '../rooms/rooms.access.js';
import { findUserIdsByName } from '../users/users.access.js';
import { EVERYTHING } from './search.terms.js';
import { groupsOf, type Group } from './search.words.js';

/** A search as the index is asked. */
export interface SearchPlan {
  /** A message needs one term of each group. */
  groups: Group[];
  /** Terms it must not have. */
  without: string[];
  /** Rooms it may be in: all of them one may read. */
  roomIds: string[];
  from: number | undefined;
  /** Exclusive. */
  until: number | undefined;
  /** Folded texts that must stand in the message as they are, and that must not. */
  phrases: string[];
  notPhrases: string[];
  /** Folded words to mark. */
  marks: string[];
  unknown: string[];
}

const slug = (name: string): string => nameKey(name).replace(/\s+/gu, '-');

/** Nothing can meet it. */
const nothing = (): Group => new Map();

interface Terms {
  groups: Group[];
  without: string[];
}

async function personTerms(actor: Actor, value: string): Promise<string[]> {
  if (value === 'me') return [`from:${actor.userId}`];
  const found = await findUserIdsByName(actor.server, [value]);
  return [...found.values()].map((userId) => `from:${userId}`);
}

const roomTerms = (rooms: RoomDoc[], value: string): string[] =>
  rooms.filter(({ name }) => name !== '' && slug(name) === slug(value)).map(({ _id }) => `in:${String(_id)}`);

const isTerm = (actor: Actor, value: string): string =>
  value === 'mention' ? `mention:${actor.userId}` : value === 'mine' ? `from:${actor.userId}` : `is:${value}`;

async function conditionTerms(actor: Actor, rooms: RoomDoc[], filters: SearchFilter[]): Promise<Terms> {
  const terms: Terms = { groups: [], without: [] };
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
    if (negated) terms.without.push(...found);
    else terms.groups.push(found.length === 0 ? nothing() : new Map(found.map((term) => [term, 0])));
  }
  return terms;
}

/** Where the asker's days begin. A zone is asked day by day, since its clock may change between two of them. */
const beginningOf =
  ({ timeZone, utcOffset }: Pick<SearchQuery, 'timeZone' | 'utcOffset'>) =>
  (day: string): number =>
    timeZone === undefined || !isTimeZone(timeZone)
      ? Date.parse(`${day}T00:00:00Z`) - utcOffset * 60_000
      : startOfDay(day, timeZone);

/** The days of a search as one span; days begin where the asker is. */
function spanOf(filters: SearchFilter[], begins: (day: string) => number): { from?: number; until?: number } {
  let from = -Infinity;
  let until = Infinity;
  for (const { kind, value, negated } of filters) {
    if (kind !== 'before' && kind !== 'after' && kind !== 'on') continue;
    const day = begins(value);
    const next = begins(dayAfter(value));
    // "-before" is "not before"; the absence of one single day is no span, and is not asked for in practice.
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

/** Words that stand for more than the index knows: a phrase, a stretch without spaces, parts joined by a sign. */
const standsTogether = ({ text, phrase }: ParsedSearch['words'][number]): boolean => {
  const runs = runsOf(text);
  return runs.length > 1 ? true : phrase || (runs[0]?.unspaced === true && [...runs[0].text].length > 2);
};

const joined = (text: string): string =>
  runsOf(text)
    .map((run) => run.text)
    .join(' ');

/** Understands a search: names become ids, words become terms, days become a span. */
export async function planSearch(actor: Actor, query: SearchQuery): Promise<SearchPlan> {
  const parsed = parseSearch(query.q);
  const wanted = parsed.words.filter(({ negated }) => !negated);
  const unwanted = parsed.words.filter(({ negated }) => negated);
  const [rooms, words] = await Promise.all([listReadableRooms(actor), groupsOf(actor.server, wanted)]);
  const conditions = await conditionTerms(actor, rooms, parsed.filters);
  const groups = [...words, ...conditions.groups];
  const span = spanOf(parsed.filters, beginningOf(query));
  return {
    groups: groups.length > 0 ? groups : [new Map([[EVERYTHING, 0]])],
    without: [
      ...conditions.without,
      ...unwanted.filter((word) => !standsTogether(word)).map(({ text }) => fold(joined(text))),
    ],
    roomIds: rooms.map(({ _id }) => String(_id)),
    from: span.from,
    until: span.until,
    phrases: wanted.filter(standsTogether).map(({ text }) => joined(text)),
    notPhrases: unwanted.filter(standsTogether).map(({ text }) => joined(text)),
    marks: wanted.flatMap(({ text }) => runsOf(text).map((run) => run.text)),
    unknown: parsed.unknown,
  };
}

/** Is there anything to look for? */
export const asksForSomething = (query: string): boolean => {
  const { words, filters } = parseSearch(query);
  return words.some(({ negated }) => !negated) || filters.some(({ negated }) => !negated);
};
