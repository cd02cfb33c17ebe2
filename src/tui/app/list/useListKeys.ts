import { createElement, useRef } from 'react';
import { plural } from '../../../domain/plural.ts';
import type { ListRow } from '../../../operations/listing.ts';
import type { ActionId } from '../../keys/bindings.ts';
import { shownKey } from '../../keys/keymap.ts';
import { offerActions } from '../actions.ts';
import { openPanel, pick } from '../asking.ts';
import { bulkActions } from '../bulk/actions.ts';
import { usePlace, useShell } from '../context.ts';
import { offerCopies } from '../copies.ts';
import type { KeyHandlers, KeyLabels } from '../dispatcher.ts';
import { useKeys } from '../hooks.ts';
import type { ListParams } from '../list-params.ts';
import type { ListScreenProps } from '../ListScreen.tsx';
import type { ScreenAction } from '../screen.ts';
import type { Shell } from '../shell.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import { arrangementOf, choicesOf } from './columns.ts';
import { exportList } from './export.ts';
import { askListFilter } from './filter.ts';
import type { List } from './list.ts';
import { remember, type Arrangement } from './memory.ts';
import { moveKeys } from './move-keys.ts';
import { keepLast, useDrafts, type KeptColumns } from './useKept.ts';
import { chooseView } from './views.ts';
import { anyMarked, chosenRows, moreThanLoaded } from './view.ts';

export type ListKeysProps = ListScreenProps & { readonly noun: string };

/** Every key of a list. */
export function useListKeys(props: ListKeysProps, list: List, columns: KeptColumns, togglePreview: () => void): void {
  const { listing, params } = props;
  const shell = useShell();
  const place = usePlace();
  const { name: screen } = place.screen;
  const drafts = useDrafts();
  const asking = useRef(false);
  const rows = () => list.state.get().height;
  const withRow = (act: (row: ListRow) => unknown) => {
    const row = list.current();
    if (row) act(row);
  };
  const setParams = (next: ListParams) => {
    const { filter, sort } = { ...params, ...next };
    keepLast(drafts, screen, { filter, sort });
    shell.replaceParams({ ...params, ...next }, place.id);
  };

  async function filter(): Promise<void> {
    if (asking.current) return;
    asking.current = true;
    const text = await askListFilter(shell, drafts, screen, listing, params.filter ?? '');
    asking.current = false;
    if (text === undefined) return;
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

  async function view(): Promise<void> {
    const { filter, sort } = params;
    const shown = { screen, query: { filter, sort } };
    const chosen = await chooseView(shell, drafts, { ...shown, columns: columns.arrangement.get() });
    if (!chosen) return;
    arrange(chosen.columns);
    setParams({ filter: chosen.filter, sort: chosen.sort });
  }

  function arrange(next: Arrangement | undefined): void {
    columns.arrangement.set(next);
    remember(drafts, screen, (now) => ({ ...now, columns: next }));
  }

  /** The list behind follows each step; what it was before comes back when the person leaves. */
  async function chooseColumns(): Promise<void> {
    const { all, arrangement } = columns;
    const before = arrangement.get();
    const told = { changed: false, cancelled: false };
    await openPanel(shell, (space) =>
      createElement(ColumnChooser, {
        ...space,
        choices: choicesOf(all, props.columns, before),
        changed: (choices) => {
          told.changed = true;
          arrangement.set(arrangementOf(choices));
        },
        reset: () => choicesOf(all, props.columns, undefined),
        cancel: () => {
          told.cancelled = true;
          space.done();
        },
      }),
    );
    if (told.cancelled) arrangement.set(before);
    else if (told.changed) arrange(arrangement.get());
  }

  /** The rows that stay are of the query before, so that is what is shown as asked for. */
  function stop(): void {
    const { filter, sort, loaded } = list.state.get();
    list.cancel();
    if (loaded && (loaded.filter !== filter || loaded.sort !== sort)) {
      setParams({ filter: loaded.filter === '' ? undefined : loaded.filter, sort: loaded.sort });
    }
  }

  const inBulk = () => bulkActions(shell, list, props, props.bulk ?? []);
  const state = list.state.get;
  const own =
    props.keys?.handlers(
      () => chosenRows(state()),
      () => state().whole,
      list.current,
    ) ?? {};
  const { anchor, loading, counting, rows: shown } = list.state.get();
  const waiting = loading === 'first' || counting;
  const rowKeys = Object.keys(own).filter((action) => !props.keys?.anywhere?.includes(action as ActionId));
  const withoutRow: KeyLabels = Object.fromEntries(rowKeys.map((action) => [action, '']));
  const marked = anyMarked(list.state.get());
  // One key for the row under the cursor and for all that are marked: with marks it is those that are meant.
  useKeys(props.keys?.scope ?? 'list', marked ? { ...own, ...keysOf(shell, inBulk()) } : own, {
    labels: shown.length === 0 ? withoutRow : (props.keys?.labels?.(chosenRows(state())) ?? {}),
  });
  const filtered = params.filter !== undefined;
  useKeys(
    'list',
    {
      ...moveKeys(list, rows),
      open: () => withRow(props.open),
      mark: list.toggleMark,
      'mark.range': list.toggleRange,
      'mark.all': () => markAll(shell, list),
      'next-match': () => list.seek(1),
      'previous-match': () => list.seek(-1),
      sort: () => void sort().catch(shell.fail),
      count: list.count,
      views: () => void view().catch(shell.fail),
      columns: () => void chooseColumns().catch(shell.fail),
      ...(props.bulk ? { bulk: () => void offerActions(shell, inBulk(), 'In bulk') } : {}),
      ...(props.preview ? { preview: togglePreview } : {}),
    },
    // Without a row there is nothing that these could be about.
    { labels: shown.length === 0 ? { open: '', mark: '', bulk: '', preview: '' } : {} },
  );
  useKeys('app', {
    filter: () => void filter().catch(shell.fail),
    export: () => void exportList(shell, listing, params, list).catch(shell.fail),
    ...(props.edit ? { edit: () => withRow((row) => void Promise.resolve(props.edit?.(row)).catch(shell.fail)) } : {}),
    copy: () => withRow((row) => void offerCopies(shell, place, props.copies?.(row) ?? {}, row).catch(shell.fail)),
    ...(waiting
      ? { back: stop }
      : marked || anchor !== undefined
        ? { back: list.clearMarks }
        : filtered
          ? { back: () => setParams({ filter: undefined }) }
          : {}),
  });
}

/** What a second `*` would do is told, and that there is nothing marked any more. */
function markAll(shell: Shell, list: List): void {
  const before = list.state.get();
  list.markAll();
  const now = list.state.get();
  const again = shownKey(shell.options.keymap, 'mark.all');
  if (anyMarked(before) && !anyMarked(now)) shell.toast('info', 'Nothing is marked now.');
  else if (now.whole) shell.toast('info', `All that match are marked; ${again} again marks none.`);
  else if (anyMarked(now) && moreThanLoaded(now)) {
    shell.toast('info', `${plural(now.rows.length, 'loaded row')} marked; ${again} again marks all that match.`);
  }
}

/** The keys of actions that have one; one that cannot be taken now says why. */
function keysOf(shell: Shell, actions: readonly ScreenAction[]): KeyHandlers {
  const keys = actions.flatMap((action): [ActionId, () => void][] => {
    const press = () => {
      if (action.disabled === undefined) void Promise.resolve(action.run()).catch(shell.fail);
      else shell.toast('warning', `${action.label}: ${action.disabled}`);
    };
    return action.key === undefined ? [] : [[action.key, press]];
  });
  return Object.fromEntries(keys);
}
