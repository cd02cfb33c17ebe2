import { showNumber } from '../../../domain/locale.ts';
import { mostPieces } from './tally.ts';

/** A pasted or loaded list. The limits are the screen's: what is longer is a job for `inventory restock --file`. */
export const mostRows = 20_000;
export const longestCode = 100;

export interface ParsedList {
  readonly adds: readonly { readonly code: string; readonly quantity: number }[];
  /** Rows that were left out, with a reason in words. */
  readonly bad: readonly { readonly row: number; readonly text: string; readonly reason: string }[];
}

const quantityAtEnd = /^(.*?)(?:\s*[\t,;]\s*|\s+)([^\s,;]+)$/u;
const quoted = /^"((?:[^"]|"")*)"$/u;
const heading = /^"?(?:sku|code|barcode|variant sku)"?(?:[\t,; ].*)?$/iu;

/** One SKU a line, optionally followed by a tab, comma, semicolon or blank and a quantity. Empty lines are nothing. */
export function parseList(text: string): ParsedList | { readonly refusal: string } {
  const rows = text.replace(/^\ufeff/u, '').split(/\r\n|[\r\n]/u);
  while (rows.at(-1)?.trim() === '') rows.pop();
  if (rows.length > mostRows) {
    const given = showNumber(rows.length);
    const most = showNumber(mostRows);
    return {
      refusal: `That list has ${given} lines and this screen takes ${most}: use solemate inventory restock --file.`,
    };
  }
  const adds: { code: string; quantity: number }[] = [];
  const bad: { row: number; text: string; reason: string }[] = [];
  rows.forEach((raw, index) => {
    const row = raw.trim().replace(/[\t,; ]+$/u, '');
    if (row === '' || (index === 0 && heading.test(row))) return;
    const read = readRow(row);
    if ('reason' in read) bad.push({ row: index + 1, text: row.slice(0, 60), reason: read.reason });
    else adds.push(read);
  });
  return { adds, bad };
}

function readRow(row: string): { code: string; quantity: number } | { reason: string } {
  const match = quantityAtEnd.exec(row);
  const separated = /[\t,;]/u.test(row);
  const code = unquote(match?.[1] ?? row);
  const amount = match?.[2] === undefined ? '' : unquote(match[2]);
  const problem = codeProblem(separated || /^\d+$/u.test(amount) ? code : row);
  if (problem) return { reason: problem };
  if (match === null) return { code, quantity: 1 };
  if (/^\d{1,9}$/u.test(amount) && Number(amount) >= 1 && Number(amount) <= mostPieces) {
    return { code, quantity: Number(amount) };
  }
  if (!separated && !/^[-+]?[\d.]+$/u.test(amount)) return { code: row, quantity: 1 };
  return { reason: `"${amount.slice(0, 20)}" is no quantity from 1 to ${mostPieces}` };
}

function unquote(text: string): string {
  const inner = quoted.exec(text.trim())?.[1];
  return (inner?.replaceAll('""', '"') ?? text).trim();
}

/** Why a text cannot be a code at all, before anybody is asked. */
export function codeProblem(code: string): string | undefined {
  if (code.trim() === '') return 'the code is empty';
  if (code.length > longestCode) return `a code of ${code.length} characters is longer than ${longestCode}`;
  if (code.includes('\0')) return 'the code holds a NUL byte';
  return undefined;
}
