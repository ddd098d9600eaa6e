import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { useNavigate } from '../core/navigation';
import { useParams } from 'wouter';
import { roomPath } from '../core/rooms/names';
import { pressed } from '../ui/keys';
import { useCore } from '../core/coreContext';
import { useDialogs } from '../core/dialogs';
import type { ShortcutScope } from './shortcutActions';
import type { Store } from '../core/store';

/** The keys that work everywhere; the composer and the timeline have their own. */
export function useShortcuts(): void {
  const core = useCore();
  const navigate = useNavigate();
  const { roomId, panel } = useParams();
  const { show, shown } = useDialogs();
  const store = useStore() as Store;

  useEffect(() => {
    // What the keys do comes later than which keys are ours: those must be known at once, or the browser takes them.
    const later = (work: (actions: typeof import('./shortcutActions'), scope: ShortcutScope) => void) => () =>
      void import('./shortcutActions').then(
        (actions) => work(actions, { core, store, navigate, roomId }),
        () => undefined,
      );
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const { command, key, alt } = pressed(event);
      const run = ((): (() => void) | undefined => {
        if (command && !event.shiftKey && key === 'u')
          return () => document.getElementById('attach')?.click();
        if (command && !event.shiftKey && key === 'k') return () => show({ kind: 'jump' });
        if (command && key === '/') return () => show({ kind: 'shortcuts' });
        if (command && key === ',') return () => show({ kind: 'settings', tab: 'profile' });
        if (shown) return undefined;
        if (command && event.shiftKey && key === 'f' && roomId !== undefined)
          return () => navigate(`${roomPath(roomId)}/search`);
        if (command && key === '.' && roomId !== undefined)
          return () => navigate(panel === undefined ? `${roomPath(roomId)}/details` : roomPath(roomId));
        if (alt && (key === 'arrowdown' || key === 'arrowup'))
          return later(({ step }, scope) => step(scope, key === 'arrowdown' ? 1 : -1, event.shiftKey));
        if (key === 'f6') return later(({ nextRegion }) => nextRegion(event.shiftKey));
        if (key === 'escape')
          return later(({ markAll, latest }, scope) => (event.shiftKey ? markAll : latest)(scope));
        const typing = (event.target as HTMLElement).matches('input, textarea');
        return key === '?' && !typing ? () => show({ kind: 'shortcuts' }) : undefined;
      })();
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', core.keyPressed, true);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', core.keyPressed, true);
      window.removeEventListener('keydown', onKey);
    };
  }, [core, navigate, roomId, panel, show, shown, store]);
}
