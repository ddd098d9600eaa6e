import type { Screens } from '../core/screens';

let loading: Promise<readonly Screens[]> | undefined;

/** Loads the screens of all features. The same promise each time, until one fails. */
export function loadScreens(): Promise<readonly Screens[]> {
  if (loading) return loading;
  loading = import('./screens').then((m) => m.screens);
  loading.catch(() => (loading = undefined));
  return loading;
}
