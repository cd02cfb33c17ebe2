import { failureSentence, Interrupted } from '../../../domain/errors.ts';
import type { PickOrder } from '../../../operations/orders/parts/pick-orders.ts';
import type { ToPick } from '../../../operations/orders/to-pick.ts';
import { createRetry } from '../../app/retry.ts';
import { value, type Value } from '../../app/value.ts';
import { start, toDraft, type Draft, type Event, type Note, type Sending, type State } from './model.ts';
import { reduce } from './state.ts';

/** What the picking needs of the world. */
export interface Outside {
  /** The queues, and of the named orders what is left to pick. */
  readonly toPick: (warehouse: string | undefined, orders: readonly string[]) => Promise<ToPick>;
  readonly take: (
    warehouse: string,
    most: number,
    orders: string | undefined,
    id: string,
  ) => Promise<readonly PickOrder[]>;
  readonly ship: (what: Sending) => Promise<unknown>;
  readonly note: (note: Note) => Promise<unknown>;
  /** The connection broke off: whether it was done is not known. */
  readonly unanswered: (error: unknown) => boolean;
  readonly left: Partial<Draft> | undefined;
  readonly save: (draft: Draft) => void;
  readonly carriers: readonly string[];
  readonly usedCarrier: (name: string) => void;
  readonly newId: () => string;
  readonly signalBad: () => void;
}

export interface Fulfilment {
  readonly state: Value<State>;
  readonly dispatch: (event: Event) => void;
  /** Orders changed somewhere, or somebody came back to the screen: looks again, without hurry. */
  readonly look: () => void;
}

/** Changes of orders come in bursts, and one's own shipments are among them. */
const calm = 400;

/** Picking with its effects, outside React: it goes on while the screen is closed and is the same when it opens. */
export function createFulfilment(outside: Outside): Fulfilment {
  const state = value(start(outside.left ?? {}, outside.carriers));
  const busy = new Set<'queues' | 'take' | 'ship' | 'note'>();
  let stale = true;
  // Sending again harms nothing: what was done once is not done twice.
  const retry = createRetry(() => {
    if (state.get().sending?.state === 'doubt') dispatch({ kind: 'send again' });
    else follow();
  });
  let looking: NodeJS.Timeout | undefined;

  function dispatch(event: Event): void {
    const before = state.get();
    const next = reduce(before, event);
    state.set(next);
    if (draftChanged(before, next)) outside.save(toDraft(next));
    if (next.flash && next.flash !== before.flash && next.flash.tone === 'bad') outside.signalBad();
    if (before.orders.length > 0 && next.orders.length === 0) stale = true;
    if (before.warehouse !== next.warehouse) stale = true;
    follow();
  }

  /** Starts what the state asks for and is not under way. */
  function follow(): void {
    if (retry.waiting()) return;
    const { sending, taking, notes } = state.get();
    if (sending?.state === 'sent') void work('ship', () => ship(sending));
    if (taking) void work('take', () => take(taking.orders));
    const [note] = notes;
    if (note) void work('note', () => tell(note));
    if (stale) void work('queues', queues);
  }

  async function work(name: 'queues' | 'take' | 'ship' | 'note', run: () => Promise<void>): Promise<void> {
    if (busy.has(name)) return;
    busy.add(name);
    let again = true;
    try {
      await run();
    } catch (error) {
      again = failed(name, error);
    } finally {
      busy.delete(name);
    }
    if (again) follow();
  }

  async function queues(): Promise<void> {
    stale = false;
    const before = state.get();
    const open = before.folded.parcels.filter((one) => one.state === 'open').map(({ order }) => order);
    const place = before.orders.length > 0 ? before.warehouse : undefined;
    const answer = await outside.toPick(place, open);
    back();
    if (place === undefined) dispatch({ kind: 'queues', queues: answer.queues });
    // Another round began meanwhile: the answer is about the one before.
    else if (state.get().orders.some((one) => before.orders.includes(one))) {
      dispatch({ kind: 'refreshed', orders: answer.orders, id: outside.newId() });
    }
  }

  async function take(orders: string | undefined): Promise<void> {
    const { warehouse, most } = state.get();
    const found = await outside.take(warehouse, most, orders, outside.newId());
    back();
    dispatch({ kind: 'taken', orders: found });
    stale = found.length === 0;
  }

  async function ship(what: Sending): Promise<void> {
    await outside.ship(what);
    back();
    outside.usedCarrier(what.carrier);
    dispatch({ kind: 'shipped', id: outside.newId() });
  }

  async function tell(note: Note): Promise<void> {
    await outside.note(note);
    back();
    dispatch({ kind: 'noted', operationId: note.operationId });
  }

  /** False: nothing goes on by itself. */
  function failed(name: 'queues' | 'take' | 'ship' | 'note', error: unknown): boolean {
    if (error instanceof Interrupted) return false;
    if (outside.unanswered(error)) {
      if (name === 'queues') stale = true;
      if (name === 'ship') state.set(reduce(state.get(), { kind: 'doubt' }));
      state.set(reduce(state.get(), { kind: 'offline', offline: true }));
      retry.later();
      return false;
    }
    if (name === 'ship') dispatch({ kind: 'refused', text: failureSentence(error) });
    else if (name === 'take') dispatch({ kind: 'not taken', text: failureSentence(error) });
    else dispatch({ kind: 'say', flash: { tone: 'bad', text: failureSentence(error) } });
    const [note] = state.get().notes;
    if (name === 'note' && note) dispatch({ kind: 'noted', operationId: note.operationId });
    return name !== 'queues';
  }

  function back(): void {
    retry.succeeded();
    if (state.get().offline) state.set(reduce(state.get(), { kind: 'offline', offline: false }));
  }

  function look(): void {
    looking ??= setTimeout(() => {
      looking = undefined;
      stale = true;
      follow();
    }, calm).unref();
  }

  follow();
  return { state, dispatch, look };
}

function draftChanged(before: State, next: State): boolean {
  return (
    before.entries !== next.entries ||
    before.orders !== next.orders ||
    before.sending !== next.sending ||
    before.notes !== next.notes ||
    before.warehouse !== next.warehouse ||
    before.carrier !== next.carrier
  );
}
