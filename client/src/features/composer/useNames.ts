import { useRef } from 'react';
import type { MadeEmoji } from './names';
import type { ComposerText } from './useComposerText';

type Names = typeof import('./names');

let names: Names | undefined;
const loadNames = async (): Promise<Names> => (names ??= await import('./names'));

/**
 * Makes `:name:` an emoji at the moment its second colon is typed, and only then: what is pasted stays as it is, and one step
 * back gives the name again. A letter right behind it shows that it stood in a word, and gives it back too.
 *
 * @returns what is to be called after each input
 */
export function useNames(composer: Pick<ComposerText, 'apply'>): (event: InputEvent) => void {
  const last = useRef<MadeEmoji>(undefined);
  return ({ inputType, isComposing, data }) => {
    if (inputType === 'insertReplacementText') return;
    const made = last.current;
    last.current = undefined;
    if (isComposing || data === null || !/^insert(?:Composition)?Text$/.test(inputType)) return;
    const make = (loaded: Names): void => void (last.current = loaded.makeEmoji(composer));
    // After the event: an edit from inside would be one within another.
    queueMicrotask(() => {
      if (made && names?.giveNameBack(composer, made, data) === true) return;
      if (!data.endsWith(':')) return;
      if (names) return make(names);
      // Begun with the first colon, so that they are there at the second. Without a network what is typed stays.
      loadNames().then(make, () => undefined);
    });
  };
}
