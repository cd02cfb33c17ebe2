import { randomUUID } from 'node:crypto';
import type { ListRow } from '../../../operations/listing.ts';
import type { ReviewShown } from '../../../operations/reviews/show.ts';
import { value, type Value } from '../../app/hooks.ts';
import * as steps from './queue.ts';
import { emptyQueue, type Queue } from './queue.ts';

export type Verdict = { readonly to: 'APPROVED' } | { readonly to: 'REJECTED'; readonly reason: string };

/** What the desk needs from the program; each tells its own failures and answers whether it was done. */
export interface DeskWork {
  readonly decide: (review: string, verdict: Verdict, operationId: string) => Promise<boolean>;
  readonly undo: (operationId: string) => Promise<boolean>;
  readonly show: (review: string) => Promise<ReviewShown>;
  readonly tell: (kind: 'ok' | 'info' | 'warning', text: string) => void;
}

/** One decision, over one review or over those that were marked. */
interface Act {
  readonly verdict: Verdict;
  /** The reviews, each with the id of the operation that decides it. */
  readonly rows: readonly { readonly row: ListRow; readonly operationId: string }[];
}

export interface DeskState {
  readonly queue: Queue;
  /** What `z` takes back, the last one at the end. */
  readonly history: readonly Act[];
  readonly approved: number;
  readonly rejected: number;
  /** Decisions and undos on their way to the database, each with its review. */
  readonly saving: ReadonlyMap<string, string>;
  readonly pages: ReadonlyMap<string, ReviewShown>;
}

export interface Desk {
  readonly state: Value<DeskState>;
  readonly arrived: (waiting: readonly ListRow[]) => void;
  readonly refilter: () => void;
  readonly move: (by: number) => void;
  readonly mark: (how: 'one' | 'range' | 'all' | 'none') => void;
  readonly decide: (verdict: Verdict) => void;
  readonly undo: () => void;
  /** All decisions and undos given so far are done or told. */
  readonly settled: () => Promise<void>;
}

/** Reviews whose product, customer and order are fetched before they are in front. */
const ahead = 3;
/** Pages kept: what `z` brings back is there at once. */
const kept = 200;

/**
 * Decides at the speed of the person: the next review is in front while the decision before is still being written, one
 * after the other in the order of the keys. What could not be written comes back to the front.
 */
