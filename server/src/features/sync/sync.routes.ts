import { route, type Routes } from '../../platform/http.js';
import { readSync } from './sync.actions.js';

export function mountSync(routes: Routes): void {
  route(routes, ['get', '/sync'], {}, (actor) => readSync(actor));
}
