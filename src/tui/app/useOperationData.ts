import { useEffect, useMemo } from 'react';
import type * as z from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { run, type Operation } from '../../operations/operation.ts';
import { usePlace, useShell } from './context.ts';
import type { Shell } from './shell.ts';
import { useValue, value, type Value } from './value.ts';

export interface OperationState<O> {
  readonly data: O | undefined;
  readonly loading: boolean;
  readonly error: unknown;
  /** What is shown is older than a change that was seen. */
  readonly stale: boolean;
}

export interface OperationData<O> extends OperationState<O> {
  readonly reload: () => void;
}

export interface DataOptions {
  /** Tables whose changes load it again. */
  readonly tables?: readonly string[];
  readonly enabled?: boolean;
  /** Loads it again by itself after so many milliseconds: for what no table tells. */
  readonly every?: number | undefined;
}

interface Loader<O> {
  readonly state: Value<OperationState<O>>;
  readonly load: () => void;
  readonly stop: () => void;
}

const calm = 400;

/**
 * What a looking operation (`reads: true`) says, kept while it loads again; changed input gives up the load before.
 * `input` is compared by its JSON.
 */
export function useOperationData<I extends z.ZodObject, O>(
  operation: Operation<I, O>,
  input: z.input<I>,
  options: DataOptions = {},
): OperationData<O> {
  const shell = useShell();
  const { memory } = usePlace();
  const { enabled = true, tables = [], every } = options;
  const wanted = JSON.stringify(input);
  const followed = tables.join(' ');
  const loader = useMemo(() => {
    const key = `data ${operation.name} ${wanted}`;
    const kept = memory.get(key) as Loader<O> | undefined;
    if (kept) return kept;
    const made = createLoader(shell, operation, wanted);
    memory.set(key, made);
    return made;
  }, [shell, memory, operation, wanted]);
  const state = useValue(loader.state);

  useEffect(() => {
    if (!enabled) return undefined;
    loader.load();
    let timer: NodeJS.Timeout | undefined;
    const stopChanges = shell.onChange(({ table }) => {
      if (!followed.split(' ').includes(table)) return;
      loader.state.update((now) => ({ ...now, stale: true }));
      timer ??= setTimeout(() => {
        timer = undefined;
        loader.load();
      }, calm);
    });
    const stopRefreshes = shell.refreshes.subscribe(() => loader.load());
    const again = every === undefined ? undefined : setInterval(() => loader.load(), every);
    return () => {
      clearInterval(again);
      clearTimeout(timer);
      stopChanges();
      stopRefreshes();
      loader.stop();
    };
  }, [shell, loader, enabled, followed, every]);

  return { ...state, reload: loader.load };
}

function createLoader<I extends z.ZodObject, O>(shell: Shell, operation: Operation<I, O>, wanted: string): Loader<O> {
  const state = value<OperationState<O>>({ data: undefined, loading: false, error: undefined, stale: false });
  let running: AbortController | undefined;
  let again = false;

  async function load(): Promise<void> {
    // Nothing is shown yet: what is on its way is shown first, or changes that come one after the other would keep the
    // screen empty.
    if (running && state.get().data === undefined) {
      again = true;
      return;
    }
    running?.abort();
    const mine = new AbortController();
    running = mine;
    state.update((now) => ({ ...now, loading: true }));
    try {
      const actor = shell.actor.get();
      if (!actor) throw new Error('Nobody is signed in.');
      const call = { database: shell.store.database, secrets: shell.store, actor, signal: mine.signal };
      const early = shell.options.early?.take(operation.name, wanted, actor) as Promise<{ output: O }> | undefined;
      const { output } = await shell.busy(early ?? run(operation, JSON.parse(wanted), call));
      if (running === mine) state.set({ data: output, loading: false, error: undefined, stale: false });
    } catch (error) {
      if (running !== mine) return;
      state.update((now) => ({ ...now, loading: false, error }));
      if (!(error instanceof DomainError)) shell.fail(error);
    }
    if (running !== mine) return;
    running = undefined;
    if (!again) return;
    again = false;
    void load();
  }

  return {
    state,
    load: () => void load(),
    stop: () => {
      running?.abort();
      running = undefined;
      again = false;
      state.update((now) => ({ ...now, loading: false }));
    },
  };
}
