import { useEffect, useState } from 'react';
import { useStore } from 'react-redux';
import type { Store } from '../../core/store';
import type { Completing } from './completion';
import type { Choice } from './choices';

type Parts = typeof import('./CompletionList') & typeof import('./choices') & typeof import('./completion');

/** Comes with the first sign that may mean something; a second after the first room shows it is there. */
export async function loadCompletion(): Promise<Parts> {
  const [list, choices, completion] = await Promise.all([
    import('./CompletionList'),
    import('./choices'),
    import('./completion'),
  ]);
  return (parts ??= { ...list, ...choices, ...completion });
}

/** The same, if it has been loaded. */
export const completionNow = (): Parts | undefined => parts;

let parts: Parts | undefined;

const unmeant = (choice: Choice): Choice => ({ ...choice, meant: false });
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
export function useCompletion(completing: Completing | undefined, roomId: string): Completion {
  const store = useStore() as Store;
  const [found, setFound] = useState<Completion & Pick<Completing, 'kind' | 'query'>>();
  const kind = completing?.kind;
  const query = completing?.query ?? '';
  useEffect(() => {
    if (kind === undefined) return setFound(undefined);
    let current = true;
    const show = (choices: Choice[], { CompletionList }: Parts): void => {
      if (current) setFound({ kind, query, choices, List: CompletionList });
    };
    const look = ({ choicesOf, ...rest }: Parts): void | Promise<void> => {
      const choices = choicesOf(store.getState(), { kind, query }, roomId);
      if (Array.isArray(choices)) return show(choices, { choicesOf, ...rest });
      return choices.then((later) => show(later, { choicesOf, ...rest }));
    };
    // Once all is there the answer comes before the next key. Offline before it ever came: what is typed is meant as it stands.
    if (parts) void look(parts)?.catch(() => undefined);
    else
      loadCompletion()
        .then(look)
        .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [kind, query, roomId, store]);
  if (found?.kind !== kind || !found) return nothing;
  // For one letter more the answer is on its way; until then Enter takes nothing by itself.
  return found.query === query ? found : { ...found, choices: found.choices.map(unmeant) };
}
