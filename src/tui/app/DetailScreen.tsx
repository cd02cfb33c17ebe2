import { Box } from 'ink';
import { stripVTControlCharacters } from 'node:util';
import { useCallback, useContext, useEffect, useLayoutEffect, useMemo, type ReactElement, type ReactNode } from 'react';
import type * as z from 'zod';
import { clean, clip } from '../../domain/display.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Listing, ListRow } from '../../operations/listing.ts';
import type { Operation } from '../../operations/operation.ts';
import type { ActionId, KeyScope } from '../keys/bindings.ts';
import { bindingOf, shownKey } from '../keys/keymap.ts';
import type { Theme } from '../theme/theme.ts';
import { Rows } from '../widgets/Rows.tsx';
import { Empty, Loading, tabAt, Tabs } from '../widgets/small.tsx';
import { BoxContext, usePlace, useShell } from './context.ts';
import { offerCopies } from './copies.ts';
import { pageTop, placed, scrolled, stepped, textOf, type DetailPlace, type DetailRow } from './detail-view.ts';
import type { KeyHandlers, KeyLabels } from './dispatcher.ts';
import {
  useActions,
  useApp,
  useClick,
  useKeys,
  useLegend,
  useListBelow,
  useOperationData,
  usePlaceValue,
  useValue,
  type OperationData,
} from './hooks.ts';
import type { Params, ScreenAction } from './screen.ts';
import type { Shell } from './shell.ts';
import type { Value } from './value.ts';

export type { DetailRow } from './detail-view.ts';

/** What a page is painted into. */
export interface DetailFrame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** To the minute, so that a key paints nothing anew. */
  readonly now: Date;
  /** How the key of an action is written, as bound. */
  readonly key: (action: ActionId) => string;
}

/** The page in lines, however many; a line with `open` is selected with `j k` and opened with Enter. Pure. */
export type DetailRows<O> = (data: O, frame: DetailFrame) => readonly DetailRow[];

export interface DetailBody<O> {
  readonly data: O;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
}

/** One of several pages of a record, each with its own place. */
export interface DetailTab<O> {
  /** What stands in the row of tabs: `History`. */
  readonly name: string;
  readonly rows?: DetailRows<O>;
  /** In place of `rows`: a component with keys of its own (a matrix, a list), as an element of it. */
  readonly body?: (props: DetailBody<O>) => ReactNode;
}

export interface DetailScreenProps<I extends z.ZodObject, O> {
  /** The looking operation that says what is shown (`reads: true`), and what it is asked. */
  readonly operation: Operation<I, O>;
  readonly input: z.input<I>;
  /** Tables whose changes load it again. */
  readonly tables: readonly string[];
  /** Milliseconds after which it loads again by itself, for what no table tells. */
  readonly every?: number;
  /** What it is, for sentences: 'order'. */
  readonly noun: string;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
  /** What the breadcrumbs call it, where people know it by another name than it is opened with. */
  readonly title?: (data: O) => string;
  /** The whole page; a function of the module, for it is painted anew when another one is handed over. */
  readonly rows?: DetailRows<O>;
  /** In place of `rows`: `[` and `]` go through them. */
  readonly tabs?: readonly DetailTab<O>[];
  /** What `x` offers; what cannot be done now is there with its reason. */
  readonly actions?: (data: O) => readonly ScreenAction[];
  /** What `y` offers besides the command line and the data as JSON. */
  readonly copies?: (data: O) => Readonly<Record<string, string>>;
  readonly keys?: {
    readonly scope: KeyScope;
    readonly handlers: (data: O) => KeyHandlers;
    /** What the hints line says of them now in place of their usual words; '' keeps one out of there. */
    readonly labels?: (data: O) => KeyLabels;
  };
  /** What `e` does. */
  readonly edit?: (data: O) => unknown;
  /** The list that it may have been opened from: `n` and `p` go on to its neighbours there. */
  readonly below?: { readonly listing: Listing; readonly params: (row: ListRow) => Params };
  /** What changed while it was on the screen, in words, and who did that; undefined when nothing of note. */
  readonly news?: (before: O, after: O) => { readonly by: string | null; readonly text: string } | undefined;
}

