import { useEffect, useMemo } from 'react';
import { countRows } from '../../../operations/count.ts';
import { page, type Listing, type ListRow } from '../../../operations/listing.ts';
import { usePlace, useShell } from '../context.ts';
import { createList, type List, type ListState } from './list.ts';
import type { Shell } from '../shell.ts';
import { useValue } from '../value.ts';

export interface ListingView {
  readonly list: List;
  readonly state: ListState;
}

/** Changes that come in a rush are one reload. */
const calm = 400;

/**
 * The rows of a listing, loaded as the cursor needs them. The list stays with its place on the stack: coming back shows
 * the same rows and cursor at once and loads in the background what changed.
 */
export function useListing(listing: Listing, query: { readonly filter?: string; readonly sort?: string }): ListingView {
  const shell = useShell();
  const place = usePlace();
  const { filter = '', sort } = query;
  const list = useMemo(() => {
    const key = keyOf(listing);
    const kept = place.memory.get(key) as List | undefined;
    if (kept) return kept;
    const made = createList(sourceOf(shell, listing), { filter, sort });
    place.memory.set(key, made);
    return made;
  }, [shell, place.memory, listing, filter, sort]);
  const state = useValue(list.state);

  useEffect(() => list.setQuery({ filter, sort }), [list, filter, sort]);

  useEffect(() => {
    if (list.state.get().rows.length) list.refresh();
    const stop = followChanges(shell, listing, list);
    return () => {
      stop();
      list.dispose();
    };
  }, [shell, listing, list]);

  return { list, state };
}

const keyOf = (listing: Listing) => `list ${listing.name}`;

export interface ListBelow {
  /** Moves the list's cursor; undefined: there is none that way. */
  readonly neighbour: (by: 1 | -1) => ListRow | undefined;
}

/** The list that this record was opened from, to go through its rows without going back to it. */
export function useListBelow(listing: Listing | undefined): ListBelow | undefined {
  const shell = useShell();
  const here = usePlace();
  if (!listing) return undefined;
  const stack = shell.stack.get();
  const below = stack[stack.findIndex(({ id }) => id === here.id) - 1];
  const list = below?.memory.get(keyOf(listing)) as List | undefined;
  if (!list) return undefined;
  return {
    neighbour: (by) => {
      const before = list.current()?.id;
      list.move(by);
      const row = list.current();
      return row?.id === before ? undefined : row;
    },
  };
}

function followChanges(shell: Shell, listing: Listing, list: List): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  const later = () => {
    timer = undefined;
    last = Date.now();
    list.refresh();
  };
  const stopChanges = shell.onChange(({ table }) => {
    if (listing.tables.includes(table)) timer ??= setTimeout(later, Math.max(0, last + calm - Date.now()));
  });
  const stopRefreshes = shell.refreshes.subscribe(() => list.refresh());
  return () => {
    clearTimeout(timer);
    stopChanges();
    stopRefreshes();
  };
}

function sourceOf(shell: Shell, listing: Listing) {
  const call = (signal: AbortSignal) => {
    const actor = shell.actor.get();
    if (!actor) throw new Error('Nobody is signed in.');
    return { database: shell.store.database, actor, signal };
  };
  return {
    page: (request: Parameters<typeof page>[1], signal: AbortSignal) =>
      shell.busy(page(listing, request, call(signal))),
    total: (filter: string, exact: boolean, signal: AbortSignal) =>
      shell.busy(countRows(listing, filter, exact, call(signal))),
    onError: shell.fail,
  };
}