export function createDesk(work: DeskWork): Desk {
  const state = value<DeskState>({
    queue: emptyQueue,
    history: [],
    approved: 0,
    rejected: 0,
    saving: new Map(),
    pages: new Map(),
  });
  let writes: Promise<void> = Promise.resolve();
  let fetching = false;
  /** Could not be shown; asked for again when the list was loaded again. */
  const failed = new Set<string>();
  /** Operations that did not happen: there is nothing to undo of them. */
  const unwritten = new Set<string>();

  const change = (part: (now: DeskState) => Partial<DeskState>) => state.update((now) => ({ ...now, ...part(now) }));
  const requeue = (step: (queue: Queue) => Queue) => {
    change(({ queue }) => ({ queue: step(queue) }));
    void fetchAhead();
  };
  const saved = (key: string) =>
    change(({ saving }) => ({ saving: new Map([...saving].filter(([one]) => one !== key)) }));
  const later = (task: () => Promise<void>): void => {
    writes = writes.then(task);
  };

  async function fetchAhead(): Promise<void> {
    if (fetching) return;
    fetching = true;
    try {
      for (let id = nextWanted(); id !== undefined; id = nextWanted()) {
        const page = await work.show(id).catch(() => undefined);
        if (page) change(({ pages }) => ({ pages: withPage(pages, page) }));
        else failed.add(id);
      }
    } finally {
      fetching = false;
    }
  }

  function nextWanted(): string | undefined {
    const { queue, pages } = state.get();
    const rows = steps.toDecide(queue);
    const at = Math.max(steps.placeOf(queue), 0);
    const wanted = [queue.current, ...rows.slice(at, at + ahead)].flatMap((row) => (row ? [row.id] : []));
    return wanted.find((id) => !pages.has(id) && !failed.has(id));
  }

  function decide(verdict: Verdict): void {
    const { queue } = state.get();
    const rows = steps.chosen(queue).map((row) => ({ row, operationId: randomUUID() }));
    if (rows.length === 0) {
      if (queue.current) passOver(queue.current);
      return;
    }
    const act: Act = { verdict, rows };
    change((now) => ({
      history: [...now.history, act].slice(-100),
      saving: new Map([...now.saving, ...rows.map(({ row, operationId }) => [operationId, row.id] as const)]),
      ...counted(now, verdict, rows.length),
    }));
    requeue((now) =>
      steps.withDecided(
        now,
        rows.map(({ row }) => row),
      ),
    );
    for (const { row, operationId } of rows) later(() => write(act, row, operationId));
  }

  /** Somebody else was faster: on to the next. */
  function passOver(row: ListRow): void {
    work.tell('info', 'That review was decided by somebody else meanwhile; this is the next one.');
    requeue((now) => steps.withDecided({ ...now, current: row }, [row]));
  }

  async function write(act: Act, row: ListRow, operationId: string): Promise<void> {
    const done = await work.decide(row.id, act.verdict, operationId);
    saved(operationId);
    if (done) return;
    unwritten.add(operationId);
    change((now) => withoutWrite(now, act.verdict, operationId));
    const page = await work.show(row.id).catch(() => undefined);
    // Told by the operation already; what is decided is decided, whoever did it.
    if (page && page.status !== 'PENDING') return;
    requeue((now) => steps.withBack(now, [row]));
  }

  function undo(): void {
    const act = state.get().history.at(-1);
    if (!act) {
      work.tell('info', 'There is no decision of yours here to take back.');
      return;
    }
    const rows = act.rows.map(({ row }) => row);
    change((now) => ({ history: now.history.slice(0, -1), ...counted(now, act.verdict, -rows.length) }));
    requeue((now) => steps.withBack(now, rows));
    for (const { row, operationId } of act.rows) {
      const key = `undo ${operationId}`;
      change(({ saving }) => ({ saving: new Map([...saving, [key, row.id]]) }));
      later(async () => {
        const done = unwritten.has(operationId) || (await work.undo(operationId));
        saved(key);
        if (done) return;
        requeue((now) => steps.withDecided(now, [row]));
        change((now) => counted(now, act.verdict, 1));
      });
    }
  }

  return {
    state,
    arrived: (waiting) => {
      failed.clear();
      requeue((now) => steps.withWaiting(now, waiting, new Set(state.get().saving.values())));
    },
    refilter: () => requeue(steps.withFilter),
    move: (by) => requeue((now) => steps.moved(now, by)),
    mark: (how) =>
      requeue((now) => {
        if (how === 'none') return { ...now, marks: new Set(), anchor: undefined };
        return how === 'one' ? steps.toggledMark(now) : how === 'all' ? steps.markedAll(now) : steps.toggledRange(now);
      }),
    decide,
    undo,
    settled: () => writes,
  };
}

function counted(now: DeskState, { to }: Verdict, by: number): Pick<DeskState, 'approved' | 'rejected'> {
  return to === 'APPROVED'
    ? { approved: now.approved + by, rejected: now.rejected }
    : { approved: now.approved, rejected: now.rejected + by };
}

/** A decision that did not happen counts no longer; when it was taken back already, that has been counted. */
function withoutWrite(now: DeskState, verdict: Verdict, operationId: string): Partial<DeskState> {
  const there = now.history.some(({ rows }) => rows.some((one) => one.operationId === operationId));
  const history = now.history
    .map((act) => ({ ...act, rows: act.rows.filter((one) => one.operationId !== operationId) }))
    .filter(({ rows }) => rows.length > 0);
  return { history, ...(there ? counted(now, verdict, -1) : {}) };
}

function withPage(pages: ReadonlyMap<string, ReviewShown>, page: ReviewShown): ReadonlyMap<string, ReviewShown> {
  return new Map([...[...pages].slice(1 - kept), [page.id, page] as const]);
}
