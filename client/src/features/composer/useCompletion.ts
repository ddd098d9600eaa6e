import { useEffect, useState } from 'react';
import { useStore } from 'react-redux';
import type { Store } from '../../app/store';
import type { Completing } from './completion';
import type { Choice } from './CompletionList';

type Parts = typeof import('./CompletionList');

/** Comes with the first sign that may mean something; a second after the first room shows it is there. */
export const loadCompletion = (): Promise<Parts> => import('./CompletionList');

const nothing: Completion = { choices: [] };

/** What is offered; without a list nothing is, or its code is still being loaded. */
export interface Completion {
  choices: Choice[];
  List?: Parts['CompletionList'];
}

/**
 * What may be meant by the sign and the letters that are being typed, and what shows it. It is looked for when they
 * change: the composer need not be drawn again because something is said somewhere.
 */
export function useCompletion(completing: Completing | undefined): Completion {
  const store = useStore() as Store;
  const [found, setFound] = useState<Completion & { kind: Completing['kind'] }>();
  const kind = completing?.kind;
  const query = completing?.query ?? '';
  useEffect(() => {
    if (kind === undefined) return setFound(undefined);
    let current = true;
    const look = async (): Promise<void> => {
      const { choicesOf, CompletionList } = await loadCompletion();
      const choices = await choicesOf(store.getState(), { kind, query });
      if (current) setFound({ kind, choices, List: CompletionList });
    };
    // Offline before it ever came: what is typed is meant as it stands.
    look().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [kind, query, store]);
  return found && found.kind === kind ? found : nothing;
}
