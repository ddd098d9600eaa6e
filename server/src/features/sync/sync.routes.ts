import { syncView } from '@parley/shared/sync';
import { route, type Routes } from '../../platform/http.js';
import { readSync } from './sync.actions.js';

/** The weight of a sync for the limit: it reads each room and everybody. */
const MESSAGES_OF_A_SYNC = 200;

export function mountSync(routes: Routes): void {
  route(
    routes,
    ['get', '/sync'],
    { summary: 'Read everything of your own at once', answer: syncView, reads: () => MESSAGES_OF_A_SYNC },
    (actor) => readSync(actor),
  );
}
