import { emojiNamed } from '../emoji/public/emojiData';
import { nameTypedAt } from '../emoji/public/typedName';
import { placeAt } from '@parley/shared/markdown/place';
import type { ComposerText } from './useComposerText';

/** The last `:name:` that became an emoji, and its position. */
export interface MadeEmoji {
  from: number;
  emoji: string;
  name: string;
}

/** Replaces the `:name:` that was just closed at the caret by its emoji, if there is one and the place is text. */
export function makeEmoji({ apply }: Pick<ComposerText, 'apply'>): MadeEmoji | undefined {
  let made: MadeEmoji | undefined;
  apply((text, [caret]) => {
    const found = nameTypedAt(text, caret);
    const emoji = found && emojiNamed(found.name);
    if (!found || emoji === undefined || placeAt(text, found.from) !== 'text') return undefined;
    const { from, to, name } = found;
    made = { from, emoji, name };
    const at = from + emoji.length;
    return { from, to, text: emoji, selection: [at, at] };
  });
  return made;
}

/** A letter right behind the emoji shows that the name was part of a word: restores it. */
export function giveNameBack(
  { apply }: Pick<ComposerText, 'apply'>,
  made: MadeEmoji,
  typed: string,
): boolean {
  const { from, emoji, name } = made;
  if (!/^[\p{L}\p{N}]/u.test(typed)) return false;
  apply((text, [caret]) => {
    if (caret - typed.length !== from + emoji.length || !text.startsWith(emoji, from)) return undefined;
    const at = caret + name.length + 2 - emoji.length;
    return { from, to: from + emoji.length, text: `:${name}:`, selection: [at, at] };
  });
  return true;
}
