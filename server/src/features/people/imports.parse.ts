import { invalidField } from '@parley/shared/faults';
import { importColumns, importLimits } from '@parley/shared/people';
import { plainCell } from '../../platform/csv.js';

type Column = (typeof importColumns)[number];
/** A line by its columns; empty cells are absent. */
export interface ParsedLine {
  line: number;
  cells: Partial<Record<Column, string>>;
}

/** What else a column is called, without spaces, hyphens and case. */
const names: Record<string, Column> = {
  name: 'name',
  displayname: 'name',
  fullname: 'name',
  email: 'email',
  mail: 'email',
  emailaddress: 'email',
  username: 'username',
  login: 'username',
  role: 'role',
};
const columnOf = (title: string): Column | undefined => names[title.toLowerCase().replace(/[\s_-]/g, '')];

/** Spreadsheets write what their country separates by: the sign that the first line has most of. */
function delimiterOf(csv: string): string {
  const [first = ''] = csv.split(/\r?\n|\r/, 1);
  const count = (sign: string): number => first.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

interface Record_ {
  record: string[];
  info: { lines: number };
}

/**
 * Reads a CSV file whose first line names the columns.
 * @returns its lines, and the columns that mean nothing here
 * @throws invalid when it is no CSV, has no column that identifies people, or too many lines
 */
export async function parsePeople(csv: string): Promise<{ lines: ParsedLine[]; ignored: string[] }> {
  const { parse, CsvError } = await import('csv-parse/sync');
  let found: Record_[];
  try {
    found = parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 10_000,
      to: importLimits.rows + 2,
    }) as unknown as Record_[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalidField('csv', 'csv', { line: Number(error['lines'] ?? 1) });
  }
  const [head, ...rest] = found;
  const columns = (head?.record ?? []).map(columnOf);
  if (!columns.includes('email') && !columns.includes('username'))
    throw invalidField('csv', 'csvColumns', { columns: importColumns.join(', ') });
  if (rest.length > importLimits.rows) throw invalidField('csv', 'csvLines', { most: importLimits.rows });
  const lines = rest.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(
      columns.flatMap((column, at) => {
        const cell = plainCell(record[at] ?? '').trim();
        return column === undefined || cell === '' ? [] : [[column, cell]];
      }),
    ),
  }));
  const ignored = (head?.record ?? []).filter((title) => columnOf(title) === undefined);
  return { lines, ignored: ignored.slice(0, 50).map((title) => title.slice(0, 100)) };
}
