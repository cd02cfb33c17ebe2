import { Box, Text } from 'ink';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { DomainError } from '../../domain/errors.ts';
import { may } from '../../domain/permissions.ts';
import type { Listing, ListRow } from '../../operations/listing.ts';
import { pageStatement } from '../../operations/listing.ts';
import type { KeyScope } from '../keys/bindings.ts';
import { useTheme } from '../theme/context.ts';
import { Pane } from '../widgets/Pane.tsx';
import { Empty, Loading } from '../widgets/small.tsx';
import { Table } from '../widgets/Table.tsx';
import type { Column } from '../widgets/table.ts';
import { askFilter, pick } from './asking.ts';
import { usePlace, useShell } from './context.ts';
import { offerCopies } from './copies.ts';
import type { FilterWord } from './filter-words.ts';
import type { KeyHandlers } from './dispatcher.ts';
import { useActions, useClick, useKeys, useLegend, useListing, usePlaceValue, useValue } from './hooks.ts';
import type { List, ListState } from './list.ts';
import { position } from './list-view.ts';
import type { FilterProblem } from './overlay.ts';
import { othersIn } from './presence.ts';
import type { ListParams } from './list-params.ts';
import type { ScreenAction } from './screen.ts';
import type { Shell } from './shell.ts';

export interface ListScreenProps {
  readonly listing: Listing;
  readonly columns: readonly Column<ListRow>[];
  readonly params: ListParams;
  readonly width: number;
  readonly height: number;
  readonly open: (row: ListRow) => void;
  /** Beside the list on wide terminals, below it on others (`p`). */
  readonly preview?: (row: ListRow, width: number, height: number) => ReactNode;
  /** What can be done with the row under the cursor, or with the marked ones. */
  readonly actions?: (row: ListRow | undefined, marked: readonly ListRow[]) => readonly ScreenAction[];
  /** Keys of this list's own, for the row under the cursor or the marked ones. */
  readonly keys?: { readonly scope: KeyScope; handlers(chosen: () => readonly ListRow[]): KeyHandlers };
  /** What `y` offers, by name. */
  readonly copies?: (row: ListRow) => Readonly<Record<string, string>>;
  readonly empty: string;
}

/** Rows under which a list with a preview below it would leave room for neither. */
const leastForBoth = 8;

