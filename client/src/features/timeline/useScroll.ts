import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { nextStep, type Row } from './rows';

/** So near to the end counts as at the end. */
const NEAR_END = 80;
/** Older messages are asked for this far from the top. */
const NEAR_START = 800;

/** A jump has found its place after this. */
const SETTLED_MS = 300;
/** So long after a hand has reached upwards nothing follows the end. */
const HELD_MS = 600;
/** So long after rows have come or gone the list itself moves the box, as it learns how high they are. */
const MEASURING_MS = 300;
const upwards = new Set(['ArrowUp', 'PageUp', 'Home']);

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
  /** True while rows come, or go, in front, so that what one reads stays where it is. */
  inFront: boolean;
}

interface ScrollInput {
  scrollRef: RefObject<HTMLDivElement | null>;
  rows: Row[];
  roomId: string;
  nearStart: () => void;
  nearEnd: () => void;
}

/**
 * Keeps the view still: it follows new messages only when it stands at the end, and older ones are put in front of it
 * without moving it.
 */
export function useScroll({ scrollRef, rows: wanted, roomId, nearStart, nearEnd }: ScrollInput): Scroll {
  const handle = useRef<VirtualizerHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [firstVisible, setFirstVisible] = useState(0);
  const stick = useRef(true);
  const [step, setStep] = useState({ roomId, target: wanted, rows: wanted, inFront: false });
  if (step.target !== wanted || step.roomId !== roomId)
    setStep({ roomId, target: wanted, ...nextStep(step.roomId === roomId ? step.rows : [], wanted) });
  const { rows } = step;
  const lastKey = rows.at(-1)?.key;
  useLayoutEffect(() => {
    setStep((now) => (now.rows === now.target ? now : { ...now, rows: now.target, inFront: false }));
  }, [step]);

  const lastTop = useRef(0);
  const heldUntil = useRef(0);
  const dragging = useRef(false);
  const changedAt = useRef(0);
  /** Has somebody moved the box up? Not the list, which does so too when rows turn out less high than it took them to be. */
  const movedUp = useCallback((box: HTMLElement): boolean => {
    const up = lastTop.current - box.scrollTop;
    lastTop.current = box.scrollTop;
    if (up <= 2) return false;
    const now = performance.now();
    const byHand = dragging.current || now < heldUntil.current;
    // Further than the list ever goes by itself: a search of the browser, or a screen reader.
    return byHand || up > 2 * box.clientHeight || now > changedAt.current + MEASURING_MS;
  }, []);
  /**
   * Shall the view follow the end? Asked of the box at the moment itself: somebody may have scrolled in this very frame,
   * and the event that says so comes only after it.
   */
  const follows = useCallback((): boolean => {
    const box = scrollRef.current;
    if (!stick.current || !box) return stick.current;
    if (performance.now() < heldUntil.current) return false;
    const fromEnd = box.scrollHeight - box.clientHeight - box.scrollTop;
    // Asked here too, which notes where the box stands: a hand may reach up before the first scroll has told.
    if (movedUp(box) && fromEnd > NEAR_END) stick.current = false;
    return stick.current;
  }, [scrollRef, movedUp]);

  const toEnd = useCallback(() => {
    stick.current = true;
    setAtEnd(true);
    handle.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' });
  }, []);
  const toRow = useCallback(
    (index: number) => {
      stick.current = false;
      // Until the scroll itself tells: what lies below was not seen.
      setAtEnd(false);
      handle.current?.scrollToIndex(index, { align: 'center' });
      // Where everything fits on the screen nothing scrolls, and nothing would tell.
      setTimeout(() => {
        const box = scrollRef.current;
        if (box && box.scrollHeight - box.clientHeight - box.scrollTop < NEAR_END) setAtEnd(true);
      }, SETTLED_MS);
    },
    [scrollRef],
  );

  // What one says oneself is at the end, and that is where one then wants to be.
  const pending = rows.at(-1)?.kind === 'pending' ? lastKey : undefined;
  useLayoutEffect(() => {
    if (pending !== undefined) toEnd();
  }, [pending, toEnd]);

  useLayoutEffect(() => {
    changedAt.current = performance.now();
    if (rows.length > 0 && follows()) handle.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [lastKey, rows.length, roomId, follows]);

  // Somebody reaches upwards: what is loading must not pull the view from under their hand.
  const hasRows = rows.length > 0;
  useEffect(() => {
    const box = scrollRef.current;
    if (!box) return;
    const reached = (event: WheelEvent | TouchEvent | KeyboardEvent): void => {
      if (event instanceof WheelEvent && event.deltaY >= 0) return;
      if (event instanceof KeyboardEvent && !upwards.has(event.key)) return;
      heldUntil.current = performance.now() + HELD_MS;
    };
    const signs = ['wheel', 'touchmove', 'keydown'] as const;
    for (const sign of signs) box.addEventListener(sign, reached, { passive: true });
    // Pressed beside what is in it: that is its scroll bar.
    const pressed = ({ target }: PointerEvent): void => void (dragging.current = target === box);
    const released = (): void => void (dragging.current = false);
    box.addEventListener('pointerdown', pressed);
    window.addEventListener('pointerup', released);
    return () => {
      for (const sign of signs) box.removeEventListener(sign, reached);
      box.removeEventListener('pointerdown', pressed);
      window.removeEventListener('pointerup', released);
    };
  }, [scrollRef, hasRows]);

  // The composer grew or the window changed: that takes nobody away from the end.
  useEffect(() => {
    const box = scrollRef.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      if (follows()) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [scrollRef, hasRows, follows]);

  // Rows grow after they are measured (code is coloured, fonts arrive): standing at the end means staying there.
  useEffect(() => {
    const timer = setInterval(() => {
      const list = handle.current;
      if (list && follows() && list.scrollSize - list.viewportSize - list.scrollOffset > 2)
        list.scrollTo(list.scrollSize);
    }, 200);
    return () => clearInterval(timer);
  }, [follows]);

  const onScroll = (offset: number): void => {
    const list = handle.current;
    const box = scrollRef.current;
    if (!list || !box) return;
    // Asked of the box itself: when the composer grows or shrinks, the list learns of its new size only after the scroll.
    const isUpwards = movedUp(box);
    const fromEnd = box.scrollHeight - box.clientHeight - box.scrollTop;
    const end = fromEnd < NEAR_END;
    // The list goes on scrolling to where it was sent until all on the way is measured. A hand ends that: sent to where
    // it is, it has arrived.
    if (!end && stick.current && performance.now() < heldUntil.current) list.scrollTo(offset);
    // Where messages come faster than the list is drawn, the end moves on before its own scroll towards it is told. Only
    // who goes up leaves the end.
    stick.current = end || (stick.current && !isUpwards);
    setAtEnd(stick.current);
    setFirstVisible(list.findItemIndex(offset + 8));
    if (offset < NEAR_START) nearStart();
    if (fromEnd < NEAR_START) nearEnd();
  };
  return { handle, rows, atEnd, firstVisible, onScroll, toEnd, toRow, inFront: step.inFront };
}
