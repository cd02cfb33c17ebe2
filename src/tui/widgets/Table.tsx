import { Box, Text } from 'ink';
import { memo, useMemo, type ReactElement } from 'react';
import { useTheme } from '../theme/context.ts';
import type { Theme } from '../theme/theme.ts';
import { useReadyLines } from './ready.ts';
import {
  formatHeader,
  formatRow,
  placeColumns,
  plainLines,
  type Column,
  type DeltaMark,
  type PlacedColumn,
  type SortedBy,
} from './table.ts';

export interface TableProps<R extends { readonly id: string }> {
  readonly columns: readonly Column<R>[];
  /** The visible rows only. */
  readonly rows: readonly R[];
  /** Those around them, which the next scroll shows. */
  readonly around?: readonly R[];
  /** Index in `rows`; anything else selects none. */
  readonly cursor: number;
  readonly marked: (id: string) => boolean;
  /** Somebody else has the row's record open. */
  readonly taken?: (row: R) => boolean;
  readonly deltas?: ReadonlyMap<string, Readonly<Record<string, DeltaMark>>>;
  /** Told in the header of its column. */
  readonly sorted?: SortedBy | undefined;
  readonly width: number;
  /** With the header's line. */
  readonly height: number;
}

/** The browsing table: one memoised Text a row, so that a key costs the rows that changed and nothing else. */
export function Table<R extends { readonly id: string }>(props: TableProps<R>): ReactElement {
  const { columns, rows, around = none, cursor, marked, taken, deltas, sorted, width, height } = props;
  const theme = useTheme();
  const placed = useMemo(() => placeColumns(columns, width), [columns, width]);
  const plain = useMemo(() => plainLines(placed, width, theme), [placed, width, theme]);
  useReadyLines(around, plain);
  return (
    <Box flexDirection="column" width={width} height={height} overflowY="hidden">
      <Text wrap="truncate">{formatHeader(placed, width, theme, sorted)}</Text>
      {rows.slice(0, height - 1).map((row, index) => (
        // The place on the screen is the key: a scroll changes texts and moves no node.
        <TableRow
          key={index}
          placed={placed as readonly PlacedColumn<object>[]}
          plain={plain as (row: object) => string}
          row={row}
          selected={index === cursor}
          marked={marked(row.id)}
          taken={taken?.(row) ?? false}
          deltas={deltas?.get(row.id)}
          width={width}
          theme={theme}
        />
      ))}
    </Box>
  );
}

const none: readonly never[] = [];

interface RowProps {
  readonly placed: readonly PlacedColumn<object>[];
  readonly plain: (row: object) => string;
  readonly row: object;
  readonly selected: boolean;
  readonly marked: boolean;
  readonly taken: boolean;
  readonly deltas: Readonly<Record<string, DeltaMark>> | undefined;
  readonly width: number;
  readonly theme: Theme;
}

const TableRow = memo(function TableRow(props: RowProps) {
  const { placed, plain, row, selected, marked, taken, deltas, width, theme } = props;
  const told = selected || marked || taken || deltas !== undefined;
  return (
    <Text wrap="truncate">
      {told ? formatRow(placed, row, { selected, marked, taken, deltas }, width, theme) : plain(row)}
    </Text>
  );
});
