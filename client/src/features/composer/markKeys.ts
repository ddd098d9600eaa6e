import type { ComposerText, MakeEdit } from './useComposerText';

type Marks = typeof import('./marks');

let marks: Marks | undefined;

/** A second after the first room shows they are there. */
export const loadMarks = async (): Promise<Marks> => (marks ??= await import('./marks'));

export type Mark = 'bold' | 'italic' | 'code' | 'link' | 'list';

const makes: Record<Mark, (marks: Marks) => MakeEdit> = {
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
  if (marks) return composer.apply(makes[which](marks));
  // Without a network before they ever came: nothing happens, and the next press tries again.
  loadMarks().then(
    (loaded) => composer.apply(makes[which](loaded)),
    () => undefined,
  );
}
