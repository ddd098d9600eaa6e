import type { Edit } from './editing';

/** Tables need an empty line on both sides, or the line beside them would become a row; other blocks a line of their own. */
function gapOf(piece: string): number {
  if (/^\|.*\|$/m.test(piece) && /^\|[ :|-]+\|$/m.test(piece)) return 2;
  return /^(?:```|[-*+] |\d+[.)] |> )/.test(piece) || piece.endsWith('```') ? 1 : 0;
}

/** As many line breaks as are missing to separate a text by `gap`. */
function missing(beside: string, gap: number, breaks: RegExp): string {
  if (beside === '') return '';
  return '\n'.repeat(Math.max(0, gap - (breaks.exec(beside)?.[0].length ?? 0)));
}

/** Replaces the selection by a piece of text, which may be a block. */
export function place(text: string, [from, to]: [number, number], piece: string): Edit {
  const gap = gapOf(piece);
  const before = missing(text.slice(0, from), gap, /\n*$/);
  const after = missing(text.slice(to), gap, /^\n*/);
  const caret = from + before.length + piece.length;
  return { from, to, text: before + piece + after, selection: [caret, caret] };
}

/** Rows of cells as a table; the first row is its head. A single cell is its text, a single column its lines. */
export function tableOf(rows: string[][]): string {
  const said = rows.filter((row) => row.some((cell) => cell !== ''));
  const width = Math.max(0, ...said.map((row) => row.findLastIndex((cell) => cell !== '') + 1));
  if (width <= 1) return said.map(([cell = '']) => cell).join('\n');
  const line = (row: string[]): string => {
    const cells = Array.from({ length: width }, (_, i) => (row[i] ?? '').replaceAll('|', '\\|'));
    return `| ${cells.join(' | ')} |`;
  };
  const [head = [], ...others] = said;
  return [line(head), `|${' --- |'.repeat(width)}`, ...others.map(line)].join('\n');
}

/** Bounds of what is shown as a table (docs/markdown.md); more stays text. */
const MOST_COLUMNS = 50;
const MOST_ROWS = 200;
export const fitsTable = (rows: string[][]): boolean =>
  rows.length <= MOST_ROWS && rows.every((row) => row.length <= MOST_COLUMNS);

/**
 * The cells of a text that is clearly a piece of a sheet: two rows and two columns at least, every row with as many cells as
 * the others, none indented by a tab as code is.
 */
export function cellsOf(plain: string): string[][] | undefined {
  const rows = plain
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((row) => row.split('\t').map((cell) => cell.trim()));
  const width = rows[0]?.length ?? 0;
  const clear =
    rows.length >= 2 &&
    width >= 2 &&
    rows.every((row) => row.length === width && row[0] !== '') &&
    fitsTable(rows);
  return clear ? rows : undefined;
}

/** Code as a block, with a fence longer than any run of backticks in it. */
export function fenceOf(code: string, language = ''): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${code.replace(/\n+$/, '')}\n${fence}`;
}
