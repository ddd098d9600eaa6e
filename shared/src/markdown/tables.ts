import type { RuleBlock, StateBlock } from './engine.js';
import { lineAt } from './lines.js';
import type { Align } from './nodes.js';

/** A larger table is shown as text: it would take longer to draw than to read. */
const MOST_COLUMNS = 50;
const MOST_ROWS = 200;

/** The code between backticks that begins at `at`, with them; one sign where there is none. */
function pieceAt(text: string, at: number): string {
  if (text[at] === '\\') return text.slice(at, at + 2);
  if (text[at] !== '`') return text[at] ?? '';
  const [run = ''] = /^`+/u.exec(text.slice(at, at + 64)) ?? [];
  const close = text.indexOf(run, at + run.length);
  return close < 0 ? run : text.slice(at, close + run.length);
}

/** The cells of a row. A `|` behind a backslash or between backticks belongs to its cell. */
export function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  const text = line
    .trim()
    .replace(/^\|/u, '')
    .replace(/(?<!\\)\|$/u, '');
  for (let at = 0; at < text.length;) {
    const piece = pieceAt(text, at);
    at += piece.length;
    if (piece === '|') {
      cells.push(cell.trim());
      cell = '';
    } else cell += piece === '\\|' ? '|' : piece;
  }
  return [...cells, cell.trim()];
}

function alignsOf(line: string): Align[] | undefined {
  if (!/^[|:\s-]+$/u.test(line) || !line.includes('-')) return undefined;
  const cells = cellsOf(line);
  if (!cells.every((cell) => /^:?-+:?$/u.test(cell))) return undefined;
  return cells.map((cell) =>
    cell.endsWith(':')
      ? cell.startsWith(':')
        ? 'center'
        : 'right'
      : cell.startsWith(':')
        ? 'left'
        : undefined,
  );
}

/** Up to which line a table was found to be too large: none of its rows begins a smaller one, and testing each would be slow. */
const tooLarge = new WeakMap<StateBlock, number>();

function rowsFrom(state: StateBlock, start: number, end: number): string[][] {
  const rows: string[][] = [];
  for (let line = start; line < end; line += 1) {
    const text = lineAt(state, line);
    // A line without a bar stands alone.
    if (!text.includes('|')) break;
    rows.push(cellsOf(text));
    if (rows.length > MOST_ROWS) break;
  }
  return rows;
}

function lastRow(state: StateBlock, start: number, end: number): number {
  let line = start;
  while (line < end && lineAt(state, line).includes('|')) line += 1;
  return line;
}

function pushRow(state: StateBlock, cells: string[], columns: number): void {
  state.push('tr_open', 'tr', 1);
  for (let i = 0; i < columns; i += 1) {
    state.push('td_open', 'td', 1);
    const token = state.push('inline', '', 0);
    token.content = cells[i] ?? '';
    token.children = [];
    state.push('td_close', 'td', -1);
  }
  state.push('tr_close', 'tr', -1);
}

/** Reads a table: a row, a row of hyphens, and more rows. Cells beyond those of the first row are shown too. */
export const readTable: RuleBlock = (state, start, end, silent) => {
  const head = lineAt(state, start);
  if (!head.includes('|') || start < (tooLarge.get(state) ?? 0)) return false;
  const aligns = alignsOf(lineAt(state, start + 1));
  if (!aligns || start + 1 >= end || aligns.length > MOST_COLUMNS) return false;
  const header = cellsOf(head);
  if (header.length !== aligns.length) return false;
  const rows = rowsFrom(state, start + 2, end);
  const columns = Math.max(header.length, ...rows.map((cells) => cells.length));
  if (rows.length > MOST_ROWS || columns > MOST_COLUMNS) {
    tooLarge.set(state, lastRow(state, start + 2, end));
    return false;
  }
  if (silent) return true;
  state.push('table_open', 'table', 1).meta = { aligns };
  for (const cells of [header, ...rows]) pushRow(state, cells, columns);
  state.push('table_close', 'table', -1);
  state.line = start + 2 + rows.length;
  return true;
};
