/**
 * A spreadsheet runs a cell that begins so as a formula: an apostrophe before it makes it text. A cell that begins with
 * an apostrophe and then so gets another one, so that taking one away gives every text back as it was.
 */
const dangerous = /^'*[=+\-@\t\r\n]/u;
const number = /^[+-]\d{1,15}(\.\d{1,15})?$/u;

export function guarded(text: string): string {
  return dangerous.test(text) && !number.test(text) ? `'${text}` : text;
}

/** The other way round, for a file of ours that comes back. */
export function unguarded(text: string): string {
  return text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text;
}

const special = /[",\r\n]/u;

/** RFC 4180: CRLF, quotes where they are needed. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/**
 * The same of any values: nothing as an empty cell, text guarded against being run as a formula. A plain number keeps
 * its sign, for it is data that scripts add up.
 */
export function csvLines(rows: readonly (readonly unknown[])[]): string {
  return csvText(rows.map((row) => row.map(cellOf)));
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return guarded(typeof value === 'string' ? value : JSON.stringify(value));
}

const quoted = (cell: string) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