/**
 * The frame of every page about one record: loads and follows it, scrolls, tabs, actions, copies, neighbours, and what
 * stands there while it loads or when it cannot be had. A page is this with a painter:
 * `<DetailScreen operation={show} input={{ order }} tables={tables} noun="order" rows={orderRows} {...} />`
 */
export function DetailScreen<I extends z.ZodObject, O>(props: DetailScreenProps<I, O>): ReactElement {
  const { operation, input, tables, every, active, width, height, noun } = props;
  const loaded = useOperationData(operation, input, { tables, every });
  const { data, error, loading } = loaded;
  const tabs = props.tabs ?? [];
  const openTab = usePlaceValue('tab', () => 0);
  const at = Math.min(useValue(openTab), Math.max(0, tabs.length - 1));
  const tab = tabs[at];
  const turn = (by: number) => openTab.set((at + by + tabs.length) % tabs.length);

  useTitle(data, props.title);
  useNews(data, props.news);
  useRecordKeys(props, data);
  useKeys('app', tabs.length > 1 ? { 'tab.next': () => turn(1), 'tab.previous': () => turn(-1) } : {}, {
    enabled: active,
  });
  const names = tabs.map(({ name }) => name);
  const titled = names.length > 1 ? 1 : 0;
  useClick((column, line) => {
    const title = line < titled && data !== undefined ? tabAt({ tabs: names, open: at, width }, column) : undefined;
    if (title !== undefined) openTab.set(title);
    return title !== undefined;
  });
  const box = useContext(BoxContext);
  const below = useMemo(() => ({ ...box, top: box.top + titled }), [box, titled]);

  if (data === undefined) {
    if (loading || error === undefined) return <Loading text={`Loading the ${noun}`} />;
    return <NotShown noun={noun} error={error} width={width} height={height} />;
  }
  const space = { active, width, height: Math.max(1, height - titled) };
  return (
    <Box flexDirection="column" width={width} height={height}>
      {titled ? <Tabs tabs={names} open={at} width={width} /> : null}
      <BoxContext value={below}>
        {tab?.body ? (
          tab.body({ ...space, data })
        ) : (
          <Page
            key={`${at} ${JSON.stringify(input)}`}
            {...space}
            loaded={loaded}
            painter={tab?.rows ?? props.rows}
            id={at}
          />
        )}
      </BoxContext>
    </Box>
  );
}

interface PageProps<O> {
  readonly loaded: OperationData<O>;
  readonly painter: DetailRows<O> | undefined;
  readonly id: number | string;
  readonly active: boolean;
  readonly width: number;
  readonly height: number;
}

function Page<O>({ loaded, painter, id, active, width, height }: PageProps<O>): ReactElement {
  const shell = useShell();
  const { theme } = useApp();
  const { data } = loaded;
  const { keymap } = shell.options;
  const minute = Math.floor(Date.now() / 60_000);
  const rows = useMemo(() => {
    const key = (action: ActionId) => shownKey(keymap, action);
    const frame = { width, height, theme, now: new Date(minute * 60_000), key };
    return data !== undefined && painter ? painter(data, frame) : [];
  }, [painter, data, width, height, theme, minute, keymap]);
  const place = usePlaceValue<DetailPlace>(`page ${id}`, () => pageTop);
  const { top, selected } = placed(useValue(place), rows, height);

  usePageKeys(place, rows, height, active);
  usePageClicks(place, rows, height);
  usePageLegend(place, rows.length, height, loaded);

  const shown = rows.slice(top, top + height).map((row, index) => {
    const text = textOf(row);
    if (top + index !== selected) return text;
    return theme.glyphs.cursor + theme.paint('selected', stripVTControlCharacters(text).slice(1));
  });
  return <Rows rows={shown} />;
}

