import type { SuspendTerminal } from 'ink';
import { DomainError, Forbidden } from '../../domain/errors.ts';
import { may, type Actor, type Role } from '../../domain/permissions.ts';
import type { Listing } from '../../operations/listing.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Change, ChangeFeed, Store } from '../../platform/database/types.ts';
import type { Log } from '../../platform/log.ts';
import type { Present } from '../../platform/presence.ts';
import type { Keymap } from '../keys/keymap.ts';
import type { Theme } from '../theme/theme.ts';
import type { EarlyAnswer } from './early.ts';
import type { FirstRun } from './connecting.ts';
import type { Preferences } from './preferences.ts';
import { copySequence } from './clipboard.ts';
import { keptForms, tellKept } from './form/drafts.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import type { Drafts } from './screen.ts';
import { sizeOf } from './size.ts';
import { opened, type NewOverlay, type Overlay } from './overlay.ts';
import { findNow } from './palette/look-up.ts';
import type { Layout, Params, Screen, ScreenAction, Size, ToastKind } from './screen.ts';
import type { Done } from './undo.ts';
import { value, type Value } from './value.ts';
import type { Work } from './work.ts';

/** One place on the screen stack. What a screen must not lose while another covers it lives in `memory`. */
export interface Place {
  readonly id: number;
  readonly screen: Screen;
  readonly params: Params;
  readonly memory: Map<string, unknown>;
  /** What the breadcrumbs call it once that is known; undefined: as its params say. */
  readonly title: Value<string | undefined>;
}

export interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
  readonly hint?: string | undefined;
  /** Since when it is shown, in milliseconds of the clock. */
  readonly since: number;
}

/** What the frame shows of the screen inside it. */
export interface Legend {
  /** The filter as typed, beside the breadcrumbs. */
  readonly filter: string;
  /** Position and counts, at the end of the hints line. Followed there, so that a key is one frame and not two. */
  readonly status: Pick<Value<string>, 'get' | 'subscribe'>;
}

export const noLegend: Legend = { filter: '', status: value('') };

export interface ShellOptions {
  readonly store: Store;
  readonly actor: Actor | undefined;
  /** Both grow while the program starts; no key is heard before all are there. */
  readonly screens: readonly Screen[];
  readonly operations: readonly (Operation | Listing)[];
  readonly theme: Theme;
  readonly keymap: Keymap;
  /** Each person's own: whoever signs in later must not be offered another's tally. */
  readonly draftsOf: (actor: Actor) => Drafts;
  readonly log: Log;
  readonly size: { columns: number; rows: number };
  /** The screen that opens first for them; undefined: the first of the list. */
  readonly home?: (actor: Actor, layout: Layout) => string | undefined;
  readonly signals: ShellSignals;
  /** Signs in with e-mail and password; absent where nobody needs to. @throws Forbidden. */
  readonly signIn?: ((email: string, password: string) => Promise<Actor>) | undefined;
  /** The sample shop's staff, to look at it through another role. */
  readonly sampleActor?: ((role: Role) => Promise<Actor>) | undefined;
  /** Who signed in here last, so that only the password is left to type. */
  readonly lastEmail?: string | undefined;
  /** How a locked screen is opened again; absent: Enter does it, for there is no password (the sample shop). */
  readonly unlock?: ((actor: Actor, password: string) => Promise<Actor>) | undefined;
  /** What was kept so that nobody need sign in is put away while the screen is locked; the answer brings it back. */
  readonly holdSession?: (() => () => void) | undefined;
  readonly preferences?: Preferences | undefined;
  readonly firstRun?: FirstRun | undefined;
  readonly early?: EarlyAnswer | undefined;
}

/** What only the terminal itself can do. */
export interface ShellSignals {
  /** Resolves when listeners of what just opened are in place. */
  readonly settled: () => Promise<void>;
  readonly redraw: () => void;
  readonly suspend: () => void;
  readonly exit: (code: number) => void;
  /** Something began or ended that the idle signal counts. */
  readonly activity: () => void;
  readonly write: (bytes: string) => void;
  /** The text as the person's own editor leaves it. @throws Refused when it stays as it was, saying why */
  readonly edit: (text: string) => Promise<string>;
  /** An error in render: the program ends and tells it. */
  readonly broken: (error: unknown) => void;
  /** The first frame is drawn; hands over how to step aside for another program. */
  readonly ready: (suspend: SuspendTerminal) => void;
}

