import { useLayoutEffect, type ReactElement } from 'react';
import type { Listing, ListRow } from '../../operations/listing.ts';
import { Empty, Loading } from '../widgets/small.tsx';
import { Table } from '../widgets/Table.tsx';
import type { Column } from '../widgets/table.ts';
import { useClick, useKeys, useLegend, useListing } from './hooks.ts';
import { clickedRow } from './list/clicked.ts';
import { moveKeys } from './list/move-keys.ts';
import { around, position } from './list/view.ts';

export interface ListTabProps {
  readonly listing: Listing;
  readonly columns: readonly Column<ListRow>[];
  readonly filter: string;
  readonly sort?: string;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
  readonly open?: (row: ListRow) => unknown;
  readonly empty: string;
}

/** The rows of a listing that belong to the record of the page: the engine of the lists, without a filter of its own. */
export function ListTab(props: ListTabProps): ReactElement {
  const { listing, columns, filter, sort, active, width, height, open, empty } = props;
  const { list, state } = useListing(listing, { filter, ...(sort === undefined ? {} : { sort }) });
  const visible = Math.max(1, height - 1);
  useLayoutEffect(() => list.setHeight(visible), [list, visible]);
  useKeys(
    'list',
    {
      ...moveKeys(list, () => visible),
      ...(open
        ? {
            open: () => {
              const row = list.current();
              if (row) open(row);
            },
          }
        : {}),
    },
    { enabled: active, labels: state.rows.length === 0 ? { open: '' } : {} },
  );
  // Below the header of the table.
  useClick((_column, line) => clickedRow(list, line - 1, open));
  useLegend('', list.state, position);
  if (state.rows.length === 0) {
    if (state.loading) return <Loading />;
    const failed = state.error instanceof Error ? state.error.message : undefined;
    return failed === undefined ? (
      <Empty width={width} text={empty} />
    ) : (
      <Empty width={width} text={failed} hint="r loads again." />
    );
  }
  return (
    <Table
      columns={columns}
      rows={state.rows.slice(state.top, state.top + state.height)}
      around={around(state)}
      cursor={state.cursor - state.top}
      marked={(id) => state.marks.has(id)}
      deltas={state.deltas}
      width={width}
      height={height}
    />
  );
}
