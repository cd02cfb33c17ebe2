import { useMemo, type ReactElement } from 'react';
import { Table } from '../widgets/Table.tsx';
import { Empty } from '../widgets/small.tsx';
import type { Column } from '../widgets/table.ts';
import { useKeys, useLegend, usePlaceValue, useValue, type Value } from './hooks.ts';

/** Where one is in rows that are all there. */
export interface RowPlace {
  readonly cursor: number;
  readonly top: number;
}

export interface RowTableProps<R extends { readonly id: string }> {
  /** Its own among the tables of the place: cursor and scroll are kept under it. */
  readonly name: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly active: boolean;
  readonly width: number;
  /** With the header's line. */
  readonly height: number;
  readonly open?: (row: R) => unknown;
  readonly empty: string;
}

/** A table of rows that are all in memory, with a cursor: what a tab or a preview shows. A list of the store is ListScreen. */
export function RowTable<R extends { readonly id: string }>(props: RowTableProps<R>): ReactElement {
  const { name, columns, rows, active, width, height, open, empty } = props;
  const place = useRowPlace(name);
  const visible = Math.max(1, height - 1);
  const { cursor, top } = placedRow(useValue(place), rows.length, visible);
  const move = (by: number) => place.update((now) => movedRow(now, by, rows.length, visible));
  useKeys(
    'list',
    {
      'move.down': () => move(1),
      'move.up': () => move(-1),
      'move.page-down': () => move(visible),
      'move.page-up': () => move(-visible),
      'move.half-down': () => move(Math.ceil(visible / 2)),
      'move.half-up': () => move(-Math.ceil(visible / 2)),
      'move.first': () => move(-Infinity),
      'move.last': () => move(Infinity),
      ...(open
        ? {
            open: () => {
              const row = rows[placedRow(place.get(), rows.length, visible).cursor];
              if (row) open(row);
            },
          }
        : {}),
    },
    { enabled: active, labels: rows.length === 0 ? { open: '' } : {} },
  );
  const count = rows.length;
  const status = useMemo(
    () => (now: RowPlace) => (count === 0 ? '' : `${placedRow(now, count, visible).cursor + 1}/${count}`),
    [count, visible],
  );
  useLegend('', place, status);
  if (count === 0) return <Empty width={width} text={empty} />;
  return (
    <Table
      columns={columns}
      rows={rows.slice(top, top + visible)}
      cursor={cursor - top}
      marked={nothing}
      width={width}
      height={height}
    />
  );
}

const nothing = () => false;

/** The cursor of a table of this place, for what acts on the row under it. */
export function useRowPlace(name: string): Value<RowPlace> {
  return usePlaceValue<RowPlace>(`rows ${name}`, () => ({ cursor: 0, top: 0 }));
}

/** Rows come and go: the cursor stays on one that is there, and is seen. Pure. */
export function placedRow({ cursor, top }: RowPlace, count: number, visible: number): RowPlace {
  const at = Math.min(Math.max(0, cursor), Math.max(0, count - 1));
  const highest = Math.max(0, count - visible);
  return { cursor: at, top: Math.min(Math.max(at - visible + 1, Math.min(top, at)), highest) };
}

/** The row under the cursor of a table, for what acts on it. */
export function rowUnder<R>(place: Value<RowPlace>, rows: readonly R[]): R | undefined {
  return rows[placedRow(place.get(), rows.length, 1).cursor];
}

function movedRow(now: RowPlace, by: number, count: number, visible: number): RowPlace {
  const { cursor, top } = placedRow(now, count, visible);
  return placedRow({ cursor: Math.min(Math.max(cursor + by, 0), Math.max(0, count - 1)), top }, count, visible);
}
