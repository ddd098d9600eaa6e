import { useEffect } from 'react';
import { useAppSelector } from '../../core/store';

const lockOf = (userId: string, roomId: string): string => `parley:looking:${userId}:${roomId}`;
// Only pages that came by https have locks, and only they have notifications.
const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);

/**
 * Lets the other tabs know that this one shows a room and somebody looks at it. A lock, since the browser gives it back of
 * a tab that is closed or has crashed.
 *
 * @returns how to end it
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

/** Does any tab of this browser show this room to somebody who looks? */
export async function somebodyLooks(userId: string, roomId: string): Promise<boolean> {
  const held = (await locks?.query().catch(() => undefined))?.held ?? [];
  return held.some(({ name }) => name === lockOf(userId, roomId));
}

/** Is somebody looking at this page right now? */
export const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Lets the other tabs know which room somebody looks at here. */
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
