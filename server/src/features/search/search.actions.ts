import type { SearchPage, SearchQuery } from '@parley/shared/search';
import { runsOf } from '@parley/shared/searchText';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { findMessages, type MessageDoc } from '../messages/messages.access.js';
import { viewMessage } from '../messages/messages.view.js';
import { SearchDocs, type SearchDoc } from './search.model.js';
import { asksForSomething, planSearch, type SearchPlan } from './search.plan.js';
import { EVERYTHING } from './search.terms.js';
import { countTerms, type Group } from './search.words.js';

/** The best are chosen among so many of the newest. */
const RANKED = 400;
/** A page is filled by at most so many rounds; further on the asker asks again. */
const MOST_ROUNDS = 6;
/** So long a search waits for what was said just before. */
const PATIENCE_MS = 1000;

interface Position {
  at: number;
  id: string;
}

type Candidate = Pick<SearchDoc, '_id' | 'at' | 'terms'>;

const positionOf = (candidate: Candidate): Position => ({
  at: candidate.at.getTime(),
  id: String(candidate._id),
});

/** Newest first; of the same time the greater id. */
const newer = (a: Position, b: Position): number => b.at - a.at || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);

/**
 * The group through whose terms the index is walked; the others are tested on the way. The walk of a term ends when the
 * page is full, after about `limit` divided by the share of messages that meet the other groups, or with the term's last
 * entry: so a common word in a small room is looked for in the room, and a rare one by itself.
 */
async function cheapest(server: Server, groups: Group[], limit: number): Promise<Group> {
  const terms = [EVERYTHING, ...groups.flatMap((group) => [...group.keys()])];
  const counts = await countTerms(server, [...new Set(terms)]);
  const all = Math.max(1, counts.get(EVERYTHING) ?? 0);
  const shares = groups.map((group) => {
    // What is not counted nowhere occurs, and needs no walk.
    for (const term of group.keys()) if (!counts.has(term)) group.delete(term);
    const sum = [...group.keys()].reduce((total, term) => total + (counts.get(term) ?? 0), 0);
    return Math.min(1, sum / all);
  });
  const whole = shares.reduce((product, share) => product * share, 1);
  const costs = groups.map((group, i) => {
    const others = whole / Math.max(shares[i] ?? 0, 1 / all);
    const untilFull = limit / Math.max(others, 1 / all);
    return [...group.keys()].reduce((sum, term) => sum + Math.min(counts.get(term) ?? 0, untilFull), 0);
  });
  return groups[costs.indexOf(Math.min(...costs))] ?? new Map<string, number>();
}

/** Entries that meet a plan, newest first, behind a position. One walk of the index for each term of the rarest group. */
async function findCandidates(
  server: Server,
  plan: SearchPlan,
  driver: Group,
  page: { behind: Position | undefined; limit: number },
): Promise<Candidate[]> {
  const others = plan.groups.filter((group) => group !== driver);
  if (others.some((group) => group.size === 0)) return [];
  const { behind } = page;
  const until = Math.min(plan.until === undefined ? Infinity : plan.until - 1, behind?.at ?? Infinity);
  const at = {
    ...(plan.from === undefined ? {} : { $gte: new Date(plan.from) }),
    ...(until === Infinity ? {} : { $lte: new Date(until) }),
  };
  const walk = (term: string, limit: number): Promise<Candidate[]> =>
    SearchDocs(server)
      .find(
        {
          terms: term,
          ...(Object.keys(at).length > 0 ? { at: trusted(at) } : {}),
          roomId: trusted({ $in: plan.roomIds }),
          $and: [
            ...others.map((group) => ({ terms: trusted({ $in: [...group.keys()] }) })),
            { terms: trusted({ $nin: plan.without }) },
          ],
        },
        { at: 1, terms: 1 },
      )
      .sort({ at: -1 })
      .hint({ terms: 1, at: -1 })
      .limit(limit)
      .lean()
      .exec();
  const fits = (entry: Candidate): boolean => !behind || newer(behind, positionOf(entry)) < 0;
  return await mergeWalks([...driver.keys()], page.limit, async (term, limit) =>
    // Some more than asked for, because entries of the same moment as the last page's end are left out.
    (await walk(term, limit + (behind ? 20 : 0))).filter(fits),
  );
}

/**
 * The newest entries of several walks. Each is begun with its share of the page only; of those that were cut before the
 * page's oldest entry, and only of those, more is read. Forty words so cost little more than one.
 */
async function mergeWalks(
  terms: string[],
  limit: number,
  read: (term: string, limit: number) => Promise<Candidate[]>,
): Promise<Candidate[]> {
  const share = Math.max(4, Math.ceil((2 * limit) / Math.max(1, terms.length)));
  const first = Math.min(limit, share);
  const begun = await Promise.all(terms.map(async (term) => ({ term, entries: await read(term, first) })));
  const merge = (walks: Candidate[][]): Candidate[] => {
    const found = new Map(walks.flat().map((entry) => [String(entry._id), entry]));
    return [...found.values()].sort((a, b) => newer(positionOf(a), positionOf(b)));
  };
  const oldest = merge(begun.map(({ entries }) => entries))[limit - 1];
  const all = await Promise.all(
    begun.map(async ({ term, entries }) => {
      const last = entries.at(-1);
      const cut = entries.length >= first && first < limit && last !== undefined;
      // What follows in this walk is older than its last entry, so it matters only if that is newer than the page's end.
      const matters = cut && (oldest === undefined || newer(positionOf(last), positionOf(oldest)) < 0);
      return matters ? await read(term, limit) : entries;
    }),
  );
  return merge(all).slice(0, limit);
}

