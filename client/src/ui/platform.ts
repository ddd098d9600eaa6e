import { useSyncExternalStore } from 'react';

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
/** How the command key is written here. */
export const modifier = isMac ? '⌘' : 'Ctrl';

const queries = new Map<string, MediaQueryList>();

/** Made once: it is asked at every draw. */
function queryOf(query: string): MediaQueryList {
  const known = queries.get(query) ?? matchMedia(query);
  queries.set(query, known);
  return known;
}

/** Does a media query hold? Follows its changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = queryOf(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => queryOf(query).matches,
  );
}

/** Under 820 px one pane is shown at a time. */
export const useNarrow = (): boolean => useMedia('(max-width: 819px)');
