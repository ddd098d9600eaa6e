import { useRef } from 'react';
import type { MadeEmoji } from './names';
import type { ComposerText } from './useComposerText';

type Names = typeof import('./names');

let names: Names | undefined;
const loadNames = async (): Promise<Names> => (names ??= await import('./names'));

/**
 * Replaces `:name:` by its emoji when its second colon is typed, and only then: pasted text stays, and one undo restores
 * the name. A letter typed right behind it shows that it was part of a word, and restores it too.
 *
 * @returns the listener for each input
 */
export function useNames(composer: Pick<ComposerText, 'apply'>): (event: InputEvent) => void {
  const last = useRef<MadeEmoji>(undefined);
  return ({ inputType, isComposing, data }) => {
    if (inputType === 'insertReplacementText') return;
    const made = last.current;
    last.current = undefined;
    if (isComposing || data === null || !/^insert(?:Composition)?Text$/.test(inputType)) return;
    const make = (loaded: Names): void => void (last.current = loaded.makeEmoji(composer));
    // After the event: an edit from inside would be nested in another.
    queueMicrotask(() => {
      if (made && names?.giveNameBack(composer, made, data) === true) return;
      if (!data.endsWith(':')) return;
      if (names) return make(names);
      // Requested at the first colon, so that they are loaded at the second. Offline, the text stays.
      loadNames().then(make, () => undefined);
    });
  };
}
