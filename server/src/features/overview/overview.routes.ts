import { overviewView } from '@parley/shared/overview/overview';
import { route, type Routes } from '../../platform/http.js';
import { readOverview } from './overview.actions.js';

/** Messages that reading an overview counts as, for the limit on reads: it counts much. */
const WEIGHT = 100;

export function mountOverview(routes: Routes): void {
  route(
    routes,
    ['get', '/admin/overview'],
    {
      summary: 'Read how the workspace and its servers are doing, and what needs attention',
      scope: 'admin',
      reads: () => WEIGHT,
      answer: overviewView,
    },
    (actor) => readOverview(actor),
  );
}
