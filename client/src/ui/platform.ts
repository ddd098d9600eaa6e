import { useSyncExternalStore } from 'react';

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
/** The name of the command key on this system. */
export const modifier = isMac ? '⌘' : 'Ctrl';

/** Whether a media query matches; follows its changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

/** Under 820 px one pane is shown at a time. */
export const useNarrow = (): boolean => useMedia('(max-width: 819px)');
