import { useCallback, useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { readUpTo } from '@parley/shared/unread';

/** A message in a hidden tab, or in a window without focus, is not read. */
const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Rooms one has marked as unread while being in them. */
export const pausedRooms = new Set<string>();

/** Marks a room as read while its end is on screen, and stores where the line "New" belongs. */
export function useReading(roomId: string) {
  const core = useCore();
  const headSeq = useAppSelector((state) => state.timelines.byRoom[roomId]?.headSeq ?? 0);
  const readSeq = useAppSelector((state) => {
    const member = state.rooms.byId[roomId]?.member;
    return member && readUpTo(member);
  });
  // Undefined until the room is loaded: a mark from before is not a new one.
  const unreadFrom = useAppSelector((state) => {
    const member = state.rooms.byId[roomId]?.member;
    return member && (member.unreadFrom ?? null);
  });
  // Marked as unread on this page: it stays so until the room is opened again.
  useEffect(() => void pausedRooms.delete(roomId), [roomId]);
  useEffect(() => {
    if (typeof unreadFrom === 'number' && pausedRooms.has(roomId)) setLine({ roomId, after: unreadFrom - 1 });
  }, [roomId, unreadFrom]);
  const [line, setLine] = useState<{ roomId: string; after: number | undefined }>({ roomId, after: readSeq });
  const atLatest = useRef(false);
  if (line.roomId !== roomId || (line.after === undefined && readSeq !== undefined))
    setLine({ roomId, after: readSeq });

  const mark = useCallback(() => {
    if (!pausedRooms.has(roomId) && atLatest.current && isLooking() && headSeq > 0)
      core.markRead(roomId, headSeq);
  }, [core, roomId, headSeq]);

  useEffect(() => {
    const look = (): void => {
      // Messages received while the tab was away are new from here on.
      if (isLooking()) mark();
    };
    const away = (): void => {
      if (!pausedRooms.has(roomId)) setLine({ roomId, after: headSeq });
    };
    window.addEventListener('focus', look);
    window.addEventListener('blur', away);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', away);
      document.removeEventListener('visibilitychange', look);
    };
  }, [mark, roomId, headSeq]);

  const onReading = useCallback(
    (latest: boolean) => {
      atLatest.current = latest;
      mark();
    },
    [mark],
  );
  const newAfter = line.after !== undefined && line.after < headSeq ? line.after : undefined;
  return { newAfter, onReading };
}
