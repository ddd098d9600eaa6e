import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { useNavigate } from './navigation';
import { useParams } from 'wouter';
import { roomPath } from '../features/rooms/names';
import { isCalling, selectSidebar, type SidebarRoom } from '../features/rooms/rooms.select';
import { announce } from '../ui/announce';
import { pressed } from '../ui/keys';
import { useCore } from './coreContext';
import { useDialogs } from './dialogs';
import type { Store } from './store';
import { t } from '../text/text';

const regions = ['sidebar', 'timeline', 'composer', 'panel'];

function nextRegion(back: boolean): void {
  const there = regions.flatMap((id) => document.getElementById(id) ?? []);
  const at = there.findIndex((element) => element.contains(document.activeElement));
  const next = there[(at + (back ? there.length - 1 : 1)) % there.length];
  const inside =
    next?.matches('nav, aside') === true
      ? next.querySelector<HTMLElement>('a, button, input')
      : next?.id === 'timeline'
        ? [...next.querySelectorAll<HTMLElement>('[data-message]')].at(-1)
        : undefined;
  (inside ?? next)?.focus();
}

/** The keys that work everywhere; the composer and the timeline have their own. */
export function useShortcuts(): void {
  const core = useCore();
  const navigate = useNavigate();
  const { roomId, panel } = useParams();
  const { show, shown } = useDialogs();
  const store = useStore() as Store;

  useEffect(() => {
    const inOrder = (): SidebarRoom[] => {
      const { favourites, rooms, direct } = selectSidebar(store.getState());
      return [...favourites, ...rooms, ...direct];
    };
    const step = (by: 1 | -1, unreadOnly: boolean): void => {
      const order = inOrder();
      const at = order.findIndex(({ state }) => state.room.roomId === roomId);
      for (let i = 1; i <= order.length; i++) {
        const candidate = order[(at + by * i + order.length * 2) % order.length];
        if (candidate && (!unreadOnly || isCalling(candidate)))
          return navigate(roomPath(candidate.state.room.roomId));
      }
    };
    const markAll = (): void => {
      for (const { state } of inOrder()) core.markRead(state.room.roomId, state.headSeq);
      announce(t('shortcuts.allRead'));
    };
    const latest = (): void => {
      if (roomId === undefined) return;
      const state = inOrder().find((item) => item.state.room.roomId === roomId)?.state;
      if (state) core.markRead(roomId, state.headSeq);
      const log = document.getElementById('timeline');
      log?.scrollTo({ top: log.scrollHeight });
      document.getElementById('composer')?.focus();
    };
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
          return () => step(key === 'arrowdown' ? 1 : -1, event.shiftKey);
        if (key === 'f6') return () => nextRegion(event.shiftKey);
        if (key === 'escape') return event.shiftKey ? markAll : latest;
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
