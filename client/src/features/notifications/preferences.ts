import { useSyncExternalStore } from 'react';

/** How this browser notifies: each device has its own. */
export interface Preferences {
  on: boolean;
  sound: boolean;
  /** Words that count as a mention. */
  keywords: string[];
}

const KEY = 'parley.notifications';
const standard: Preferences = { on: false, sound: true, keywords: [] };
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    return { ...standard, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return standard;
  }
}

let current = read();

export const preferences = (): Preferences => current;

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, preferences);

export const supported = (): boolean => 'Notification' in window;
export const permitted = (): boolean => supported() && Notification.permission === 'granted';
