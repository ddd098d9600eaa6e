import { useEffect, useRef } from 'react';
import { useBackCloses } from './backCloses';

/** Lets Back and Escape close what is still loading. */
export function useWayOut(onClose: () => void): void {
  useBackCloses(true, onClose);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      close.current();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
