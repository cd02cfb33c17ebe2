import { fit, width } from '../../domain/display.ts';
import type { Cli } from '../context.ts';
import type { TableColumn } from '../table/layout.ts';
import { isRecord, label, numeric, readable } from './values.ts';

/** A long answer is for --json or --csv; this many rows are for eyes. */
const mostRows = 200;

/**
 * Data as a person reads it: plain values as aligned pairs, then each list as a table under its name. What is not set,
 * internal ids and that there is no more are left out, and so is what does not fit into a cell: --json has it all.
 */
export async function human(data: unknown, cli: Cli): Promise<string> {
  if (Array.isArray(data)) return listed(data, cli);
  if (!isRecord(data)) return `${readable(data)}\n`;
  const entries = Object.entries(data).filter(
    ([key, value]) => !isNothing(value) && !(key === 'more' && value === false),
  );
  const plain = entries.filter(([, value]) => !isSection(value));
  const named = plain.filter(([, value]) => !isUuid(value));
  const parts = plain.length > 0 ? [pairs(named.length > 0 ? named : plain)] : [];
  for (const [key, value] of entries) {
    // "Rows" over the only table says nothing
    const title = key === 'rows' && entries.length === 1 ? '' : `${label(key)}\n`;
    if (!isSection(value)) continue;
    const text = await section(value, cli);
    if (text !== '') parts.push(`${title}${text}`);
  }
  return parts.join('\n');
}

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.values(value).every(isNothing));

const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u.test(value);

const isSection = (value: unknown): boolean => isRecord(value) || (Array.isArray(value) && value.some(isRecord));

async function section(value: unknown, cli: Cli): Promise<string> {
  if (Array.isArray(value)) return listed(value, cli);
  const inner = await human(value, cli);
  return inner.replaceAll(/^(?=.)/gmu, '  ');
}

function pairs(entries: readonly (readonly [string, unknown])[]): string {
  const labels = entries.map(([key]) => label(key));
  const widest = Math.min(Math.max(...labels.map(width)), 40);
  return entries
    .map(([, value], index) => `${fit(labels[index] ?? '', widest)}  ${readable(value)}`.trimEnd() + '\n')
    .join('');
}

async function listed(items: readonly unknown[], cli: Cli): Promise<string> {
  if (items.length === 0) return 'Nothing.\n';
  if (!items.every(isRecord)) return items.map((item) => `${readable(item)}\n`).join('');
  if (items.every(isChange)) return listedChanges(items, cli);
  const keys = [...new Set(items.flatMap(Object.keys))];
  const fits = keys.filter((key) => !items.some((item) => isSection(item[key])));
  const named = fits.filter(
    (key) =>
      !items.every((item) => isUuid(item[key]) || isNothing(item[key])) &&
      // a day is named by its key
      !(key === 'key' && items.every((item) => item['key'] === item['name'])),
  );
  return rowsAsTable(
    items.slice(0, mostRows),
    (named.length > 0 ? named : keys).map((key) => ({ key, label: label(key) })),
    cli,
  ).then((text) => (items.length > mostRows ? `${text}… ${items.length - mostRows} more: use --json.\n` : text));
}

type Row = Readonly<Record<string, unknown>>;

const isChange = (item: Row): boolean => Object.keys(item).join() === 'field,from,to';

/** What an edit changed, without ids, which say nothing: the sentence above has the names of the records. */
function listedChanges(changes: readonly Row[], cli: Cli): Promise<string> {
  const named = changes.filter(({ from, to }) => !isUuid(from) && !isUuid(to));
  const rows = named.map((change) => ({ ...change, field: label(readable(change['field'])) }));
  const columns = ['field', 'from', 'to'].map((key) => ({ key, label: label(key) }));
  return rows.length === 0 ? Promise.resolve('') : rowsAsTable(rows, columns, cli);
}

const isProse = (cells: readonly string[]): boolean =>
  cells.some((text) => (/\s/u.test(text) || width(text) > 40) && !/^\d{4}-\d\d-\d\d /u.test(text));

/** A table of records; columns that hold nothing at all are left out. */
export async function rowsAsTable(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly { readonly key: string; readonly label: string; readonly right?: boolean }[],
  cli: Cli,
): Promise<string> {
  const shown: TableColumn[] = columns.map(({ key, label: title, right }) => {
    const cells = rows.map((row) => readable(row[key]));
    return { label: title, cells, align: (right ?? numeric(cells)) ? 'right' : 'left', elastic: isProse(cells) };
  });
  const { renderTable } = await import('../table/render.ts');
  return renderTable(
    shown.filter(({ cells }) => cells.some((text) => text !== '')),
    { columns: cli.io.stdout.isTTY ? (cli.io.stdout.columns ?? 80) : undefined, color: cli.globals.color },
  );
}
