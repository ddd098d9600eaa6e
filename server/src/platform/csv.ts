/** A spreadsheet takes a cell that begins so for a formula. Source: OWASP, CSV Injection */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell: quoted, and never a formula. */
export const cellOf = (value: string): string =>
  `"${(formula.test(value) ? `'${value}` : value).replace(/"/g, '""')}"`;

/** One line. Lines end as RFC 4180 has it. */
export const csvLine = (values: readonly (string | number | null | undefined)[]): string =>
  `${values.map((value) => cellOf(String(value ?? ''))).join(',')}\r\n`;

/** A cell of a file that somebody gives back to us: without the sign that `cellOf` has put before a formula. */
export const plainCell = (value: string): string =>
  value.startsWith("'") && formula.test(value.slice(1)) ? value.slice(1) : value;
