import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { useNavigate } from '../core/navigation';
import { useParams } from 'wouter';
import { roomPath } from '../core/rooms/names';
import { pressed, type Pressed } from '../ui/keys';
import { useCore } from '../core/coreContext';
import { useDialogs, type DialogState } from '../core/dialogs';
import type { ShortcutScope } from './shortcutActions';
import type { Store } from '../core/store';

type Actions = typeof import('./shortcutActions');

/** Whether the key goes into a field. */
const isTyping = (event: KeyboardEvent): boolean => (event.target as HTMLElement).matches('input, textarea');

/** Keys that work in dialogs, too. */
function always(
  { command, shift, key }: Pressed,
  show: (dialog: DialogState) => void,
): (() => void) | undefined {
  if (!command) return undefined;
  if (key === 'u' && !shift) return () => document.getElementById('attach')?.click();
  if (key === 'k' && !shift) return () => show({ kind: 'jump' });
  if (key === '/') return () => show({ kind: 'shortcuts' });
  if (key === ',') return () => show({ kind: 'settings', tab: 'profile' });
  return undefined;
}

interface Place {
  roomId?: string | undefined;
  panel?: string | undefined;
}

/** Keys that open or close a panel of the room: returns its path. */
function panelAt({ command, shift, key }: Pressed, { roomId, panel }: Place): string | undefined {
  if (!command || roomId === undefined) return undefined;
  if (key === 'f' && shift) return `${roomPath(roomId)}/search`;
  if (key !== '.') return undefined;
  return panel === undefined ? `${roomPath(roomId)}/details` : roomPath(roomId);
}

/** Keys that move through the page: returns their action, whose code is loaded later. */
function moving({
  alt,
  shift,
  key,
}: Pressed): ((actions: Actions, scope: ShortcutScope) => void) | undefined {
  if (alt && (key === 'arrowdown' || key === 'arrowup'))
    return ({ step }, scope) => step(scope, key === 'arrowdown' ? 1 : -1, shift);
  if (key === 'f6') return ({ nextRegion }) => nextRegion(shift);
  if (key === 'escape') return ({ markAll, latest }, scope) => (shift ? markAll : latest)(scope);
  return undefined;
}

/** The keys that work everywhere; the composer and the timeline have their own. */
export function useShortcuts(): void {
  const core = useCore();
  const navigate = useNavigate();
  const { roomId, panel } = useParams();
  const { show, shown } = useDialogs();
  const store = useStore() as Store;

  useEffect(() => {
    const runFor = (event: KeyboardEvent): (() => void) | undefined => {
      const press = pressed(event);
      const run = always(press, show);
      if (run || shown) return run;
      const path = panelAt(press, { roomId, panel });
      if (path !== undefined) return () => navigate(path);
      const work = moving(press);
      // The actions load later than the list of keys: that must be there at once, or the browser handles the key.
      if (work)
        return () =>
          void import('./shortcutActions').then(
            (actions) => work(actions, { core, store, navigate, roomId }),
            () => undefined,
          );
      return press.key === '?' && !isTyping(event) ? () => show({ kind: 'shortcuts' }) : undefined;
    };
    const onKey = (event: KeyboardEvent): void => {
      const run = event.defaultPrevented ? undefined : runFor(event);
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
