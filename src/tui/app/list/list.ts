import { DomainError, Interrupted } from '../../../domain/errors.ts';
import type { ListRow, Page, PageRequest } from '../../../operations/listing.ts';
import * as view from './view.ts';
import {
  append,
  atEnd,
  atStart,
  chunkAt,
  deltas,
  emptyWindow,
  fresh,
  prepend,
  replaced,
  rowsIn,
  trimmed,
} from './window.ts';
import type { Delta, Window } from './window.ts';
import { value, type Value } from '../value.ts';

export interface Total {
  readonly rows: number;
  readonly exact: boolean;
}

export interface ListQuery {
  readonly filter: string;
  readonly sort: string | undefined;
}

export interface ListState {
  readonly window: Window;
  readonly rows: readonly ListRow[];
  /** Index in `rows`; -1 when there is none. Kept by the row's id across every load. */
  readonly cursor: number;
  /** Index of the first visible row. */
  readonly top: number;
  /** How many rows are visible. */
  readonly height: number;
  readonly marks: ReadonlyMap<string, ListRow>;
  /** Marked is all that the filter means, loaded or not (`*` twice); until a row is marked or another filter is set. */
  readonly whole: boolean;
  /** Where a range (`v`) began. */
  readonly anchor: string | undefined;
  readonly loading: 'first' | 'more' | 'before' | 'refresh' | undefined;
  readonly error: unknown;
  readonly filter: string;
  readonly sort: string | undefined;
  /** What the rows are of, while another query loads. */
  readonly loaded: ListQuery | undefined;
  readonly total: Total | undefined;
  /** It is being counted exactly. */
  readonly counting: boolean;
  readonly deltas: ReadonlyMap<string, Readonly<Record<string, Delta>>>;
  /** Rows that came in above since the list was last looked at from its start. */
  readonly news: number;
}

/** Where the rows come from: the kernel's `page` and an estimate of how many there are. */
export interface ListSource {
  readonly page: (request: PageRequest, signal: AbortSignal) => Promise<Page>;
  readonly total: (filter: string, exact: boolean, signal: AbortSignal) => Promise<Total>;
  readonly onError: (error: unknown) => void;
}

export interface List {
  readonly state: Value<ListState>;
  readonly current: () => ListRow | undefined;
  readonly move: (by: number) => void;
  readonly first: () => void;
  readonly last: () => void;
  /** To the next (1) or previous (-1) row that is marked or changed. */
  readonly seek: (way: 1 | -1) => void;
  readonly setHeight: (rows: number) => void;
  readonly toggleMark: () => void;
  readonly toggleRange: () => void;
  readonly markAll: () => void;
  readonly clearMarks: () => void;
  /** Takes the marks off those that were dealt with. */
  readonly unmark: (dealtWith: (row: ListRow) => boolean) => void;
  setQuery(query: ListQuery): void;
  readonly refresh: () => void;
  /** Counts exactly, however long it takes. */
  readonly count: () => void;
  /**
   * Gives up what a person waits for: a first load, an exact count. The rows of before stay; `loaded` says of what
   * query they are.
   */
  readonly cancel: () => void;
  readonly dispose: () => void;
}

export interface ListOptions {
  readonly filter: string;
  readonly sort?: string | undefined;
  readonly pageSize?: number;
  /** Rows kept in memory. */
  readonly most?: number;
}

type Kind = NonNullable<ListState['loading']>;

const forwards = ({ before, fromEnd }: PageRequest): boolean => before === undefined && fromEnd !== true;