/** Any listing as a screen: rows loaded as they are needed, filter, sort, marks, preview, copy. */
export function ListScreen(props: ListScreenProps): ReactElement {
  const { listing, params, width, height } = props;
  const shell = useShell();
  const theme = useTheme();
  const size = useValue(shell.size);
  const { list, state } = useListing(listing, {
    ...(params.filter === undefined ? {} : { filter: params.filter }),
    ...(params.sort === undefined ? {} : { sort: params.sort }),
  });
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
  useListKeys(shell, props, list, () => previewWanted.set(!wanted));
  useLegend(filterLegend(props), list.state, position);
  useActions(() => props.actions?.(list.current(), [...list.state.get().marks.values()]) ?? []);
  useClick((column, row) => column < listWidth && clicked(list, row - titled - 1, props.open));
  const present = useValue(shell.presence);

  const table = (
    <>
      <Table
        columns={props.columns}
        rows={state.rows.slice(state.top, state.top + state.height)}
        cursor={state.cursor - state.top}
        marked={(id) => state.marks.has(id)}
        taken={(row) => othersIn(present, nounOf(listing), row).length > 0}
        deltas={state.deltas}
        width={listWidth}
        height={state.rows.length ? tableHeight : 1}
      />
      {state.rows.length ? null : <NoRows state={state} width={listWidth} empty={props.empty} />}
    </>
  );
  const body = titled ? (
    <Pane title={title(listing, state)} width={listWidth} height={listHeight} active>
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

function title(listing: Listing, state: ListState): string {
  const noun = nounOf(listing);
  return state.loading === 'first' && state.rows.length ? `${noun} (loading)` : noun;
}

function nounOf(listing: Listing): string {
  return listing.name.split('.')[0] ?? listing.name;
}

/** A click goes to the row; one on the row that has the cursor opens it. */
function clicked(list: List, line: number, open: (row: ListRow) => void): void {
  const { top, cursor, height, rows } = list.state.get();
  const row = rows[top + line];
  if (line < 0 || line >= height || !row) return;
  if (top + line === cursor) open(row);
  else list.move(top + line - cursor);
}

function NoRows({ state, width, empty }: { state: ListState; width: number; empty: string }): ReactElement {
  if (state.loading) return <Loading />;
  if (state.error !== undefined) {
    const message = state.error instanceof Error ? state.error.message : 'That could not be loaded.';
    return <Empty width={width} text={message} hint="r loads again." />;
  }
  return <Empty width={width} text={empty} {...(state.filter === '' ? {} : { hint: 'Esc takes the filter away.' })} />;
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

function useListKeys(shell: Shell, props: ListScreenProps, list: List, togglePreview: () => void): void {
  const { listing, params } = props;
  const place = usePlace();
  const history = usePlaceValue<readonly string[]>('filters', () => []);
  const asking = useRef(false);
  const rows = () => list.state.get().height;
  const withRow = (act: (row: ListRow) => unknown) => {
    const row = list.current();
    if (row) act(row);
  };
  const setParams = (next: ListParams) => shell.replaceParams({ ...params, ...next });

  async function filter(): Promise<void> {
    if (asking.current) return;
    asking.current = true;
    const text = await askFilter(shell, {
      initial: params.filter ?? '',
      words: filterWords(shell, listing),
      check: (typed) => problemOf(shell, listing, typed),
      history: history.get(),
    });
    asking.current = false;
    if (text === undefined) return;
    if (text !== '') history.update((all) => [...all.filter((one) => one !== text), text].slice(-50));
    setParams({ filter: text === '' ? undefined : text });
  }

  async function sort(): Promise<void> {
    const chosen = await pick(shell, {
      title: 'Order',
      choices: Object.entries(listing.sorts).map(([value, { label }]) => ({ value, label })),
      initial: params.sort ?? listing.defaultSort,
    });
    if (chosen !== undefined) setParams({ sort: chosen === listing.defaultSort ? undefined : chosen });
  }

  useKeys(props.keys?.scope ?? 'list', props.keys?.handlers(() => chosenRows(list)) ?? {});
  const marked = list.state.get().marks.size > 0 || list.state.get().anchor !== undefined;
  const filtered = params.filter !== undefined;
  useKeys('list', {
    'move.down': () => list.move(1),
    'move.up': () => list.move(-1),
    'move.first': list.first,
    'move.last': list.last,
    'move.page-down': () => list.move(rows()),
    'move.page-up': () => list.move(-rows()),
    'move.half-down': () => list.move(Math.ceil(rows() / 2)),
    'move.half-up': () => list.move(-Math.ceil(rows() / 2)),
    open: () => withRow(props.open),
    mark: list.toggleMark,
    'mark.range': list.toggleRange,
    'mark.all': list.markAll,
    'next-match': () => list.seek(1),
    'previous-match': () => list.seek(-1),
    sort: () => void sort(),
    count: list.count,
    ...(props.preview ? { preview: togglePreview } : {}),
  });
  useKeys('app', {
    filter: () => void filter(),
    copy: () => withRow((row) => void offerCopies(shell, place, props.copies?.(row) ?? {}, row).catch(shell.fail)),
    ...(marked ? { back: list.clearMarks } : filtered ? { back: () => setParams({ filter: undefined }) } : {}),
  });
}

/** The marked rows in the order of the list, or the one under the cursor. */
function chosenRows(list: List): readonly ListRow[] {
  const { marks, rows } = list.state.get();
  const row = list.current();
  if (marks.size === 0) return row ? [row] : [];
  const loaded = rows.filter(({ id }) => marks.has(id));
  return [...loaded, ...[...marks.values()].filter((one) => !loaded.some(({ id }) => id === one.id))];
}

/** The filters that this person may use. */
function filterWords(shell: Shell, listing: Listing): readonly FilterWord[] {
  const role = shell.actor.get()?.role;
  return Object.entries(listing.filters)
    .filter(([, { permission }]) => !permission || (role !== undefined && may(role, permission)))
    .map(([key, { help, type, values }]) => ({
      key,
      help,
      values: values ?? (type === 'boolean' ? ['yes', 'no'] : []),
    }));
}

/** Reads the filter as the list will, so that a wrong word is told where it was typed. */
function problemOf(shell: Shell, listing: Listing, typed: string): FilterProblem | undefined {
  const actor = shell.actor.get();
  if (!actor || !may(actor.role, listing.permission)) return undefined;
  try {
    pageStatement(listing, { filter: typed }, actor.role);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { start, end } = error.details;
    return {
      message: error.message,
      ...(typeof start === 'number' && typeof end === 'number' ? { start, end } : {}),
    };
  }
}
