import type { MessageView } from '@parley/shared/messages';
import { useSyncExternalStore } from 'react';
import { base } from '../../../platform/base';

/**
 * The composer's state in each room, beside the draft: the reply target, an edit in progress, the selection. Stored per
 * tab, so that neither another room nor a reload loses it.
 */
interface Unfinished {
  reply?: MessageView;
  edit?: { message: MessageView; text: string };
}

const KEY = `parley${base}.unfinished`;
const listeners = new Set<() => void>();
const local = typeof sessionStorage === 'undefined' ? undefined : sessionStorage;
const none: Unfinished = {};
/** By room and edited message. In memory only: selections change often, and are not worth a write each time. */
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
    // The storage is full: it lasts as long as the page.
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

/** Deletes all of it: the next person on this browser must find nothing. */
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
