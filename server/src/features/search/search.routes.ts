import { invalidField } from '@parley/shared/faults';
import { limits } from '@parley/shared/limits';
import { searchPage, searchQuery } from '@parley/shared/search';
import { parseSearch } from '@parley/shared/searchParse';
import { route, type Routes } from '../../platform/http.js';
import { OneAtATime } from '../../platform/oneAtATime.js';
import { perServer } from '../../platform/perServer.js';
import { search } from './search.actions.js';

/** Waiting searches of one person. Pages search while one types, and several of them may be open. */
const MOST_WAITING = 5;
const searches = perServer(() => new OneAtATime(MOST_WAITING));

/** The index is read for each word, and for its completions. @throws invalid */
function requireFewWords(q: string): void {
  const { words, filters } = parseSearch(q);
  if (words.length + filters.length > limits.searchWords)
    throw invalidField('q', 'searchWords', { most: limits.searchWords });
}

export function mountSearch(routes: Routes): void {
  route(
    routes,
    ['get', '/search'],
    { summary: 'Search messages', answer: searchPage, query: searchQuery },
    async (actor, { query, gone }) => {
      requireFewWords(query.q);
      return await searches(actor.server).run(actor.userId, gone, () => search(actor, query));
    },
  );
}
