import { seeded } from '@parley/shared/random';
import { describe, expect, it } from 'vitest';
import { edited, type Edit } from './editing';
import { nextLine, nextLineOrQuote } from './lines';
import { codeSelection, linkSelection, prefixLines, wrapSelection } from './marks';
import { place } from './placing';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 100_000);
const pieces = [
  'a',
  'word',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '- ',
  '1. ',
  '2. ',
  '> ',
  '**',
  '_',
  '`',
  '```',
  '```\n',
  '|',
  '😄',
  'é',
  '\t',
];
/** A text without marks, signs of lists and spaces: the words, which no edit may lose. */
const words = (text: string): string => text.replace(/https:\/\/|[\s*_`\-.>[\]()\d]/g, '');

describe('an edit of any text', () => {
  it(`loses no word and selects what is there (FUZZ_SEED=${seed})`, () => {
    const next = seeded(seed);
    const below = (n: number): number => Math.floor(next() * n);
    const edits: ((text: string, at: [number, number]) => Edit | undefined)[] = [
      (text, at) => wrapSelection(text, at, '**'),
      (text, at) => wrapSelection(text, at, '_'),
      codeSelection,
      linkSelection,
      (text, at) => prefixLines(text, at, '- '),
      nextLine,
      nextLineOrQuote,
    ];
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from({ length: below(14) }, () => pieces[below(pieces.length)]).join('');
      const at = [below(text.length + 1), below(text.length + 1)].sort((a, b) => a - b) as [number, number];
      const make = edits[i % edits.length];
      const replaces = make === nextLine || make === nextLineOrQuote;
      const edit = make?.(text, replaces ? [at[0], at[0]] : at);
      if (!edit) continue;
      const after = edited(text, edit);
      const shown = JSON.stringify({ text, at, edit });
      expect(words(after), shown).toBe(words(text));
      const [from, to] = edit.selection ?? [edit.from + edit.text.length, edit.from + edit.text.length];
      expect(0 <= edit.from && edit.from <= edit.to && edit.to <= text.length, shown).toBe(true);
      expect(0 <= from && from <= to && to <= after.length, shown).toBe(true);
    }
  });

  it('marks that were put around words are taken away again', () => {
    const next = seeded(seed);
    const below = (n: number): number => Math.floor(next() * n);
    const plain = ['a', 'word', ' ', '\n', '\n\n', '- ', '2. ', '> ', '😄'];
    for (let i = 0; i < 5_000; i++) {
      const text = Array.from({ length: below(12) }, () => plain[below(plain.length)]).join('');
      const at = [below(text.length + 1), below(text.length + 1)].sort((a, b) => a - b) as [number, number];
      const on = wrapSelection(text, at, '**');
      const marked = edited(text, on);
      const off = wrapSelection(marked, on.selection ?? at, '**');
      expect(edited(marked, off), JSON.stringify({ text, at, marked })).toBe(text);
    }
  });

  it('a block stands apart from what is beside it', () => {
    const block = '| a | b |\n| --- | --- |';
    expect(edited('xy', place('xy', [1, 1], block))).toBe(`x\n\n${block}\n\ny`);
  });
});
