import { useEffect, useState, type CSSProperties, type PointerEvent } from 'react';

interface Drag {
  /** For the element that moves. */
  style: CSSProperties;
  /** For the part of it by which it is moved. */
  handle: { onPointerDown: (event: PointerEvent<HTMLElement>) => void };
}

/**
 * Lets one move a floating element with a mouse or finger, within the window.
 *
 * @param selector finds the element that moves, from the handle upwards
 */
export function useDrag(selector: string): Drag {
  const [offset, setOffset] = useState({ x: 0, y: 0 });
  useEffect(() => {
    // Where it stood may be outside of the window now.
    const back = (): void => setOffset({ x: 0, y: 0 });
    addEventListener('resize', back);
    return () => removeEventListener('resize', back);
  }, []);
  const onPointerDown = (down: PointerEvent<HTMLElement>): void => {
    const box = down.currentTarget.closest(selector)?.getBoundingClientRect();
    if (down.button !== 0 || !box) return;
    const within = (by: number, start: number, end: number, limit: number): number =>
      Math.min(Math.max(by, -start), Math.max(limit - end, -start));
    const move = (event: globalThis.PointerEvent): void =>
      setOffset({
        x: offset.x + within(event.clientX - down.clientX, box.left, box.right, innerWidth),
        y: offset.y + within(event.clientY - down.clientY, box.top, box.bottom, innerHeight),
      });
    const end = new AbortController();
    const { signal } = end;
    addEventListener('pointermove', move, { signal });
    addEventListener('pointercancel', () => end.abort(), { signal });
    addEventListener('pointerup', () => end.abort(), { signal });
  };
  return {
    style: { transform: `translate(${offset.x}px, ${offset.y}px)`, touchAction: 'none' },
    handle: { onPointerDown },
  };
}
