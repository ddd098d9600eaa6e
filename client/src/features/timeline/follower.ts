import type { RefObject } from 'react';

/** At most this many pixels from the end count as at the end. */
const NEAR_END = 80;
/** For this long after a person scrolled up, the view does not follow the end. */
const HELD_MS = 600;
/** For this long after rows were added or removed, the list moves the box itself, because it measures them. */
const MEASURING_MS = 300;
const upwards = new Set(['ArrowUp', 'PageUp', 'Home']);
const signs = ['wheel', 'touchmove', 'keydown'] as const;

/** Pixels between the bottom of the view and the end. */
export const distanceToEnd = (box: HTMLElement): number =>
  box.scrollHeight - box.clientHeight - box.scrollTop;

export const isNearEnd = (box: HTMLElement): boolean => distanceToEnd(box) < NEAR_END;

/** Decides whether the view follows the end of a list. */
export interface Follower {
  /** Starts or stops following. */
  follow: (on: boolean) => void;
  /** Reads the box itself: a person may have scrolled in this frame, and the scroll event comes after it. */
  isFollowing: () => boolean;
  rowsChanged: () => void;
  /**
   * Takes a scroll event.
   *
   * @param interrupt ends a scroll of the list towards its end
   * @returns whether the view follows the end now
   */
  scrolled: (box: HTMLElement, interrupt: () => void) => boolean;
  /** Watches for a person who scrolls up. Returns a function that stops it. */
  watch: (box: HTMLElement) => () => void;
}

export function createFollower(scrollRef: RefObject<HTMLElement | null>): Follower {
  let following = true;
  let lastTop = 0;
  let heldUntil = 0;
  let dragging = false;
  let changedAt = 0;
  const isHeld = (): boolean => performance.now() < heldUntil;

  /** Did a person move the box up? The list does so too, when rows turn out lower than estimated. */
  const movedUp = (box: HTMLElement): boolean => {
    const up = lastTop - box.scrollTop;
    lastTop = box.scrollTop;
    if (up <= 2) return false;
    // Further than the list ever moves by itself: the browser's search, or a screen reader.
    const isFar = up > 2 * box.clientHeight;
    return dragging || isHeld() || isFar || performance.now() > changedAt + MEASURING_MS;
  };

  return {
    follow: (on) => void (following = on),
    rowsChanged: () => void (changedAt = performance.now()),
    isFollowing: () => {
      const box = scrollRef.current;
      if (!following || !box) return following;
      if (isHeld()) return false;
      // Also records where the box is: a person may scroll up before the first scroll event.
      if (movedUp(box) && !isNearEnd(box)) following = false;
      return following;
    },
    scrolled: (box, interrupt) => {
      const isUp = movedUp(box);
      const isEnd = isNearEnd(box);
      if (!isEnd && following && isHeld()) interrupt();
      // Where messages arrive faster than they are drawn, the end moves on before the scroll event. Only a scroll
      // upwards leaves the end.
      return (following = isEnd || (following && !isUp));
    },
    watch: (box) => {
      const scrollsUp = (event: WheelEvent | TouchEvent | KeyboardEvent): void => {
        if (event instanceof WheelEvent && event.deltaY >= 0) return;
        if (event instanceof KeyboardEvent && !upwards.has(event.key)) return;
        heldUntil = performance.now() + HELD_MS;
      };
      // A press on the box itself, and on nothing inside it, is on its scroll bar.
      const pressed = ({ target }: PointerEvent): void => void (dragging = target === box);
      const released = (): void => void (dragging = false);
      for (const sign of signs) box.addEventListener(sign, scrollsUp, { passive: true });
      box.addEventListener('pointerdown', pressed);
      window.addEventListener('pointerup', released);
      return () => {
        for (const sign of signs) box.removeEventListener(sign, scrollsUp);
        box.removeEventListener('pointerdown', pressed);
        window.removeEventListener('pointerup', released);
      };
    },
  };
}