const words = (message: MessageDoc): string =>
  [message.text, ...(message.files ?? []).map(({ name }) => name)]
    .map((text) =>
      runsOf(text)
        .map((run) => run.text)
        .join(' '),
    )
    .join('\n');

/** Does a phrase stand in the text, at the borders of words where it has some? */
function stands(text: string, phrase: string): boolean {
  const runs = runsOf(phrase);
  if (runs[0]?.unspaced === true || runs.at(-1)?.unspaced === true) return text.includes(phrase);
  return ` ${text.replaceAll('\n', ' \n ')} `.includes(` ${phrase} `);
}

/** The messages of the entries as they are now: the index may be a moment behind, and knows no phrases. */
async function confirm(server: Server, plan: SearchPlan, entries: Candidate[]): Promise<MessageDoc[]> {
  const messages = await findMessages(
    server,
    entries.map(({ _id }) => String(_id)),
  );
  return entries.flatMap(({ _id }) => {
    const message = messages.get(String(_id));
    if (!message || message.deletedAt) return [];
    const text = plan.phrases.length + plan.notPhrases.length > 0 ? words(message) : '';
    const fits =
      plan.phrases.every((phrase) => stands(text, phrase)) &&
      !plan.notPhrases.some((phrase) => stands(text, phrase));
    return fits ? [message] : [];
  });
}

/** How well an entry meets the groups; a month of age weighs as much as a better match of one word. */
function score(plan: SearchPlan, entry: Candidate, now: number): number {
  const has = new Set(entry.terms);
  const matches = plan.groups.map((group) =>
    Math.max(0, ...[...group].flatMap(([term, worth]) => (has.has(term) ? [worth] : []))),
  );
  const months = (now - entry.at.getTime()) / (30 * 86_400_000);
  // Long messages have every word: the share of words that are asked for counts too.
  return (
    matches.reduce((sum, worth) => sum + worth, 0) + 2 / Math.log2(2 + has.size) - Math.log2(1 + months) / 2
  );
}

async function searchBest(server: Server, plan: SearchPlan, limit: number): Promise<MessageDoc[]> {
  const driver = await cheapest(server, plan.groups, RANKED);
  const entries = await findCandidates(server, plan, driver, { behind: undefined, limit: RANKED });
  const now = Date.now();
  const scored = new Map(entries.map((entry) => [entry, score(plan, entry, now)]));
  entries.sort((a, b) => (scored.get(b) ?? 0) - (scored.get(a) ?? 0));
  return (await confirm(server, plan, entries)).slice(0, limit);
}

async function searchNewest(
  server: Server,
  plan: SearchPlan,
  page: { behind: Position | undefined; limit: number },
): Promise<{ messages: MessageDoc[]; next: Position | undefined }> {
  const driver = await cheapest(server, plan.groups, page.limit);
  const messages: MessageDoc[] = [];
  let { behind } = page;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const entries = await findCandidates(server, plan, driver, { behind, limit: page.limit + 1 });
    for (const message of await confirm(server, plan, entries)) {
      if (messages.length === page.limit) return { messages, next: behind };
      messages.push(message);
      behind = { at: message.createdAt.getTime(), id: String(message._id) };
    }
    const last = entries.at(-1);
    if (!last || entries.length <= page.limit) return { messages, next: undefined };
    behind = positionOf(last);
  }
  return { messages, next: behind };
}

/** Is all that was said in the index, if need be after a moment? After an import it takes minutes; nobody waits for that. */
async function settledWithin(server: Server, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = server.search.settled().then(() => true);
  return await Promise.race([settled, late]).finally(() => clearTimeout(timer));
}

function readPosition(before: string | undefined): Position | undefined {
  const [at, id] = before?.split('-') ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}

/** Finds messages in the rooms one may read. What was said or changed before is found, or found no more. */
export async function search(actor: Actor, query: SearchQuery): Promise<SearchPage> {
  const { server } = actor;
  if (!asksForSomething(query.q)) return { hits: [], marks: [], next: null, unknown: [], indexing: false };
  await server.limits.take('search', actor.userId);
  const indexing = !(await settledWithin(server, PATIENCE_MS));
  const plan = await planSearch(actor, query);
  const answer = (messages: MessageDoc[], next?: Position): SearchPage => ({
    hits: messages.map(viewMessage),
    marks: plan.marks,
    next: next ? `${next.at}-${next.id}` : null,
    unknown: plan.unknown,
    indexing,
  });
  if (query.sort === 'best') return answer(await searchBest(server, plan, query.limit));
  const page = { behind: readPosition(query.before), limit: query.limit };
  const { messages, next } = await searchNewest(server, plan, page);
  return answer(messages, next);
}
