import { useLayoutEffect, useMemo } from 'react';
import type { Listing, ListRow } from '../../../operations/listing.ts';
import type { Column } from '../../widgets/table.ts';
import { usePlace, useShell } from '../context.ts';
import { usePlaceValue, useValue, type Value } from '../hooks.ts';
import type { ListParams } from '../list-params.ts';
import type { Drafts } from '../screen.ts';
import type { Shell } from '../shell.ts';
import { arranged, everyColumn } from './columns.ts';
import { readMemory, remember, withFilter, type Arrangement } from './memory.ts';

export function useDrafts(): Drafts {
  const shell = useShell();
  const actor = useValue(shell.actor);
  return useMemo(() => {
    if (!actor) throw new Error('A list is open though nobody is signed in.');
    return shell.options.draftsOf(actor);
  }, [shell, actor]);
}

/** Lists that were opened since this start, by person: what they showed last is put back once and not time and again. */
const reopened = new WeakMap<Shell, Set<string>>();

function firstTime(shell: Shell, screen: string): boolean {
  const seen = reopened.get(shell) ?? new Set();
  reopened.set(shell, seen);
  const key = `${shell.actor.get()?.id ?? ''} ${screen}`;
  return !seen.has(key) && Boolean(seen.add(key));
}

const bare = (params: ListParams): boolean => Object.values(params).every((one) => one === undefined);

/**
 * A list that is opened for the first time since the start, and by its name alone, shows what it showed last.
 * @returns false for the one moment in which that is put in place
 */
export function useReopened(params: ListParams): boolean {
  const shell = useShell();
  const { id, screen } = usePlace();
  const { name } = screen;
  const drafts = useDrafts();
  const pending = usePlaceValue<ListParams | undefined>('reopen', () => {
    const last = firstTime(shell, name) && bare(params) ? readMemory(drafts, name).last : undefined;
    return last && !bare(last) ? last : undefined;
  });
  const last = useValue(pending);
  useLayoutEffect(() => {
    if (!last) return;
    shell.replaceParams({ ...params, ...last }, id);
    pending.set(undefined);
  });
  return last === undefined;
}

/** What somebody asked this list for: the next start shows it again, and the filter line offers it. */
export function keepLast(drafts: Drafts, screen: string, { filter, sort }: ListParams): void {
  const last = { ...(filter !== undefined && { filter }), ...(sort !== undefined && { sort }) };
  remember(drafts, screen, (now) => withFilter({ ...now, last }, filter ?? ''));
}

export interface KeptColumns {
  readonly all: readonly Column<ListRow>[];
  readonly shown: readonly Column<ListRow>[];
  readonly arrangement: Value<Arrangement | undefined>;
}

/** The columns as this person has arranged them. */
export function useKeptColumns(listing: Listing, own: readonly Column<ListRow>[]): KeptColumns {
  const shell = useShell();
  const drafts = useDrafts();
  const { name } = usePlace().screen;
  const arrangement = usePlaceValue('columns', () => readMemory(drafts, name).columns);
  const now = useValue(arrangement);
  const role = useValue(shell.actor)?.role;
  const all = useMemo(() => everyColumn(listing, own, role), [listing, own, role]);
  const shown = useMemo(() => arranged(all, own, now), [all, own, now]);
  return { all, shown, arrangement };
}
