import { useSyncExternalStore } from 'react';
import { base } from '../../../platform/base';

/** How this browser notifies: each device has its own. What counts as a mention is the person's, on all of them. */
export interface Preferences {
  on: boolean;
  sound: boolean;
  /** The server sends pushes to this browser. */
  push: boolean;
}

const KEY = `parley${base}.notifications`;
const standard: Preferences = { on: false, sound: true, push: false };
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

// Turned off in one tab, it is off in all of them.
if (typeof window !== 'undefined')
  window.addEventListener('storage', ({ key }) => {
    if (key !== KEY) return;
    current = read();
    for (const listener of listeners) listener();
  });

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

/** Over plain http browsers have notifications and show none. */
export const supported = (): boolean => window.isSecureContext && 'Notification' in window;
export const permitted = (): boolean => supported() && Notification.permission === 'granted';
