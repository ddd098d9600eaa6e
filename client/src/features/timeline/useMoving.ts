import { useCallback, useEffect, useRef, useState } from 'react';

/** A list stands still this many ms after its last scroll event. */
const STILL_AFTER_MS = 1200;

/** Whether a list moves. `onMove` takes each scroll event. */
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
