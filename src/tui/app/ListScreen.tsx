import { Box, Text } from 'ink';
import { useEffect, useLayoutEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { DomainError } from '../../domain/errors.ts';
import { singular } from '../../domain/plural.ts';
import type { Listing, ListRow } from '../../operations/listing.ts';
import type { ActionId, KeyScope } from '../keys/bindings.ts';
import { useTheme } from '../theme/context.ts';
import { Pane } from '../widgets/Pane.tsx';
import { Empty, Loading } from '../widgets/small.tsx';
import { Table } from '../widgets/Table.tsx';
import type { Column } from '../widgets/table.ts';
import { bulkActions, meant, type BulkAction } from './bulk/actions.ts';
import { usePlace, useShell } from './context.ts';
import type { KeyHandlers, KeyLabels } from './dispatcher.ts';
import { useActions, useClick, useLegend, useListing, usePlaceValue, useValue } from './hooks.ts';
import { othersIn } from './presence.ts';
import type { ListParams } from './list-params.ts';
import { clickedRow } from './list/clicked.ts';
import type { ListState } from './list/list.ts';
import { sortedBy } from './list/sort.ts';
import { useKeptColumns, useReopened } from './list/useKept.ts';
import { useListKeys } from './list/useListKeys.ts';
import { anyMarked, around, markedRows, position } from './list/view.ts';
import type { ScreenAction } from './screen.ts';
import type { Place } from './shell.ts';

export interface ListScreenProps {
  readonly listing: Listing;
  readonly columns: readonly Column<ListRow>[];
  readonly params: ListParams;
  readonly width: number;
  readonly height: number;
  readonly open: (row: ListRow) => void;
  /** Beside the list on wide terminals, below it on others (`p`). */
  readonly preview?: (row: ListRow, width: number, height: number) => ReactNode;
  /** What can be done with the row under the cursor, or with the marked ones; `whole`: all that match are marked. */
  readonly actions?: (row: ListRow | undefined, marked: readonly ListRow[], whole: boolean) => readonly ScreenAction[];
  /** Keys of this list's own, for the row under the cursor or the marked ones. */
  readonly keys?: {
    readonly scope: KeyScope;
    handlers(chosen: () => readonly ListRow[], whole: () => boolean, current: () => ListRow | undefined): KeyHandlers;
    /** Those that mean something without a row too: the others are hinted only where there is one. */
    readonly anywhere?: readonly ActionId[];
    /** What the hints line says of them for these rows in place of their usual words; '' keeps one out of there. */
    labels?(chosen: readonly ListRow[]): KeyLabels;
  };
  /** What `y` offers, by name. */
  readonly copies?: (row: ListRow) => Readonly<Record<string, string>>;
  /** What `e` does with the row under the cursor. */
  readonly edit?: (row: ListRow) => unknown;
  /** What may be done with many at once: bulk/actions.ts says how. */
  readonly bulk?: readonly BulkAction[];
  /** One row, for sentences: 'review'. Made from the listing's name where that is its plural. */
  readonly noun?: string;
  /** How a row is called where its key in a bulk run tells people nothing. */
  readonly nameOf?: (row: ListRow) => string;
  readonly empty: string;
}

/** Rows under which a list with a preview below it would leave room for neither. */
const leastForBoth = 8;

/** Any listing as a screen: rows loaded as they are needed, filter, sort, views, marks, bulk runs, preview, copy, export. */
export function ListScreen(props: ListScreenProps): ReactElement {
  return useReopened(props.params) ? <OpenList {...props} /> : <Loading />;
}

function OpenList(props: ListScreenProps): ReactElement {
  const { listing, params, width, height, noun = singular(nounOf(listing)) } = props;
  const shell = useShell();
  const place = usePlace();
  const theme = useTheme();
  const size = useValue(shell.size);
  const { list, state } = useListing(listing, {
    ...(params.filter === undefined ? {} : { filter: params.filter }),
    ...(params.sort === undefined ? {} : { sort: params.sort }),
  });
  const sorted = useMemo(() => sortedBy(listing, params.sort), [listing, params.sort]);
  const columns = useKeptColumns(listing, props.columns);
  const previewWanted = usePlaceValue<boolean | undefined>('preview', () => undefined);
  const wanted = useValue(previewWanted) ?? size.layout === 'wide';
  const shown = props.preview !== undefined && wanted && (width >= 100 || height >= leastForBoth);
  const beside = shown && width >= 100;
  const below = shown && !beside;
  const listWidth = beside ? Math.max(70, Math.floor(width * 0.56)) : width;
  const listHeight = below ? Math.max(4, Math.floor(height / 2)) : height;
  const titled = size.layout === 'handheld' ? 0 : 1;
  const tableHeight = Math.max(2, listHeight - titled);

  useLayoutEffect(() => list.setHeight(tableHeight - 1), [list, tableHeight]);
  useListKeys({ ...props, noun }, list, columns, () => previewWanted.set(!wanted));
  useLegend(filterLegend(props), list.state, position);
  useActions(
    () => {
      const own = props.actions?.(list.current(), markedRows(list.state.get()), list.state.get().whole) ?? [];
      const bulk = bulkActions(shell, list, { ...props, noun }, props.bulk ?? []);
      // With rows marked it is those that are meant.
      return anyMarked(list.state.get()) ? [...bulk, ...own] : [...own, ...bulk];
    },
    () => (anyMarked(list.state.get()) ? `Actions on ${meant(list, noun)}` : 'Actions'),
  );
  useClick((column, row) => column < listWidth && clickedRow(list, row - titled - 1, props.open));
  const present = useValue(shell.presence);

  const table = (
    <>
      <Table
        columns={columns.shown}
        rows={state.rows.slice(state.top, state.top + state.height)}
        around={around(state)}
        cursor={state.cursor - state.top}
        marked={(id) => state.whole || state.marks.has(id)}
        taken={(row) => othersIn(present, nounOf(listing), row).length > 0}
        deltas={state.deltas}
        sorted={sorted}
        width={listWidth}
        height={state.rows.length ? tableHeight : 1}
      />
      {state.rows.length ? null : <NoRows state={state} width={listWidth} empty={props.empty} />}
    </>
  );
  const body = titled ? (
    <Pane title={titleOf(place, state)} width={listWidth} height={listHeight} active>
      {table}
    </Pane>
  ) : (
    <Box flexDirection="column" width={listWidth} height={listHeight}>
      {table}
    </Box>
  );
  if (!shown) return body;
  const preview = (
    <Preview
      {...props}
      state={state}
      width={beside ? width - listWidth - 1 : width}
      height={beside ? height : height - listHeight}
    />
  );
  if (below) {
    return (
      <Box flexDirection="column" width={width} height={height}>
        {body}
        {preview}
      </Box>
    );
  }
  return (
    <Box width={width} height={height}>
      {body}
      <Text> </Text>
      {preview}
    </Box>
  );

  function filterLegend({ params: { filter = '' } }: ListScreenProps): string {
    return [filter, sortLabel(listing, params.sort)].filter(Boolean).join(` ${theme.glyphs.dot} `);
  }
}

function sortLabel(listing: Listing, sort: string | undefined): string {
  return sort === undefined || sort === listing.defaultSort ? '' : (listing.sorts[sort]?.label ?? sort);
}

/** As the screen is called: one listing may stand behind several. */
function titleOf({ screen, params }: Place, state: ListState): string {
  const title = screen.title(params).replace(/^./u, (first) => first.toLowerCase());
  return state.loading === 'first' && state.rows.length ? `${title} (loading)` : title;
}

function nounOf(listing: Listing): string {
  return listing.name.split('.')[0] ?? listing.name;
}

const withoutFilter = 'Esc takes the filter away.';

function NoRows({ state, width, empty }: { state: ListState; width: number; empty: string }): ReactElement {
  if (state.loading) return <Loading />;
  if (state.error !== undefined) {
    const message = state.error instanceof Error ? state.error.message : 'That could not be loaded.';
    const told = state.error instanceof DomainError ? state.error : undefined;
    const way = told?.code === 'invalid_input' ? withoutFilter : 'r loads again.';
    return <Empty width={width} text={message} hint={[...new Set([told?.hint ?? way, way])].join(' ')} />;
  }
  return <Empty width={width} text={empty} {...(state.filter === '' ? {} : { hint: withoutFilter })} />;
}

interface PreviewProps extends ListScreenProps {
  readonly state: ListState;
}

/** Follows the cursor behind the list: a held key moves the list first. */
function Preview({ listing, preview, state, width, height }: PreviewProps): ReactElement {
  const present = useValue(useShell().presence);
  const row = useRested(state.rows[state.cursor]);
  const others = row ? othersIn(present, nounOf(listing), row) : [];
  const content = useMemo(
    () => (row && preview ? preview(row, width, height - 1) : null),
    [row, preview, width, height],
  );
  return (
    <Pane title={others.length ? `preview: ${others.join(', ')} has it open` : 'preview'} width={width} height={height}>
      {content}
    </Pane>
  );
}

const restAfter = 80;

/** The row once the cursor has stood on it for a moment; another version of the same row at once. */
function useRested(row: ListRow | undefined): ListRow | undefined {
  const [rested, setRested] = useState(row);
  const same = rested?.id === row?.id;
  useEffect(() => {
    if (same) return undefined;
    const timer = setTimeout(() => setRested(row), restAfter);
    return () => clearTimeout(timer);
  }, [row, same]);
  return same || !rested ? row : rested;
}
