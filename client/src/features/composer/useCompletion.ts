import { useEffect, useState } from 'react';
import { useStore } from 'react-redux';
import type { Store } from '../../core/store';
import type { Completing } from './completion';
import type { Choice } from './choices';

type Parts = typeof import('./CompletionList') & typeof import('./choices') & typeof import('./completion');

/** Loaded with the first sign that can be completed, or a second after the first room shows. */
export async function loadCompletion(): Promise<Parts> {
  const [list, choices, completion] = await Promise.all([
    import('./CompletionList'),
    import('./choices'),
    import('./completion'),
  ]);
  return (parts ??= { ...list, ...choices, ...completion });
}

/** The same, if it is loaded. */
export const completionNow = (): Parts | undefined => parts;

let parts: Parts | undefined;

const unmeant = (choice: Choice): Choice => ({ ...choice, meant: false });
const nothing: Completion = { choices: [] };

/** What is offered. Without `List` there are no choices, or its code is still loading. */
export interface Completion {
  choices: Choice[];
  List?: Parts['CompletionList'];
}

/**
 * The choices for what is being typed, and the component that shows them. They are computed when the text changes, not
 * subscribed to: a new message must not render the composer again.
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
    // Once the code is loaded the choices are there before the next key. Offline before that, the text is taken literally.
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
  // The choices for the newest letter are pending; until then Enter takes none.
  return found.query === query ? found : { ...found, choices: found.choices.map(unmeant) };
}
