import { useEffect } from 'react';
import { useCore } from '../core/coreContext';
import { useAppSelector } from '../core/store';

const IDLE_AFTER_MS = 5 * 60_000;

/** Publishes whether the person is active: away after five minutes without input. */
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
    // A hidden page, as of a phone in a pocket, is away at once, whatever the last input was.
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
