import { useCallback, useEffect, useRef, useState } from 'react';

/** So long after the last scroll a list stands still, in ms. */
const STILL_AFTER_MS = 1200;

/** Does a list move? `onMove` is called with each scroll. */
export function useMoving(): { moving: boolean; onMove: () => void } {
  const [moving, setMoving] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onMove = useCallback(() => {
    setMoving(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setMoving(false), STILL_AFTER_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { moving, onMove };
}
