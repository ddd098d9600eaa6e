import type { CallActions } from '../callState';
import { useEffect, useRef, type RefObject } from 'react';

/**
 * Reports at which height an element is on screen, so that no more video is sent than is seen.
 *
 * @param key of the tile; undefined reports nothing
 * @param actions get the key and the height in device pixels; 0 when it is out of sight or gone
 * @returns a ref for the element
 */
export function useShown(
  key: string | undefined,
  actions: Pick<CallActions, 'shown'>,
): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const element = ref.current;
    if (!element || key === undefined) return;
    let inSight = true;
    // Of its own window, which may float over other pages while this one is hidden.
    const { ownerDocument } = element;
    const view = ownerDocument.defaultView ?? window;
    const measure = (): void => {
      const isSeen = inSight && ownerDocument.visibilityState === 'visible';
      latest.current.shown(key, isSeen ? Math.round(element.clientHeight * view.devicePixelRatio) : 0);
    };
    const sizes = new ResizeObserver(measure);
    const sight = new view.IntersectionObserver((entries) => {
      inSight = entries.at(-1)?.isIntersecting ?? true;
      measure();
    });
    sizes.observe(element);
    sight.observe(element);
    ownerDocument.addEventListener('visibilitychange', measure);
    return () => {
      ownerDocument.removeEventListener('visibilitychange', measure);
      sizes.disconnect();
      sight.disconnect();
      latest.current.shown(key, 0);
    };
  }, [key]);
  return ref;
}
