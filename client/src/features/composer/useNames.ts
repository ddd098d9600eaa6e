import { useRef } from 'react';
import { emojiNames, loadEmojiNames } from '../emoji/emojiNames';
import type { TypedName } from '../emoji/typedName';
import type { Edit } from './editing';
import type { ComposerText } from './useComposerText';

const isTyped = ({ inputType }: InputEvent): boolean =>
  inputType === 'insertText' || inputType === 'insertCompositionText';

/** The emoji in the place of its name, the caret where it stood. Undefined while the box says something else there. */
function emojiFor(
  text: string,
  [caret]: [number, number],
  found: TypedName,
): (Edit & { name: string }) | undefined {
  const { from, to, name } = found;
  const names = emojiNames();
  const emoji = names?.emojiNamed(name);
  if (!names || emoji === undefined || text.slice(from, to) !== `:${name}:` || caret < to) return undefined;
  if (names.placeAt(text, from) !== 'text') return undefined;
  const at = caret + emoji.length - (to - from);
  return { from, to, text: emoji, selection: [at, at], name };
}

/**
 * Makes `:name:` an emoji at the moment its second colon is typed, and only then: what is pasted stays as it is, and one step
 * back gives the name again. A letter right behind it shows that it stood in a word, and gives it back too.
 *
 * @returns what is to be called after each input
 */
export function useNames(composer: Pick<ComposerText, 'apply' | 'box'>): (event: InputEvent) => void {
  const last = useRef<{ from: number; emoji: string; name: string }>(undefined);
  const convert = (found: TypedName): void => {
    composer.apply((text, selection) => {
      const edit = emojiFor(text, selection, found);
      if (edit) last.current = { from: edit.from, emoji: edit.text, name: edit.name };
      return edit;
    });
  };
  const giveBack = ({ data }: InputEvent): boolean => {
    const made = last.current;
    last.current = undefined;
    if (!made || !/^[\p{L}\p{N}]/u.test(data ?? '')) return false;
    const { from, emoji, name } = made;
    composer.apply((text, [caret]) => {
      if (caret - (data ?? '').length !== from + emoji.length || !text.startsWith(emoji, from))
        return undefined;
      const at = caret + name.length + 2 - emoji.length;
      return { from, to: from + emoji.length, text: `:${name}:`, selection: [at, at] };
    });
    return true;
  };
  return (event) => {
    const box = composer.box.current;
    if (!isTyped(event) || event.isComposing || !box) {
      if (event.inputType !== 'insertReplacementText') last.current = undefined;
      return;
    }
    // After the event: an edit from inside would be one within another.
    queueMicrotask(() => {
      if (giveBack(event) || event.data?.endsWith(':') !== true) return;
      const { value, selectionEnd } = box;
      const convertIn = (names: NonNullable<ReturnType<typeof emojiNames>>): void => {
        const found = names.nameTypedAt(value, selectionEnd);
        if (found) convert(found);
      };
      const names = emojiNames();
      if (names) return convertIn(names);
      // Begun with the first colon, so that they are there at the second. Without a network what is typed stays.
      loadEmojiNames().then(convertIn, () => undefined);
    });
  };
}
