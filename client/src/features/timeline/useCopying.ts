import type { ClipboardEvent } from 'react';
import { useStore } from 'react-redux';
import type { Store } from '../../core/store';

type Copying = typeof import('./copying');

let copying: Copying | undefined;

/** A second after the first room shows it is there: what is copied must be given at once. */
export const loadCopying = async (): Promise<Copying> => (copying ??= await import('./copying'));

/** Copies what is selected over several messages as a conversation; before the code has come, as the browser does. */
export function useCopying(roomId: string) {
  const store = useStore() as Store;
  return (event: ClipboardEvent<HTMLElement>): void =>
    copying?.copySelection(event, store.getState(), roomId);
}
