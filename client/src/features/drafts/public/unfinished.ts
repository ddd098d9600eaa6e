import type { MessageView } from '@parley/shared/messages';
import { useSyncExternalStore } from 'react';
import { base } from '../../../platform/base';

/**
 * What the composer of each room was about, beside its draft: what it answers, an edit in progress, where the caret stood.
 * Kept for the tab, so that another room and back, or a reload, loses none of it.
 */
interface Unfinished {
  reply?: MessageView;
  edit?: { message: MessageView; text: string };
}

const KEY = `parley${base}.unfinished`;
const listeners = new Set<() => void>();
const local = typeof sessionStorage === 'undefined' ? undefined : sessionStorage;
const none: Unfinished = {};
/** By room and, while one edits, the message: selections are of a moment, and not worth a write at each. */
const selections = new Map<string, [number, number]>();

function read(): Record<string, Unfinished> {
  try {
    return JSON.parse(local?.getItem(KEY) ?? '{}') as Record<string, Unfinished>;
  } catch {
    return {};
  }
}

let byRoom = read();

function store(next: Record<string, Unfinished>): void {
  byRoom = next;
  try {
    local?.setItem(KEY, JSON.stringify(byRoom));
  } catch {
    // Full: it lives as long as the page then.
  }
  for (const listener of listeners) listener();
}

export const readUnfinished = (roomId: string): Unfinished => byRoom[roomId] ?? none;

/** Stores the reply target and the unfinished edit of a room's composer; an absent part is removed. */
export function saveUnfinished(roomId: string, unfinished: Unfinished): void {
  const { [roomId]: _old, ...others } = byRoom;
  const nothing = unfinished.reply === undefined && unfinished.edit === undefined;
  store(nothing ? others : { ...others, [roomId]: unfinished });
}

/** Edits in progress in this tab, by room. */
export const unfinishedEdits = (): [string, NonNullable<Unfinished['edit']>][] =>
  Object.entries(byRoom).flatMap(([roomId, { edit }]) =>
    edit && edit.text !== edit.message.text ? [[roomId, edit] as [string, typeof edit]] : [],
  );

/** Nothing of one person is left to the next on the same browser. */
export function unfinishedForgotten(): void {
  selections.clear();
  store({});
}

const subscribe = (changed: () => void): (() => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export const useUnfinished = (roomId: string): Unfinished =>
  useSyncExternalStore(subscribe, () => readUnfinished(roomId));

/** Is a message of the room being edited? */
export const useIsEditing = (roomId: string): boolean =>
  useSyncExternalStore(subscribe, () => readUnfinished(roomId).edit !== undefined);

export const readSelection = (place: string): [number, number] | undefined => selections.get(place);
export const saveSelection = (place: string, selection: [number, number]): void =>
  void selections.set(place, selection);