function usePageKeys(place: Value<DetailPlace>, rows: readonly DetailRow[], height: number, active: boolean): void {
  const shell = useShell();
  const scroll = (by: number) => place.update((now) => scrolled(now, rows, height, by));
  const step = (by: 1 | -1) => place.update((now) => stepped(now, rows, height, by));
  const screenful = Math.max(1, height - 2);
  const choose = () => {
    const { selected } = placed(place.get(), rows, height);
    const row = selected === undefined ? undefined : rows[selected];
    if (row !== undefined && typeof row !== 'string') void Promise.resolve(row.open()).catch(shell.fail);
  };
  const chosen = placed(place.get(), rows, height).selected !== undefined;
  useKeys('app', chosen ? { back: () => place.update((now) => ({ ...now, selected: undefined })) } : {}, {
    enabled: active,
  });
  useKeys(
    'detail',
    {
      'scroll.down': () => step(1),
      'scroll.up': () => step(-1),
      'scroll.page-down': () => scroll(screenful),
      'scroll.page-up': () => scroll(-screenful),
      'scroll.first': () => scroll(-Infinity),
      'scroll.last': () => scroll(Infinity),
      ...(rows.some((row) => typeof row !== 'string') ? { choose } : {}),
    },
    { enabled: active },
  );
}

/** As in a list: a click selects what can be opened, a second one opens it. */
function usePageClicks(place: Value<DetailPlace>, rows: readonly DetailRow[], height: number): void {
  const shell = useShell();
  useClick((_column, line) => {
    const { top, selected } = placed(place.get(), rows, height);
    const at = top + line;
    const row = line >= height ? undefined : rows[at];
    if (row === undefined || typeof row === 'string') return false;
    if (at === selected) void Promise.resolve(row.open()).catch(shell.fail);
    else place.set({ top, selected: at });
    return true;
  });
}

/** `changed elsewhere · 12-40/97`: what is shown may be older than what was seen to change, as on a lost line. */
function usePageLegend<O>(place: Value<DetailPlace>, rows: number, height: number, loaded: OperationData<O>): void {
  const { stale, error } = loaded;
  const { theme } = useApp();
  const { warning, dot } = theme.glyphs;
  const old = error !== undefined ? `${warning} not up to date` : stale ? `${warning} changed elsewhere` : '';
  const status = useCallback(
    ({ top }: DetailPlace) => {
      const from = Math.min(top, Math.max(0, rows - height));
      const where = rows > height ? `${from + 1}-${Math.min(rows, from + height)}/${rows}` : '';
      return [old, where].filter(Boolean).join(` ${dot} `);
    },
    [rows, height, old, dot],
  );
  useLegend('', place, status);
}

const longestTitle = 40;

/** Another record of the list is not called as the one before, not even while it loads. */
function useTitle<O>(data: O | undefined, title: ((data: O) => string) | undefined): void {
  const place = usePlace();
  const told = data === undefined ? undefined : title?.(data);
  useLayoutEffect(() => {
    if (title) place.title.set(told === undefined || told === '' ? undefined : clip(clean(told), longestTitle));
  }, [place, title, told]);
}

/** What others did to the record in front of somebody is told; their own acts tell themselves. */
function useNews<O>(data: O | undefined, news: DetailScreenProps<z.ZodObject, O>['news']): void {
  const app = useApp();
  const seen = usePlaceValue<O | undefined>('seen', () => undefined);
  useEffect(() => {
    const before = seen.get();
    seen.set(data);
    const found = before !== undefined && data !== undefined && before !== data ? news?.(before, data) : undefined;
    if (found && found.by !== app.actor.name) app.toast('warning', found.text);
  }, [app, data, seen, news]);
}

