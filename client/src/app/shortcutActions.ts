import { roomPath } from '../core/rooms/names';
import { isCalling, selectSidebar, type SidebarRoom } from '../core/rooms/select';
import { announce } from '../ui/announce';
import type { Core } from '../core/core';
import type { Store } from '../core/store';
import { t } from './text/text';

/** What the actions of the shortcuts act on: the room is the one on screen, if any. */
export interface ShortcutScope {
  core: Core;
  store: Store;
  navigate: (path: string) => void;
  roomId: string | undefined;
}

const regions = ['sidebar', 'timeline', 'composer', 'panel'];

/** Moves the focus to the next part of the screen, or the one before. */
export function nextRegion(back: boolean): void {
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

const inOrder = ({ store }: ShortcutScope): SidebarRoom[] => {
  const { favourites, rooms, direct } = selectSidebar(store.getState());
  return [...favourites, ...rooms, ...direct];
};

/** Opens the next room of the sidebar, or the next unread one. */
export function step(scope: ShortcutScope, by: 1 | -1, unreadOnly: boolean): void {
  const order = inOrder(scope);
  const at = order.findIndex(({ state }) => state.room.roomId === scope.roomId);
  for (let i = 1; i <= order.length; i++) {
    const candidate = order[(at + by * i + order.length * 2) % order.length];
    if (candidate && (!unreadOnly || isCalling(candidate)))
      return scope.navigate(roomPath(candidate.state.room.roomId));
  }
}

export function markAll(scope: ShortcutScope): void {
  for (const { state } of inOrder(scope)) scope.core.markRead(state.room.roomId, state.headSeq);
  announce(t('shortcuts.allRead'));
}

/** Marks the room on screen as read, and returns to the composer. */
export function latest(scope: ShortcutScope): void {
  const { roomId } = scope;
  if (roomId === undefined) return;
  const state = inOrder(scope).find((item) => item.state.room.roomId === roomId)?.state;
  if (state) scope.core.markRead(roomId, state.headSeq);
  const log = document.getElementById('timeline');
  log?.scrollTo({ top: log.scrollHeight });
  document.getElementById('composer')?.focus();
}