/** The program's state and verbs, outside React. */
export interface Shell {
  readonly options: ShellOptions;
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly actor: Value<Actor | undefined>;
  readonly stack: Value<readonly Place[]>;
  readonly overlays: Value<readonly Overlay[]>;
  readonly toasts: Value<readonly Toast[]>;
  readonly work: Value<readonly Work[]>;
  /** What this person did since the program was opened, the newest first. */
  readonly history: Value<readonly Done[]>;
  readonly size: Value<Size>;
  readonly theme: Value<Theme>;
  readonly legend: Value<Legend>;
  readonly connection: Value<ChangeFeed['state'] | 'connecting'>;
  /** When a lost connection is tried again, in milliseconds of the clock. */
  readonly retryAt: Value<number | undefined>;
  /** Why the screen is covered; undefined: it is not. What is open and typed stays under it. */
  readonly locked: Value<string | undefined>;
  /** Who else is where, as far as this person may know. */
  readonly presence: Value<readonly Present[]>;
  readonly lock: (why: string) => void;
  /** Goes on where it was for the same person in the same role; for anybody else from the beginning. */
  readonly unlock: (actor: Actor) => void;
  /** Raised to make every list and detail load again (`r`). */
  readonly refreshes: Value<number>;
  readonly navigate: (name: string, params?: Params) => void;
  /** Of the place with this id, or of the one on top; of one that was left meanwhile nothing. */
  readonly replaceParams: (params: Params, place?: number) => void;
  readonly back: () => void;
  readonly lastView: () => void;
  readonly quit: () => void;
  /** To the clipboard of the terminal in front of the person, with a toast. */
  readonly copy: (text: string, what?: string) => void;
  /** Another person works on from here: what is open is closed, for they may see other things. */
  readonly become: (actor: Actor | undefined) => void;
  readonly toast: (kind: ToastKind, text: string, hint?: string) => void;
  readonly dismissToasts: () => void;
  readonly fail: (error: unknown) => void;
  readonly open: (overlay: NewOverlay) => void;
  /** Counts a load or a run for the idle signal. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>;
  readonly pending: () => number;
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly changed: (change: Change) => void;
  readonly setActions: (actions: () => readonly ScreenAction[], title: () => string) => () => void;
  readonly actions: () => readonly ScreenAction[];
  /** What the actions act on, in words. */
  readonly actionsTitle: () => string;
}

const deepest = 40;
const toastsShown = 3;
/** Milliseconds that a message can be read at least, whatever is pressed. */
const newsShown = 5_000;
const errorShown = 15_000;