function useRecordKeys<I extends z.ZodObject, O>(props: DetailScreenProps<I, O>, data: O | undefined): void {
  const { active, noun, keys } = props;
  const shell = useShell();
  const place = usePlace();
  const below = useListBelow(props.below?.listing);
  const step = (by: 1 | -1) => {
    const row = below?.neighbour(by);
    if (row && props.below) {
      // The next record is read from its top, and a walk through a long list must not keep every page of it.
      for (const key of [...place.memory.keys()]) if (/^(page|data) /u.test(key)) place.memory.delete(key);
      shell.replaceParams(props.below.params(row), place.id);
    } else shell.toast('info', `That was the ${by > 0 ? 'last' : 'first'} ${noun} of the list.`);
  };
  useKeys('detail', below ? { 'record.next': () => step(1), 'record.previous': () => step(-1) } : {}, {
    enabled: active,
  });
  useKeys(keys?.scope ?? 'detail', keys && data !== undefined ? keys.handlers(data) : {}, {
    enabled: active,
    ...(keys?.labels && data !== undefined ? { labels: keys.labels(data) } : {}),
  });
  const copy = () => {
    if (data !== undefined) void offerCopies(shell, place, props.copies?.(data) ?? {}, data).catch(shell.fail);
  };
  const { edit } = props;
  const begin = (of: O) => void Promise.resolve(edit?.(of)).catch(shell.fail);
  const actions = () => (data === undefined ? [] : (props.actions?.(data) ?? []));
  const editing = edit && data !== undefined ? { edit: () => begin(data) } : {};
  const offered = everywhere(actions());
  useKeys(
    'app',
    { ...everywhereKeys(shell, offered), copy, ...editing },
    {
      enabled: active,
      labels: Object.fromEntries(offered.flatMap(({ key, disabled }) => (disabled === undefined ? [] : [[key, '']]))),
    },
  );
  useActions(actions);
}

type KeyedAction = ScreenAction & { readonly key: ActionId };

/** Actions on keys that every screen has, such as `z`. */
function everywhere(actions: readonly ScreenAction[]): readonly KeyedAction[] {
  const keyed = actions.filter((action): action is KeyedAction => action.key !== undefined);
  return keyed.filter(({ key }) => bindingOf(key).scope === 'app');
}

/** Pressed where they cannot be, they say why. */
function everywhereKeys(shell: Shell, actions: readonly KeyedAction[]): KeyHandlers {
  const entries = actions.map((action) => {
    const act = () => {
      if (action.disabled !== undefined) shell.toast('warning', action.disabled);
      else void Promise.resolve(action.run()).catch(shell.fail);
    };
    return [action.key, act] as const;
  });
  return Object.fromEntries(entries);
}

export interface OperationTabProps<I extends z.ZodObject, O> extends Omit<DetailBody<unknown>, 'data'> {
  readonly operation: Operation<I, O>;
  readonly input: z.input<I>;
  readonly tables: readonly string[];
  /** What it tells, for sentences: 'history'. */
  readonly noun: string;
  readonly rows: DetailRows<O>;
}

/** A tab about the same record that another looking operation tells; it is asked when the tab is opened. */
export function OperationTab<I extends z.ZodObject, O>(props: OperationTabProps<I, O>): ReactElement {
  const { operation, input, tables, noun, rows, active, width, height } = props;
  const loaded = useOperationData(operation, input, { tables });
  if (loaded.data === undefined) {
    if (loaded.loading || loaded.error === undefined) return <Loading text={`Loading the ${noun}`} />;
    return <NotShown noun={noun} error={loaded.error} width={width} height={height} />;
  }
  return (
    <Page
      key={JSON.stringify(input)}
      loaded={loaded}
      painter={rows}
      id={operation.name}
      active={active}
      width={width}
      height={height}
    />
  );
}

interface NotShownProps {
  readonly noun: string;
  readonly error: unknown;
  readonly width: number;
  readonly height: number;
}

/** Not found, not permitted, or not to be had now: what the operation says, and what can be done. */
function NotShown({ noun, error, width, height }: NotShownProps): ReactElement {
  const told = error instanceof DomainError ? error : undefined;
  return (
    <Box width={width} height={height}>
      <Empty
        text={told?.message ?? `The ${noun} could not be loaded.`}
        hint={told?.hint ?? 'r tries again.'}
        width={width}
      />
    </Box>
  );
}
