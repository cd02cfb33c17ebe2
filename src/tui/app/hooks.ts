import { useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type * as z from 'zod';
import { run, type Operation, type Outcome } from '../../operations/operation.ts';
import type { ActionId, KeyScope } from '../keys/bindings.ts';
import { shownKey } from '../keys/keymap.ts';
import { confirm, pick, prompt } from './asking.ts';
import { BoxContext, LevelContext, PlaceContext, usePlace, useShell } from './context.ts';
import type { ClickHandler, KeyHandlers, KeyLabels } from './dispatcher.ts';
import { askRecord, openEdit, openForm } from './form/open.ts';
import { createField, type Field, type FieldOptions } from './field.ts';
import { renamed } from './records.ts';
import { preview, runOperation } from './running.ts';
import type { AppApi, ScreenAction } from './screen.ts';
import { noLegend } from './shell.ts';
import { useValue, value, type Value } from './value.ts';

export { useListBelow, useListing, type ListBelow, type ListingView } from './list/useListing.ts';
export { useOperationData, type OperationData } from './useOperationData.ts';
export { useValue, value, type Value } from './value.ts';

/** The program's verbs for a screen; steady from frame to frame as long as person, size and theme are the same. */
export function useApp(): AppApi {
  const shell = useShell();
  const actor = useValue(shell.actor);
  const size = useValue(shell.size);
  const theme = useValue(shell.theme);
  const place = useContext(PlaceContext)?.id;
  return useMemo(() => {
    if (!actor) throw new Error('A screen is open though nobody is signed in.');
    return {
      store: shell.store,
      actor,
      size,
      theme,
      drafts: shell.options.draftsOf(actor),
      navigate: shell.navigate,
      // A question may be answered when the person is elsewhere already: what it is about is this screen all the same.
      replaceParams: (params) => shell.replaceParams(params, place),
      back: shell.back,
      renamed: (kind, from, to) => renamed(shell, kind, from, to),
      toast: shell.toast,
      fail: shell.fail,
      copy: shell.copy,
      confirm: (request) => confirm(shell, request),
      pick: (request) => pick(shell, request),
      prompt: (request) => prompt(shell, request),
      runOperation: (operation, input, options) => runOperation(shell, operation, input, options),
      read: async (operation, input) => {
        const { output } = await shell.busy(run(operation, input, { database: shell.store.database, actor }));
        return output;
      },
      preview: (operation, input, signal) => preview(shell, operation, input, signal),
      openForm: async <I extends z.ZodObject, O>(operation: Operation<I, O>, initial = {}, options = {}) =>
        (await openForm(shell, operation, initial, options)) as Outcome<O> | undefined,
      ask: (operation, keys) => askRecord(shell, operation, keys),
      openEdit: async <I extends z.ZodObject, O>(operation: Operation<I, O>, named: Readonly<Record<string, string>>) =>
        (await openEdit(shell, operation, named)) as Outcome<O> | undefined,
    };
  }, [shell, actor, size, theme, place]);
}

/** The key of an action as the person has bound it, for what is told on the screen. */
export function useKeyLabel(action: ActionId): string {
  return shownKey(useShell().options.keymap, action);
}

export interface KeyOptions {
  readonly enabled?: boolean;
  /** For the hints line, where a key means something more exact now, or ('') nothing. */
  readonly labels?: KeyLabels;
}

/** Listens to keys of one scope. The newest handlers are asked; those that are absent leave the key to what is below. */
export function useKeys(scope: KeyScope, handlers: KeyHandlers, { enabled = true, labels }: KeyOptions = {}): void {
  const shell = useShell();
  const level = useContext(LevelContext);
  const latest = useLatest({ handlers, labels });
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    const heard = { handlers: () => latest.current.handlers, labels: () => latest.current.labels ?? {} };
    return shell.dispatcher.addLayer({ level, scope, modal: false, ...heard });
  }, [shell, level, scope, enabled, latest]);
  // The hints line follows what the keys have come to mean.
  const told = labels && JSON.stringify(labels);
  useLayoutEffect(() => {
    if (told !== undefined) shell.dispatcher.version.update((now) => now + 1);
  }, [shell, told]);
}

/** A layer that hears nothing itself and lets nothing through to what is below. */
export function useModal(scope: KeyScope): void {
  const shell = useShell();
  const level = useContext(LevelContext);
  useLayoutEffect(
    () => shell.dispatcher.addLayer({ level, scope, modal: true, handlers: () => ({}) }),
    [shell, level, scope],
  );
}

/** Milliseconds. */
const calm = 400;

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Takes digits as they are typed: a quantity, or the number of a choice where a worker has gloves on. */
export function useDigits(handler: (digit: string) => void, options: KeyOptions = {}): void {
  useKeys('digits', Object.fromEntries(digits.map((one) => [`digit.${one}`, () => handler(one)])), options);
}

