/** Limit of what is shown as a table (docs/markdown.md); more stays lines of text. */
const MOST_COLUMNS = 50;
const MOST_ROWS = 200;

/**
 * Rows of cells as a table; the first is its head.
 * @param rows cells in the dialect of Parley, each of one line
 */
export function tableOf(rows: string[][]): string {
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return '';
  if (width === 1 || width > MOST_COLUMNS || rows.length > MOST_ROWS)
    return rows.map((row) => row.join(' ')).join('\n');
  const line = (row: string[]): string =>
    `| ${Array.from({ length: width }, (_, i) => (row[i] ?? '').replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  const [head = [], ...others] = rows;
  return [line(head), `|${' --- |'.repeat(width)}`, ...others.map(line)].join('\n');
}
