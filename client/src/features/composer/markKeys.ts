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

/** Puts a mark around the selection, or removes it. */
export function mark(composer: ComposerText, which: Mark): void {
  const now = editsNow();
  if (now) return composer.apply(makes[which](now));
  // Offline before the edits were loaded: nothing happens, and the next press retries.
  loadEdits().then(
    (loaded) => composer.apply(makes[which](loaded)),
    () => undefined,
  );
}
