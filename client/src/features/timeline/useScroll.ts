import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { createFollower, distanceToEnd, isNearEnd, type Follower } from './follower';
import type { Row } from './rows';
import { useSteps } from './useSteps';

/** Older and newer messages are requested this many pixels before the view reaches their place. */
const NEAR_START = 800;
/** A jump has found its place after this. */
const SETTLED_MS = 300;
const FOLLOW_EVERY_MS = 200;

export interface Scroll {
  handle: RefObject<VirtualizerHandle | null>;
  /** What to draw now: all the rows, or a first step towards them. */
  rows: Row[];
  atEnd: boolean;
  /** The first row on screen. */
  firstVisible: number;
  onScroll: (offset: number) => void;
  toEnd: () => void;
  toRow: (index: number) => void;
  /** True while rows are added or removed in front of the view, which must not move. */
  inFront: boolean;
}

interface ScrollInput {
  scrollRef: RefObject<HTMLDivElement | null>;
  rows: Row[];
  roomId: string;
  nearStart: () => void;
  nearEnd: () => void;
}

interface EndInput {
  scrollRef: RefObject<HTMLDivElement | null>;
  handle: RefObject<VirtualizerHandle | null>;
  follower: Follower;
  hasRows: boolean;
}

/** Stays at the end while the box or its rows change their height. */
function useStayingAtEnd({ scrollRef, handle, follower, hasRows }: EndInput): void {
  useEffect(() => {
    const box = scrollRef.current;
    if (!box) return;
    const unwatch = follower.watch(box);
    // The composer grew, or the window changed.
    const observer = new ResizeObserver(() => {
      if (follower.isFollowing()) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => {
      unwatch();
      observer.disconnect();
    };
  }, [scrollRef, hasRows, follower]);

  // Rows grow after they are measured: code is coloured, fonts arrive.
  useEffect(() => {
    const timer = setInterval(() => {
      const list = handle.current;
      if (list && follower.isFollowing() && list.scrollSize - list.viewportSize - list.scrollOffset > 2)
        list.scrollTo(list.scrollSize);
    }, FOLLOW_EVERY_MS);
    return () => clearInterval(timer);
  }, [handle, follower]);
}

/** Follows new messages only while the view is at the end, and does not move it when older ones are added in front. */
export function useScroll({ scrollRef, rows: wanted, roomId, nearStart, nearEnd }: ScrollInput): Scroll {
  const handle = useRef<VirtualizerHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [firstVisible, setFirstVisible] = useState(0);
  const [follower] = useState(() => createFollower(scrollRef));
  const { rows, inFront } = useSteps(roomId, wanted);
  const last = rows.at(-1);

  const toEnd = useCallback(() => {
    follower.follow(true);
    setAtEnd(true);
    handle.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' });
  }, [follower]);
  const toRow = useCallback(
    (index: number) => {
      follower.follow(false);
      // Until the scroll event: what is below was not seen.
      setAtEnd(false);
      handle.current?.scrollToIndex(index, { align: 'center' });
      // Where everything fits on the screen there is no scroll event.
      setTimeout(() => {
        if (scrollRef.current && isNearEnd(scrollRef.current)) setAtEnd(true);
      }, SETTLED_MS);
    },
    [scrollRef, follower],
  );

  // A person who sends a message wants to see it, and it is at the end.
  const pending = last?.kind === 'pending' ? last.key : undefined;
  useLayoutEffect(() => {
    if (pending !== undefined) toEnd();
  }, [pending, toEnd]);

  useLayoutEffect(() => {
    follower.rowsChanged();
    if (rows.length > 0 && follower.isFollowing())
      handle.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [last?.key, rows.length, roomId, follower]);

  useStayingAtEnd({ scrollRef, handle, follower, hasRows: rows.length > 0 });

  const onScroll = (offset: number): void => {
    const list = handle.current;
    const box = scrollRef.current;
    if (!list || !box) return;
    // Read of the box: when the composer grows or shrinks, the list has its new size only after the scroll event.
    const toGo = distanceToEnd(box);
    // The list scrolls on to its target until all rows on the way are measured. A scroll to where it is ends that.
    setAtEnd(follower.scrolled(box, () => list.scrollTo(offset)));
    setFirstVisible(list.findItemIndex(offset + 8));
    if (offset < NEAR_START) nearStart();
    if (toGo < NEAR_START) nearEnd();
  };
  return { handle, rows, atEnd, firstVisible, onScroll, toEnd, toRow, inFront };
}
