import type { SearchPage, SearchQuery } from '@parley/shared/search';
import { asksForSomething, parseSearch } from '@parley/shared/searchParse';
import type { Actor, Server } from '../../platform/context.js';
import { aboveFloors, findMessages, type MessageDoc } from '../messages/messages.access.js';
import { viewMessage } from '../messages/messages.view.js';
import type { Position } from './search.draft.js';
import { indexerOf } from './search.index.js';
import { newestFirst } from './search.newest.js';
import { planSearch, type SearchPlan } from './search.plan.js';
import { meetsTerms } from './search.singles.js';
import { MessageTerms, messageTerms } from './search.terms.js';
import { standsAll, standsAny, Writings } from './search.writings.js';
import { searchLimit } from './search.limits.js';

/** The best are chosen among this many of the newest, and of the newest with the exact words. */
const RANKED = 300;
const RANKED_EXACT = 200;
/** Rounds for one page; the client requests what lies further. */
const MOST_ROUNDS = 6;
/** Positions of a further round: when few of many meet the plan. */
const LEAST_TAKEN = 20;
/** How long a search waits until the newest messages are indexed. */
const PATIENCE_MS = 1000;

/**
 * Whether a message, as it is now, meets a plan. The index may lag behind, has a message's former words, and has no
 * phrases.
 */
function meets(plan: SearchPlan, message: MessageDoc): boolean {
  if (message.deletedAt || !plan.roomIds.includes(String(message.roomId))) return false;
  if (!meetsTerms(plan, new MessageTerms(messageTerms(message)))) return false;
  const writings = new Writings(message);
  return standsAll(plan.wanted, writings) && !standsAny(plan.unwanted, writings);
}

/** The messages at these positions that meet the plan. */
async function confirm(server: Server, plan: SearchPlan, positions: Position[]): Promise<MessageDoc[]> {
  const messages = await findMessages(
    server,
    positions.map(({ id }) => id),
  );
  const met = positions.flatMap(({ id }) => {
    const message = messages.get(id);
    return message && meets(plan, message) ? [message] : [];
  });
  return await aboveFloors(server, met);
}

/** How well a message meets the groups; a month of age weighs as much as a better match of one word. */
function score(plan: SearchPlan, message: MessageDoc, now: number): number {
  const terms = new MessageTerms(messageTerms(message));
  const worth = plan.groups.reduce((sum, group) => sum + terms.worth(group), 0);
  const months = (now - message.createdAt.getTime()) / (30 * 86_400_000);
  // Long messages have every word: the share of the searched words counts too.
  return worth + 2 / Math.log2(2 + terms.size) - Math.log2(1 + months) / 2;
}

async function take(positions: AsyncGenerator<Position, void>, count: number): Promise<Position[]> {
  const taken: Position[] = [];
  while (taken.length < count) {
    const step = await positions.next();
    if (step.done === true) break;
    taken.push(step.value);
  }
  return taken;
}

/** The newest messages that meet a plan; those that do not any more take no place. */
async function newest(server: Server, plan: SearchPlan, count: number): Promise<MessageDoc[]> {
  const walk = newestFirst(server, plan, { wanted: count });
  const messages: MessageDoc[] = [];
  for (let round = 0; round < MOST_ROUNDS && messages.length < count; round++) {
    const requested = Math.max(LEAST_TAKEN, count - messages.length);
    const positions = await take(walk, requested);
    messages.push(...(await confirm(server, plan, positions)));
    if (positions.length < requested) break;
  }
  return messages.slice(0, count);
}

/** The same plan, for messages with the exact words only. */
const exactly = (plan: SearchPlan): SearchPlan => ({
  ...plan,
  groups: plan.groups.map(({ terms }) => ({ terms })),
});

async function searchBest(server: Server, plan: SearchPlan, limit: number): Promise<MessageDoc[]> {
  // An older message with the exact word is scored too, however many newer ones have a longer word.
  const chosen = await Promise.all([
    newest(server, exactly(plan), RANKED_EXACT),
    newest(server, plan, RANKED),
  ]);
  const messages = [...new Map(chosen.flat().map((message) => [String(message._id), message])).values()];
  const now = Date.now();
  const scored = new Map(messages.map((message) => [message, score(plan, message, now)]));
  return messages.sort((a, b) => (scored.get(b) ?? 0) - (scored.get(a) ?? 0)).slice(0, limit);
}

async function searchNewest(
  server: Server,
  plan: SearchPlan,
  page: { behind: Position | undefined; limit: number },
): Promise<{ messages: MessageDoc[]; next: Position | undefined }> {
  const walk = newestFirst(server, plan, { behind: page.behind, wanted: page.limit + 1 });
  const messages: MessageDoc[] = [];
  let { behind } = page;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    // Twice as many each time: the page fills even if most hits may not be shown.
    const requested = (page.limit + 1) * 2 ** round;
    const positions = await take(walk, requested);
    for (const message of await confirm(server, plan, positions)) {
      if (messages.length === page.limit) return { messages, next: behind };
      messages.push(message);
      behind = { at: message.createdAt.getTime(), id: String(message._id) };
    }
    const last = positions.at(-1);
    if (!last || positions.length < requested) return { messages, next: undefined };
    behind = last;
  }
  return { messages, next: behind };
}

/** Whether all changes of these rooms are indexed, waiting up to `ms`. After an import that takes minutes; no search waits for it. */
async function settledWithin(server: Server, { roomIds }: SearchPlan, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = indexerOf(server)
    .settled(new Set(roomIds))
    .then(() => true);
  return await Promise.race([settled, late]).finally(() => clearTimeout(timer));
}

function readPosition(before: string | undefined): Position | undefined {
  const [at, id] = before?.split('-') ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}

/** Searches messages in the rooms one may read. All messages and changes stored before the request are considered. */
export async function search(actor: Actor, query: SearchQuery): Promise<SearchPage> {
  const { server } = actor;
  const parsed = parseSearch(query.q);
  if (!asksForSomething(parsed))
    return { hits: [], marks: [], next: null, unknown: parsed.unknown, indexing: false };
  await server.limits.take(searchLimit, actor.userId, actor.limitsUsed);
  const plan = await planSearch(actor, query);
  const indexing = !(await settledWithin(server, plan, PATIENCE_MS));
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
