import { syncView } from '@parley/shared/sync';
import { route, type Routes } from '../../platform/http.js';
import { readSync } from './sync.actions.js';

export function mountSync(routes: Routes): void {
  route(
    routes,
    ['get', '/sync'],
    { summary: 'Read everything of your own at once', answer: syncView },
    (actor) => readSync(actor),
  );
}