export function createList(source: ListSource, options: ListOptions): List {
  const pageSize = options.pageSize ?? 100;
  const most = options.most ?? 800;
  const state = value<ListState>({
    window: emptyWindow,
    rows: [],
    cursor: -1,
    top: 0,
    height: 20,
    marks: new Map(),
    whole: false,
    anchor: undefined,
    loading: undefined,
    error: undefined,
    filter: options.filter,
    sort: options.sort,
    total: undefined,
    counting: false,
    loaded: undefined,
    deltas: new Map(),
    news: 0,
  });
  let loads = new AbortController();
  let counts: AbortController | undefined;
  let running: { kind: Kind; controller: AbortController } | undefined;
  let refreshAgain = false;
  /** A page that is fetched again right after another one. */
  let followUp: (() => void) | undefined;
  /** Rows that were asked for beyond what is loaded: a flood of keys ends where it was going. */
  let owed = 0;

  const change = (part: Partial<ListState>) => state.set({ ...state.get(), ...part });

  function request(extra: PageRequest): PageRequest {
    const { filter, sort } = state.get();
    return { filter, limit: pageSize, ...(sort === undefined ? {} : { sort }), ...extra };
  }

  /** One load at a time; a late answer of one that was given up never arrives here. */
  async function load(kind: Kind, wanted: PageRequest, take: (page: Page) => Partial<ListState>): Promise<void> {
    running?.controller.abort();
    const controller = new AbortController();
    const mine = { kind, controller };
    running = mine;
    change({ loading: kind, error: undefined });
    try {
      const page = await source.page(wanted, controller.signal);
      if (running !== mine) return;
      running = undefined;
      change({ ...take(page), loading: undefined });
    } catch (error) {
      if (running !== mine) return;
      running = undefined;
      owed = 0;
      refreshAgain = false;
      followUp = undefined;
      change({ loading: undefined, error });
      // Where there are no rows it stands in their place.
      const shown = error instanceof DomainError && (error.code === 'invalid_input' || state.get().rows.length === 0);
      if (!shown) source.onError(error);
      return;
    }
    settle();
  }

  function settle(): void {
    if (owed !== 0) {
      const rows = owed;
      owed = 0;
      move(rows);
    }
    if (followUp && !running) {
      const go = followUp;
      followUp = undefined;
      go();
    } else if (refreshAgain && !running) {
      refreshAgain = false;
      refresh();
    } else prefetch();
  }

  /** `sameQuery`: the person asked for the list's beginning or end, else their row is looked for in the new answer. */
  function loadFirst(fromEnd = false, sameQuery = true): void {
    owed = 0;
    const wanted = request(fromEnd ? { fromEnd: true } : {});
    void load('first', wanted, (page) => {
      const window = fresh(page, wanted);
      const before = state.get();
      const now = { ...before, window, rows: window.rows };
      const id = sameQuery ? undefined : before.rows[before.cursor]?.id;
      const same = window.rows.findIndex((row) => row.id === id);
      const cursor = fromEnd ? window.rows.length - 1 : Math.max(same, 0);
      const { filter, sort } = before;
      const loaded = { filter, sort };
      return { ...view.at(now, cursor), window, rows: window.rows, news: 0, deltas: new Map(), loaded };
    });
    if (!fromEnd) estimate();
  }

  function estimate(): void {
    const { signal } = loads;
    const { filter } = state.get();
    source
      .total(filter, false, signal)
      .then((total) => {
        const known = state.get().total?.exact === true || state.get().counting;
        if (!signal.aborted && state.get().filter === filter && !known) change({ total });
      })
      // The list does without: whoever wants to know counts.
      .catch(() => undefined);
  }

  function count(): void {
    const { filter } = state.get();
    counts?.abort();
    const mine = new AbortController();
    counts = mine;
    change({ counting: true });
    source
      .total(filter, true, mine.signal)
      .then((total) => {
        if (counts === mine) change({ total });
      })
      .catch((error: unknown) => {
        if (counts === mine && !(error instanceof Interrupted)) source.onError(error);
      })
      .finally(() => {
        if (counts !== mine) return;
        counts = undefined;
        change({ counting: false });
      });
  }

  function stopCounting(): void {
    counts?.abort();
    counts = undefined;
    change({ counting: false });
  }

  function cancel(): void {
    stopCounting();
    if (running?.kind !== 'first') return;
    running.controller.abort();
    running = undefined;
    owed = 0;
    refreshAgain = false;
    const error = new Interrupted('Stopped.', { hint: 'r loads again.' });
    change({ loading: undefined, error });
  }

  function markAll(): void {
    const next = view.markedAll(state.get());
    state.set(next);
    if (next.whole && next.total?.exact !== true) count();
  }

  function prefetch(): void {
    const now = state.get();
    if (running || now.rows.length === 0 || now.error !== undefined) return;
    const last = now.window.chunks.at(-1);
    const first = now.window.chunks[0];
    if (last?.next && now.rows.length - Math.max(now.cursor, now.top + now.height) < pageSize / 2) {
      const wanted = request({ after: last.next });
      void load('more', wanted, (page) =>
        view.kept(
          state.get(),
          trimmed(append(state.get().window, page, wanted), most, 'end', view.needed(state.get(), pageSize / 2)),
        ),
      );
    } else if (first?.previous && Math.min(now.cursor, now.top) < pageSize / 2) {
      const wanted = request({ before: first.previous });
      void load('before', wanted, (page) =>
        view.kept(
          state.get(),
          trimmed(prepend(state.get().window, page, wanted), most, 'start', view.needed(state.get(), pageSize / 2)),
        ),
      );
    }
  }

  function move(by: number): void {
    const now = state.get();
    if (now.rows.length === 0) return;
    const wanted = now.cursor + by;
    const reached = Math.min(Math.max(wanted, 0), now.rows.length - 1);
    const canLoad = by > 0 ? !atEnd(now.window) : !atStart(now.window);
    if (canLoad && now.error === undefined) owed += wanted - reached;
    state.set(view.moved(now, reached));
    prefetch();
  }

  function refresh(): void {
    const { window, top } = state.get();
    if (running) {
      refreshAgain = running.kind !== 'first';
      return;
    }
    const chunk = window.chunks[chunkAt(window, top)];
    if (chunk) fetchAgain(chunk.request);
    else loadFirst();
  }

  /** The page that this request brought, as far as it is seen. */
  function fetchAgain(request: PageRequest, more = 0): void {
    const now = state.get();
    const at = now.window.chunks.findIndex((one) => one.request === request);
    const chunk = now.window.chunks[at];
    if (!chunk) {
      prefetch();
      return;
    }
    const below = now.window.chunks[at + 1];
    const before = rowsIn(now.window.chunks.slice(0, at));
    // All that is seen is fetched again, where it runs over into the next page too.
    // In whole pages: each size is a statement of its own, which PostgreSQL keeps a plan of.
    const seen = Math.max(pageSize, chunk.rows.length, now.top - before + now.height) + more;
    const limit = Math.min(1000, Math.ceil(seen / pageSize) * pageSize);
    const end = before + (forwards(request) ? limit : chunk.rows.length);
    const needed = [
      ...(now.cursor >= before && now.cursor < end ? [now.rows[now.cursor]?.id] : []),
      // What is fetched backwards meets what is seen above it at its first row.
      ...(!forwards(request) && now.top < before ? [chunk.rows[0]?.id] : []),
    ];
    // What was fetched backwards ends where it did; what is seen below it is fetched for itself.
    const overruns = !forwards(request) && now.top + now.height > before + chunk.rows.length;
    followUp = overruns && below ? () => fetchAgain(below.request) : undefined;
    void load('refresh', { ...request, limit }, (page) => {
      const old = state.get();
      // A row that came pushed one that is needed out of its page: it is looked for behind it.
      const further = forwards(request) ? page.next : page.previous;
      const found = new Set(page.rows.map(({ id }) => id));
      if (more === 0 && further !== null && needed.some((id) => id !== undefined && !found.has(id))) {
        followUp = () => fetchAgain(request, pageSize);
        return {};
      }
      const after = view.kept(old, replaced(old.window, at, page, request));
      return { ...after, ...view.told(old, after, deltas(old.rows, after.rows)) };
    });
  }

  function setQuery(query: ListQuery): void {
    const now = state.get();
    if (now.filter === query.filter && now.sort === query.sort && (running ?? now.rows.length)) return;
    loads.abort();
    loads = new AbortController();
    const same = now.filter === query.filter;
    if (!same) stopCounting();
    change({ ...query, anchor: undefined, ...(same ? {} : { total: undefined, ...(now.whole && view.unmarked) }) });
    loadFirst(false, false);
  }

  return {
    state,
    current: () => state.get().rows[state.get().cursor],
    move,
    refresh,
    setQuery,
    first: () => (atStart(state.get().window) ? state.set({ ...view.moved(state.get(), 0), news: 0 }) : loadFirst()),
    last: () =>
      atEnd(state.get().window) ? state.set(view.moved(state.get(), state.get().rows.length - 1)) : loadFirst(true),
    seek: (way) => state.set(view.sought(state.get(), way)),
    setHeight: (height) => {
      if (height === state.get().height) return;
      state.set(view.at({ ...state.get(), height }, state.get().cursor));
      prefetch();
    },
    toggleMark: () => state.set(view.toggledMark(state.get())),
    toggleRange: () => state.set(view.toggledRange(state.get())),
    markAll,
    clearMarks: () => change(view.unmarked),
    unmark: (dealtWith) => {
      const marks = new Map([...state.get().marks].filter(([, row]) => !dealtWith(row)));
      change({ marks, whole: false });
    },
    count,
    cancel,
    dispose: () => {
      running?.controller.abort();
      running = undefined;
      loads.abort();
      loads = new AbortController();
      stopCounting();
      change({ loading: undefined });
    },
  };
}
