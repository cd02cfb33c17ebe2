import { may, type Role } from '../../../domain/permissions.ts';
import type { ColumnType, Listing, ListRow } from '../../../operations/listing.ts';
import type { Column } from '../../widgets/table.ts';
import { column } from '../cells.ts';
import type { Arrangement } from './memory.ts';

const widthOfType: Readonly<Record<ColumnType, number>> = {
  text: 20,
  money: 10,
  integer: 8,
  time: 16,
  boolean: 5,
  status: 12,
  id: 36,
};

/** Columns that the screen leaves out come after its own when there is little room. */
const afterTheOwn = 100;

/** Every column that this role may have: the screen's as the screen wants them, then the rest of the listing. */
export function everyColumn(
  listing: Listing,
  own: readonly Column<ListRow>[],
  role: Role | undefined,
): readonly Column<ListRow>[] {
  const known = new Set(own.map(({ key }) => key));
  const rest = Object.entries(listing.columns)
    .filter(([key, { permission }]) => !known.has(key) && (!permission || (role && may(role, permission))))
    .map(([key, { type }], index) =>
      column(listing, key, {
        width: widthOfType[type],
        min: Math.min(6, widthOfType[type]),
        priority: afterTheOwn + index,
      }),
    );
  return [...own, ...rest];
}

/** The chosen columns in the chosen order; a width set by hand is kept where there is room at all. */
export function arranged(
  all: readonly Column<ListRow>[],
  own: readonly Column<ListRow>[],
  arrangement: Arrangement | undefined,
): readonly Column<ListRow>[] {
  if (!arrangement) return own;
  const byKey = new Map(all.map((one) => [one.key, one]));
  const shown = arrangement.shown.flatMap((key) => byKey.get(key) ?? []);
  return shown.length === 0 ? own : shown.map((one) => withWidth(one, arrangement.widths[one.key]));
}

function withWidth(one: Column<ListRow>, cells: number | undefined): Column<ListRow> {
  return cells === undefined ? one : { ...one, width: cells, min: cells, grow: cells };
}

/** A column being chosen: all of them, the shown ones first in their order. */
export interface ColumnChoice {
  readonly key: string;
  readonly label: string;
  readonly shown: boolean;
  /** Set by hand. */
  readonly width: number | undefined;
  /** What it has otherwise. */
  readonly usual: number;
}

export function choicesOf(
  all: readonly Column<ListRow>[],
  own: readonly Column<ListRow>[],
  arrangement: Arrangement | undefined,
): readonly ColumnChoice[] {
  const shown = arranged(all, own, arrangement).map(({ key }) => key);
  const rank = (key: string) => (shown.includes(key) ? shown.indexOf(key) : shown.length);
  return all
    .toSorted((a, b) => rank(a.key) - rank(b.key))
    .map(({ key, label, width }) => ({
      key,
      label,
      shown: shown.includes(key),
      width: arrangement?.widths[key],
      usual: width,
    }));
}

export function arrangementOf(choices: readonly ColumnChoice[]): Arrangement {
  return {
    shown: choices.filter(({ shown }) => shown).map(({ key }) => key),
    widths: Object.fromEntries(choices.flatMap(({ key, width }) => (width === undefined ? [] : [[key, width]]))),
  };
}

/** A table of no column shows nothing: the last one stays. */
export function toggled(choices: readonly ColumnChoice[], at: number): readonly ColumnChoice[] {
  const shown = choices.filter((one) => one.shown).length;
  return choices.map((one, index) =>
    index === at && !(one.shown && shown === 1) ? { ...one, shown: !one.shown } : one,
  );
}

export function moved(choices: readonly ColumnChoice[], at: number, by: 1 | -1): readonly ColumnChoice[] {
  const [one, other] = [choices[at], choices[at + by]];
  if (!one || !other) return choices;
  return choices.map((choice, index) => (index === at ? other : index === at + by ? one : choice));
}

const least = 3;
const most = 80;

export function widened(choices: readonly ColumnChoice[], at: number, by: number): readonly ColumnChoice[] {
  return choices.map((one, index) =>
    index === at ? { ...one, width: Math.min(most, Math.max(least, (one.width ?? one.usual) + by)) } : one,
  );
}
