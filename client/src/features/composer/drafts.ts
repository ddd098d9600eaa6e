import { useSyncExternalStore } from 'react';

/** What is half written in each room: kept in the browser, so that neither a reload nor another room loses it. */
const KEY = 'parley.drafts';
const listeners = new Set<() => void>();

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

let drafts = read();

export function saveDraft(roomId: string, text: string): void {
  if ((drafts[roomId] ?? '') === text) return;
  const { [roomId]: _old, ...others } = drafts;
  drafts = text === '' ? others : { ...others, [roomId]: text };
  localStorage.setItem(KEY, JSON.stringify(drafts));
  for (const listener of listeners) listener();
}

export const readDraft = (roomId: string): string => drafts[roomId] ?? '';

export const useDraft = (roomId: string): string =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => drafts[roomId] ?? '',
  );
