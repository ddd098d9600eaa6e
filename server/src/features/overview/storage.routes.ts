import { storageView } from '@parley/shared/overview/storage';
import { route, type Routes } from '../../platform/http.js';
import { showStorage, testStorage } from './storage.actions.js';

/** Messages that reading it counts as, for the limit on reads: the sums read every file. */
const WEIGHT = 100;

export function mountStorage(routes: Routes): void {
  route(
    routes,
    ['get', '/admin/storage'],
    {
      summary: 'Read where files are stored, what they take up, and the largest of rooms you may read',
      scope: 'admin',
      reads: () => WEIGHT,
      answer: storageView,
    },
    (actor) => showStorage(actor),
  );
  route(
    routes,
    ['post', '/admin/storage/test'],
    { summary: 'Write, read and remove a small file in the store of files, to test it', scope: 'admin' },
    (actor) => testStorage(actor),
  );
}