/** Changes of these tables, and `r`; what comes in a rush is one call. `handler` must be steady. */
export function useChanges(tables: readonly string[], handler: () => void): void {
  const shell = useShell();
  const followed = tables.join(' ');
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const stopChanges = shell.onChange(({ table }) => {
      if (!followed.split(' ').includes(table)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        handler();
      }, calm);
    });
    const stopRefreshes = shell.refreshes.subscribe(handler);
    return () => {
      clearTimeout(timer);
      stopChanges();
      stopRefreshes();
    };
  }, [shell, followed, handler]);
}

/** What can be opened in this program. */
export function useScreenNames(): readonly string[] {
  const { screens } = useShell().options;
  return useMemo(() => screens.map(({ name }) => name), [screens]);
}

/** Rings the bell of the terminal. */
export function useBell(): () => void {
  const { write } = useShell().options.signals;
  return useCallback(() => write('\u0007'), [write]);
}

/** Takes scans, whatever field has the focus; from now on every typed character waits 30 ms (scanner.ts). */
export function useScan(handler: (code: string) => unknown, { enabled = true }: KeyOptions = {}): void {
  const shell = useShell();
  const level = useContext(LevelContext);
  const latest = useLatest(handler);
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    return shell.dispatcher.addScan(level, (code) => latest.current(code));
  }, [shell, level, enabled, latest]);
}

/**
 * Takes clicks, cells from the left upper corner of the body, or of what lies over it (only while the mouse is on).
 * One that is not for it is answered with false.
 */
export function useClick(handler: ClickHandler): void {
  const shell = useShell();
  const level = useContext(LevelContext);
  const { left, top, width } = useContext(BoxContext);
  const latest = useLatest(handler);
  useLayoutEffect(
    () =>
      shell.dispatcher.addClick(level, (column, row) => {
        const within = column >= left && column < left + width && row >= top;
        return within && latest.current(column - left, row - top);
      }),
    [shell, level, latest, left, top, width],
  );
}

/** Takes a paste when no field is open. */
export function usePaste(handler: (text: string) => void, { enabled = true }: KeyOptions = {}): void {
  const shell = useShell();
  const level = useContext(LevelContext);
  const latest = useLatest(handler);
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    return shell.dispatcher.addPaste(level, (text) => latest.current(text));
  }, [shell, level, enabled, latest]);
}

/**
 * A text field that listens while `enabled`. Draw it with widgets/TextField. Its text is in `field.line`, so a handler
 * reads what was typed even before it is drawn.
 */
export function useTextInput(options: FieldOptions, { enabled = true }: KeyOptions = {}): Field {
  const shell = useShell();
  const level = useContext(LevelContext);
  const latest = useLatest(options);
  const [field] = useState(() => createField(() => latest.current));
  useValue(field.line);
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    return shell.dispatcher.addField({ level, insert: field.insert, act: field.act });
  }, [shell, level, enabled, field]);
  return field;
}

/** What `x` offers here, and what that acts on; asked for when it is pressed. */
export function useActions(actions: () => readonly ScreenAction[], title: () => string = () => 'Actions'): void {
  const shell = useShell();
  const latest = useLatest({ actions, title });
  useLayoutEffect(
    () =>
      shell.setActions(
        () => latest.current.actions(),
        () => latest.current.title(),
      ),
    [shell, latest],
  );
  // Whether there is anything to offer is told by the hints line.
  const none = actions().length === 0;
  useLayoutEffect(() => shell.dispatcher.version.update((now) => now + 1), [shell, none]);
}

/** A value that stays with this place on the stack while other screens cover it. */
export function usePlaceValue<T>(key: string, initial: () => T): Value<T> {
  const { memory } = usePlace();
  return useMemo(() => {
    const kept = memory.get(key) as Value<T> | undefined;
    if (kept) return kept;
    const made = value(initial());
    memory.set(key, made);
    return made;
  }, [memory, key]);
}

/**
 * Shows the filter beside the breadcrumbs and counts at the end of the hints line. `status` makes the counts of what is
 * followed; it must be steady from frame to frame.
 */
export function useLegend<T>(filter: string, followed: Value<T>, status: (now: T) => string): void {
  const shell = useShell();
  useLayoutEffect(() => {
    const mine = { filter, status: { get: () => status(followed.get()), subscribe: followed.subscribe } };
    shell.legend.set(mine);
    return () => {
      if (shell.legend.get() === mine) shell.legend.set(noLegend);
    };
  }, [shell, filter, followed, status]);
}

function useLatest<T>(now: T): { readonly current: T } {
  const latest = useRef(now);
  useLayoutEffect(() => {
    latest.current = now;
  });
  return latest;
}
