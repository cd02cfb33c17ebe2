import { stringify } from 'csv-stringify/sync';

/**
 * RFC 4180 lines, CRLF. A cell that a spreadsheet would run as a formula gets a leading apostrophe (terminal.md); a plain
 * number keeps its sign, for it is data that scripts add up.
 */
export function csvLines(rows: readonly (readonly unknown[])[]): string {
  return stringify(
    rows.map((row) => row.map(cell)),
    // Left to itself it quotes line breaks only when they are its own kind.
    { record_delimiter: 'windows', quoted_match: /[\r\n]/u },
  );
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[+-]\d{1,15}(\.\d{1,15})?$/u.test(text)) return text;
  return /^[=+\-@\t\r\n]/u.test(text) ? `'${text}` : text;
}
