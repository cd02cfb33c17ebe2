import { formatFilter, parseFilter } from '../../../domain/filter.ts';
import { readMoney } from '../../../domain/money.ts';
import { readWhen } from '../../../domain/when.ts';
import type { FieldKind, FormField } from './fields.ts';

/** Of a choice: neither this nor that. An edit that leaves it alone must not send a "no". */
export const unsaid = '–';

/** What a field holds, as a person would type it. */
export function showValue(kind: FieldKind, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (kind === 'rows' && Array.isArray(value)) return value.map(showRow).join('; ');
  if (kind === 'words' && Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function showRow(row: unknown): string {
  const entries = Object.entries(row as Readonly<Record<string, unknown>>);
  return formatFilter({
    text: '',
    terms: entries.map(([key, value]) => ({ key, operator: '=', value: String(value) })),
  });
}

/**
 * What was typed as raw input of the operation, whose schema judges it; undefined when nothing was. A file is its path
 * here (form/files.ts opens it).
 */
export function readValue(field: FormField, typed: string, now: Date): unknown {
  const text = field.kind === 'long' ? typed.trimEnd() : typed.trim();
  if (text === '' || text === unsaid) return undefined;
  switch (field.kind) {
    case 'switch':
      return text === 'yes';
    case 'money':
      return readMoney(text);
    case 'date':
      return readWhen(text, now)?.value ?? text;
    case 'number':
      return !field.textual && /^[+-]?\d{1,15}(\.\d{1,15})?$/u.test(text) ? Number(text) : text;
    case 'words':
      return text.split(/[\s,]+/u).filter(Boolean);
    case 'rows':
      return text
        .split(/[;\n]/u)
        .filter((row) => row.trim() !== '')
        .map((row) => readRow(field.columns, row));
    case 'json':
      return readJson(text);
    default:
      return text;
  }
}

/** `RUN-42-BLK 3 warehouse:BER`: plain words are the columns in their order, the others are named. */
function readRow(columns: FormField['columns'], row: string): Record<string, string> {
  const { terms, text } = parseFilter(row.trim().replace(/^([^\s="]+)=/u, '$1 '));
  const named = Object.fromEntries(terms.map(({ key, value }) => [key, value]));
  const words = text.split(' ').filter(Boolean);
  const open = columns.filter(({ key }) => named[key] === undefined);
  const placed = words.map((word, index): [string, string] => [open[index]?.key ?? word, word]);
  return { ...Object.fromEntries(placed), ...named };
}

/** What is no JSON goes on as text: the schema says what it wanted. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export interface Typed {
  readonly field: FormField;
  readonly text: string;
}

/** The operation's raw input: what was left empty is left out. */
export function readForm(all: readonly Typed[], now = new Date()): Record<string, unknown> {
  const entries = all.map(({ field, text }) => {
    // Of a field that is needed an empty text is an answer: the schema says whether it will do.
    const empty = field.required && (field.kind === 'text' || field.kind === 'long') ? '' : undefined;
    return [field.key, readValue(field, text, now) ?? empty] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Only what differs from what stood there; a field that was emptied is cleared. */
export function readEdit(all: readonly Typed[], now = new Date()): Record<string, unknown> {
  const changed = all.filter(({ field, text }) => text.trim() !== field.initial.trim());
  const entries = changed.map(({ field, text }) => {
    const value = readValue(field, text, now);
    return [field.key, value ?? (text === unsaid ? undefined : field.nullable ? null : '')] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
