import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outline } from './outline.testing.js';
import { cellsOf } from './tables.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/markdown.md'), 'utf8');
/** Between its backticks, where one space on both sides makes room for a backtick, as Markdown has it. */
const typed = (cell: string): string => {
  const [, run = '', inner = ''] = /^(`+)(.*)\1$/su.exec(cell) ?? [];
  if (run === '') throw new Error(`not in backticks: ${cell}`);
  const text = run.length > 1 && inner.startsWith(' ') && inner.endsWith(' ') ? inner.slice(1, -1) : inner;
  return text.replaceAll('\\|', '|').replaceAll('⏎', '\n');
};
const rows = (page.split('| You type | It shows |')[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => cellsOf(line));

describe('the dialect, as docs/markdown.md has it', () => {
  it('has a case for each line of the table', () => expect(rows.length).toBeGreaterThan(60));
  it.each(rows)('%s', (input = '', shown = '') => {
    expect(outline(typed(input))).toBe(typed(shown));
  });
});
