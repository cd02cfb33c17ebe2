import { showAmount, showDateTime } from '../../domain/locale.ts';
import type { Listing, ListRow } from '../../operations/listing.ts';
import { statusLook } from '../theme/status.ts';
import type { Theme } from '../theme/theme.ts';
import type { Cell, Column } from '../widgets/table.ts';

export interface CellOptions {
  readonly width: number;
  readonly priority: number;
  readonly min?: number;
  readonly grow?: number;
  readonly label?: string;
}

/** A table's column from a listing's: label, alignment and look come from what the listing says it is. */
export function column(listing: Listing, key: string, options: CellOptions): Column<ListRow> {
  const known = listing.columns[key];
  if (!known) throw new Error(`${listing.name} has no column ${key}`);
  const { type } = known;
  const right = type === 'money' || type === 'integer';
  return {
    key,
    label: options.label ?? known.label,
    align: right ? 'right' : 'left',
    cell: (row, theme) => formatCell(row[key] ?? null, type, theme),
    ...options,
  };
}

type Value = string | number | boolean | null;

export function formatCell(value: Value, type: Listing['columns'][string]['type'], theme: Theme): Cell | string {
  if (value === null) return '';
  switch (type) {
    case 'status': {
      const look = statusLook(String(value), theme.glyphs);
      return { text: `${look.glyph} ${String(value)}`, tone: look.tone };
    }
    case 'time':
      return shortTime(String(value));
    case 'boolean':
      return value ? 'yes' : 'no';
    case 'money':
      return showAmount(String(value));
    default:
      return String(value);
  }
}

/** `2026-11-23 14:02`, UTC. */
export function shortTime(iso: string): string {
  return showDateTime(iso);
}
