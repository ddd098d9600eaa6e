import { useEffect } from 'react';
import { useAppSelector } from '../../core/store';

const lockOf = (userId: string, roomId: string): string => `parley:looking:${userId}:${roomId}`;
// Only pages over https have locks, and only they have notifications.
const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);

/**
 * Shows the other tabs that a person looks at a room in this one. By a lock, since the browser releases those of a tab
 * that is closed or has crashed.
 *
 * @returns the function that releases it
 */
function holdLooking(userId: string, roomId: string): () => void {
  const ending = new AbortController();
  let release: (() => void) | undefined;
  const held = (): Promise<void> | undefined =>
    ending.signal.aborted ? undefined : new Promise((resolve) => (release = resolve));
  locks
    ?.request(lockOf(userId, roomId), { mode: 'shared', signal: ending.signal }, held)
    .catch(() => undefined);
  return () => {
    ending.abort();
    release?.();
  };
}

/** Whether a person looks at this room in any tab of this browser. */
export async function somebodyLooks(userId: string, roomId: string): Promise<boolean> {
  const held = (await locks?.query().catch(() => undefined))?.held ?? [];
  return held.some(({ name }) => name === lockOf(userId, roomId));
}

/** Whether this page is visible and focused. */
export const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Shows the other tabs which room a person looks at in this one. */
export function useLooking(roomId: string | undefined): void {
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  useEffect(() => {
    if (roomId === undefined || myId === '') return;
    let end: (() => void) | undefined;
    const look = (): void => {
      if (isLookedAt()) end ??= holdLooking(myId, roomId);
      else {
        end?.();
        end = undefined;
      }
    };
    look();
    const signs = ['focus', 'blur'] as const;
    for (const sign of signs) window.addEventListener(sign, look);
    document.addEventListener('visibilitychange', look);
    return () => {
      end?.();
      for (const sign of signs) window.removeEventListener(sign, look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [myId, roomId]);
}
