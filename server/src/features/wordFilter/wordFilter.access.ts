import { matcherOf, replaced, type Matcher } from '@parley/shared/moderation/matchWords';
import type { WordFilterView } from '@parley/shared/moderation/wordFilter';
import { refusal } from '@parley/shared/refusals';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { WordFilters } from './wordFilter.model.js';

/** With several nodes a change made through another holds after this time at most, in ms. */
const CACHED_MS = 2000;

const cacheOf = perServer(() => ({ matcher: undefined as Promise<Matcher> | undefined, until: 0 }));

/** Evicts the words that this node has prepared, after they have changed. */
export const forgetWords = (server: Server): void => void (cacheOf(server).matcher = undefined);

/** The words as they are stored. */
export async function readWords(server: Server): Promise<WordFilterView> {
  const stored = await WordFilters(server).findById('words').lean();
  return {
    version: stored?.version ?? 0,
    entries: (stored?.entries ?? []).map(({ phrase, action }) => ({ phrase, action })),
  };
}

async function loadMatcher(server: Server): Promise<Matcher> {
  const cache = cacheOf(server);
  const alone = server.writesAlone && server.nodes.others === 0;
  if (cache.matcher && (alone || cache.until > performance.now())) return await cache.matcher;
  const matcher = readWords(server).then(({ entries }) => matcherOf(entries));
  cache.until = performance.now() + CACHED_MS;
  cache.matcher = matcher;
  matcher.catch(() => forgetWords(server));
  return await matcher;
}

/**
 * A text as the word filter lets it pass.
 * @returns the text, with words replaced; `hold` when a moderator has to look at it first
 * @throws forbidden with the word that is denied
 */
export async function filterMessage(server: Server, text: string): Promise<{ text: string; hold: boolean }> {
  const matches = (await loadMatcher(server))(text);
  if (matches.length === 0) return { text, hold: false };
  const denied = matches.find(({ action }) => action === 'deny');
  if (denied) throw refusal('words.denied', { word: text.slice(denied.from, denied.to) });
  return {
    text: replaced(
      text,
      matches.filter(({ action }) => action === 'replace'),
    ),
    hold: matches.some(({ action }) => action === 'hold'),
  };
}

/** The same of what cannot wait, such as a name: it is refused then. @throws forbidden */
export async function filterText(server: Server, text: string): Promise<string> {
  const filtered = await filterMessage(server, text);
  if (filtered.hold) throw refusal('words.notHere');
  return filtered.text;
}

/** Of what must be as it was chosen, such as a user name: nothing of it may be in the filter. @throws forbidden */
export async function requireClean(server: Server, text: string): Promise<void> {
  if ((await filterText(server, text)) !== text) throw refusal('words.notHere');
}

/**
 * Of names that nobody chose here, such as those of a provider: a sign-in is not refused for them.
 * @returns the first that passes, as it passes; undefined when none does
 */
export async function firstClean(server: Server, names: readonly string[]): Promise<string | undefined> {
  const matcher = await loadMatcher(server);
  const clean = names.find((name) => matcher(name).every(({ action }) => action === 'replace'));
  return clean && replaced(clean, matcher(clean));
}
