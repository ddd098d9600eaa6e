import type { ClipboardEvent } from 'react';
import { useStore } from 'react-redux';
import type { Store } from '../../core/store';

type Copying = typeof import('./copying');

let copying: Copying | undefined;

/** Loads a second after the first room is on screen: a copy event is synchronous, and cannot wait for it. */
export const loadCopying = async (): Promise<Copying> => (copying ??= await import('./copying'));

/** Copies what is selected over several messages as a conversation; before the code is loaded, as the browser does. */
export function useCopying(roomId: string) {
  const store = useStore() as Store;
  return (event: ClipboardEvent<HTMLElement>): void =>
    copying?.copySelection(event, store.getState(), roomId);
}
