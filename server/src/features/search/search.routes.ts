import { searchPage, searchQuery } from '@parley/shared/search';
import { route, type Routes } from '../../platform/http.js';
import { search } from './search.actions.js';

export function mountSearch(routes: Routes): void {
  route(
    routes,
    ['get', '/search'],
    { summary: 'Search messages', answer: searchPage, query: searchQuery },
    (actor, { query }) => search(actor, query),
  );
}
