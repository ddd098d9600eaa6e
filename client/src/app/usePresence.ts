import { useEffect } from 'react';
import { useCore } from '../core/coreContext';
import { useAppSelector } from '../core/store';

const IDLE_AFTER_MS = 5 * 60_000;

/** Tells the server whether somebody is at the keyboard: away after five minutes without a movement. */
export function usePresence(): void {
  const core = useCore();
  const online = useAppSelector((state) => state.session.connection === 'online');
  useEffect(() => {
    if (!online) return;
    let active = true;
    core.isActive = true;
    let timer: ReturnType<typeof setTimeout>;
    const set = (next: boolean): void => {
      if (next !== active) core.setActive(next);
      active = next;
    };
    const seen = (): void => {
      set(true);
      clearTimeout(timer);
      timer = setTimeout(() => set(false), IDLE_AFTER_MS);
    };
    // A phone in a pocket: nobody is at work there, whatever moved a minute ago.
    const hidden = (): void => {
      if (document.visibilityState === 'hidden' && matchMedia('(pointer: coarse)').matches) set(false);
      else seen();
    };
    seen();
    document.addEventListener('visibilitychange', hidden);
    const signs = ['pointermove', 'keydown', 'focus', 'touchstart'] as const;
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hidden);
      for (const sign of signs) window.removeEventListener(sign, seen);
    };
  }, [core, online]);
}
