import { loadEdits, editsNow } from './edits';
import type { ComposerText, MakeEdit } from './useComposerText';

export type Mark = 'bold' | 'italic' | 'code' | 'link' | 'list';

const makes: Record<Mark, (marks: typeof import('./marks')) => MakeEdit> = {
  bold:
    ({ wrapSelection }) =>
    (text, at) =>
      wrapSelection(text, at, '**'),
  italic:
    ({ wrapSelection }) =>
    (text, at) =>
      wrapSelection(text, at, '_'),
  code: ({ codeSelection }) => codeSelection,
  link: ({ linkSelection }) => linkSelection,
  list:
    ({ prefixLines }) =>
    (text, at) =>
      prefixLines(text, at, '- '),
};

/** Puts a mark around what is selected, or takes it away. */
export function mark(composer: ComposerText, which: Mark): void {
  const now = editsNow();
  if (now) return composer.apply(makes[which](now));
  // Without a network before they ever came: nothing happens, and the next press tries again.
  loadEdits().then(
    (loaded) => composer.apply(makes[which](loaded)),
    () => undefined,
  );
}