export function createShell(options: ShellOptions): Shell {
  const { store, signals, log } = options;
  let ids = 0;
  let pending = 0;
  let left: Place | undefined;
  let actionSource: { readonly actions: () => readonly ScreenAction[]; readonly title: () => string } | undefined;
  const changeListeners = new Set<(change: Change) => void>();
  const actor = value(options.actor);
  const stack = value<readonly Place[]>([]);
  const overlays = value<readonly Overlay[]>([]);
  const close = (id: number) => overlays.update((open) => open.filter((one) => one.id !== id));
  const toasts = value<readonly Toast[]>([]);
  const size = value(sizeOf(options.size.columns, options.size.rows));
  const locked = value<string | undefined>(undefined);
  const refreshes = value(0);
  const history = value<readonly Done[]>([]);
  let release: (() => void) | undefined;

  function place(name: string, params: Params): Place | undefined {
    const screen = options.screens.find((one) => one.name === name);
    const who = actor.get();
    try {
      if (!screen) throw new Error(`There is no screen "${name}".`);
      if (who && !may(who.role, screen.permission)) {
        throw new Forbidden(`${who.email} is ${who.role} and may not open ${screen.words[0] ?? name}.`);
      }
      return {
        id: (ids += 1),
        screen,
        params: screen.readParams(params),
        memory: new Map(),
        title: value<string | undefined>(undefined),
      };
    } catch (error) {
      fail(error);
      return undefined;
    }
  }

  function navigate(name: string, params: Params = {}): void {
    const next = place(name, params);
    const now = stack.get();
    if (!next) return;
    const top = now.at(-1);
    if (top && top.screen.name === name && sameParams(top.params, next.params)) return;
    left = top;
    stack.set([...now.slice(-deepest), next]);
  }

  function replaceParams(params: Params, id = stack.get().at(-1)?.id): void {
    const changed = (one: Place) => (one.id === id ? { ...one, params: one.screen.readParams(params) } : one);
    stack.update((places) => places.map(changed));
  }

  function back(): void {
    const now = stack.get();
    if (now.length <= 1) return;
    left = now.at(-1);
    stack.set(now.slice(0, -1));
  }

  function lastView(): void {
    const now = stack.get();
    const target = left;
    if (!target) return;
    left = now.at(-1);
    const at = now.findIndex((one) => one.id === target.id);
    stack.set(at >= 0 ? now.slice(0, at + 1) : [...now, target]);
  }

  function toast(kind: ToastKind, text: string, hint?: string): void {
    toasts.set([...toasts.get().slice(1 - toastsShown), { id: (ids += 1), kind, text, hint, since: Date.now() }]);
  }

  /** What had its time to be read goes with a key: no timer runs for it, and whoever was away still finds it. */
  function forgetReadToasts(): void {
    const now = Date.now();
    const unread = toasts.get().filter(({ kind, since }) => now - since < (kind === 'error' ? errorShown : newsShown));
    if (unread.length < toasts.get().length) toasts.set(unread);
  }

  function fail(error: unknown): void {
    if (error instanceof DomainError) {
      if (error.code !== 'interrupted') toast('error', error.message, error.hint);
      return;
    }
    log.error('unexpected failure', { error });
    const what = error instanceof Error ? error.message : String(error);
    toast('error', `That failed unexpectedly: ${what}`, `Details: ${log.file}`);
  }

  function copy(text: string, what?: string): void {
    const bytes = copySequence(text, process.env);
    if (bytes === undefined) toast('warning', 'That is too long for the clipboard of a terminal.');
    else {
      signals.write(bytes);
      toast(
        'ok',
        what === undefined ? `Copied: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}` : `Copied ${what}.`,
      );
    }
  }

  function become(next: Actor | undefined): void {
    const open = overlays.get();
    overlays.set([]);
    for (const overlay of open) if (overlay.kind === 'confirm') overlay.answer(false);
    for (const overlay of open) if (overlay.kind !== 'confirm') overlay.answer(undefined);
    const before = actor.get();
    actor.set(next);
    left = undefined;
    stack.set([]);
    if (next?.id !== before?.id) history.set([]);
    if (!next) return;
    navigate(options.home?.(next, size.get().layout) ?? firstScreen(next));
    const [kept] = keptForms(options.draftsOf(next));
    if (kept) toast('info', `A form waits half filled in: ${tellKept(kept)}.`, 'Go on with it: press : and Enter.');
  }

  function lock(why: string): void {
    if (actor.get() === undefined || locked.get() !== undefined) return;
    release = options.holdSession?.();
    locked.set(why);
  }

  function unlock(next: Actor): void {
    const before = actor.get();
    release?.();
    release = undefined;
    if (before?.id === next.id && before.role === next.role) actor.set(next);
    else become(next);
    locked.set(undefined);
    // What changed meanwhile was not followed under the cover.
    refreshes.update((count) => count + 1);
  }

  function firstScreen(who: Actor): string {
    return options.screens.find((one) => !one.needsParams && may(who.role, one.permission))?.name ?? '';
  }

  function quit(): void {
    signals.exit(0);
  }

  /** A page that takes no scan is left for what was scanned; a question is answered first. */
  function scannedAnywhere(code: string): void {
    if (actor.get() && locked.get() === undefined && overlays.get().length === 0) void findNow(shell, code).catch(fail);
    else toast('warning', `Scanned ${code}, but nothing here takes a scan.`);
  }

  const dispatcher = createDispatcher({
    keymap: () => options.keymap,
    settled: () => signals.settled(),
    unheard: (event) => {
      if (event.kind === 'scan') scannedAnywhere(event.code);
      if (event.kind === 'paste') toast('info', 'Nothing here takes a paste.', 'Open a field first, e.g. with /.');
    },
    onError: fail,
    drained: () => {
      forgetReadToasts();
      signals.activity();
    },
  });

  const shell: Shell = {
    options,
    store,
    dispatcher,
    actor,
    stack,
    overlays,
    toasts,
    work: value<readonly Work[]>([]),
    history,
    size,
    theme: value(options.theme),
    legend: value(noLegend),
    connection: value<ChangeFeed['state'] | 'connecting'>('connecting'),
    retryAt: value<number | undefined>(undefined),
    locked,
    presence: value<readonly Present[]>([]),
    lock,
    unlock,
    refreshes,
    navigate,
    replaceParams,
    back,
    lastView,
    quit,
    copy,
    become,
    toast,
    dismissToasts: () => toasts.set([]),
    fail,
    open: (overlay) => overlays.set([...overlays.get(), opened(overlay, (ids += 1), close)]),
    busy: async (work) => {
      pending += 1;
      try {
        return await work;
      } catch (error) {
        if (error instanceof DomainError && error.details['signed_out'] === true) lock(error.message);
        throw error;
      } finally {
        pending -= 1;
        signals.activity();
      }
    },
    pending: () => pending,
    onChange(listener) {
      changeListeners.add(listener);
      return () => void changeListeners.delete(listener);
    },
    changed(change) {
      if (locked.get() !== undefined) return;
      for (const listener of [...changeListeners]) listener(change);
    },
    setActions(actions, title) {
      const source = { actions, title };
      actionSource = source;
      return () => {
        if (actionSource === source) actionSource = undefined;
      };
    },
    actions: () => actionSource?.actions() ?? [],
    actionsTitle: () => actionSource?.title() ?? 'Actions',
  };
  return shell;
}

function sameParams(a: Params, b: Params): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}
