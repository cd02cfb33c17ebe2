import type { PickOrder } from '../../../operations/orders/parts/pick-orders.ts';
import type { PickQueue } from '../../../operations/orders/to-pick.ts';
import { fold, isOpen, type Entry, type Folded, type Parcel, type PickRow } from './batch.ts';

/**
 * A parcel that was sent off and not answered yet. It keeps its operation id and content: sent again word for word after
 * a lost line or a crash, it ships once.
 */
export interface Sending {
  readonly operationId: string;
  readonly order: string;
  readonly warehouse: string;
  readonly carrier: string;
  readonly tracking: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly state: 'sent' | 'doubt';
}

/** What the desk is told about an order: pieces that were not on the shelf. Kept until the store has it. */
export interface Note {
  readonly operationId: string;
  readonly order: string;
  readonly text: string;
}

export interface Flash {
  readonly tone: 'good' | 'bad' | 'info';
  readonly text: string;
}

/** What outlives the process. */
export interface Draft {
  readonly warehouse: string;
  readonly carrier: string;
  readonly orders: readonly PickOrder[];
  readonly entries: readonly Entry[];
  readonly sending: Sending | undefined;
  readonly notes: readonly Note[];
}

export interface State extends Draft {
  readonly folded: Folded;
  readonly queues: readonly PickQueue[] | undefined;
  readonly choosing: boolean;
  /** Carriers to choose from by a digit. */
  readonly carriers: readonly string[];
  /** How many orders a round takes. */
  readonly most: number;
  readonly typing: string;
  /** SKU of the row that keys go to; the first open one where it is none. */
  readonly selected: string | undefined;
  /** SKU of which fewer were found than wanted: what of it? */
  readonly asking: string | undefined;
  /** Orders are being taken: by number, or the next ones. */
  readonly taking: { readonly orders: string | undefined } | undefined;
  readonly offline: boolean;
  readonly flash: Flash | undefined;
}

export type Event =
  /** `id`: for the operation that a scan of the label may start. */
  | { readonly kind: 'scan'; readonly code: string; readonly id: string }
  /** `id`: for what the desk is told. */
  | { readonly kind: 'digit'; readonly digit: number; readonly id: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'enter'; readonly id: string }
  | { readonly kind: 'escape' }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'short' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'leave order'; readonly id: string }
  | { readonly kind: 'choose warehouse' }
  | { readonly kind: 'warehouse'; readonly code: string }
  | { readonly kind: 'carrier'; readonly name: string }
  | { readonly kind: 'queues'; readonly queues: readonly PickQueue[] }
  | { readonly kind: 'taken'; readonly orders: readonly PickOrder[] }
  | { readonly kind: 'refreshed'; readonly orders: readonly PickOrder[]; readonly id: string }
  | { readonly kind: 'not taken'; readonly text: string }
  | { readonly kind: 'shipped'; readonly id: string }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'doubt' }
  | { readonly kind: 'send again' }
  | { readonly kind: 'noted'; readonly operationId: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'offline'; readonly offline: boolean }
  | { readonly kind: 'say'; readonly flash: Flash };

export type Phase = 'warehouse' | 'ready' | 'pick' | 'pack' | 'label';

export const mostOrders = 50;

export function start(draft: Partial<Draft>, carriers: readonly string[], most = 3): State {
  const { warehouse = '', carrier = carriers[0] ?? '', orders = [], entries = [], sending, notes = [] } = draft;
  const kept = {
    warehouse,
    carrier,
    orders,
    entries,
    sending: sending && ({ ...sending, state: 'sent' } as const),
    notes,
  };
  return {
    ...kept,
    folded: fold(orders, entries),
    queues: undefined,
    choosing: false,
    carriers,
    most,
    typing: '',
    selected: undefined,
    asking: undefined,
    taking: undefined,
    offline: false,
    flash: undefined,
  };
}

/** The parcel that is packed now: the first that is open and has something in it. */
export const currentParcel = ({ folded }: Pick<State, 'folded'>): Parcel | undefined =>
  folded.parcels.find(({ state, lines }) => state === 'open' && lines.some(({ picked }) => picked > 0));

export const isPacked = ({ lines }: Parcel): boolean => lines.every(({ packed, picked }) => packed >= picked);

export function phaseOf(state: State): Phase {
  if (state.warehouse === '' || state.choosing) return 'warehouse';
  if (state.orders.length === 0) return 'ready';
  if (state.folded.rows.some(isOpen)) return 'pick';
  const parcel = currentParcel(state);
  if (!parcel) return 'ready';
  return isPacked(parcel) ? 'label' : 'pack';
}

/** What Enter does now, for the hints line; '' where it only says what is waited for. */
export function enterWord(state: State): string {
  if (state.asking !== undefined) return 'back';
  switch (phaseOf(state)) {
    case 'ready':
      return state.taking ? '' : 'take them';
    case 'label':
      return 'ship';
    case 'pick':
    case 'pack':
      return state.typing === '' ? '' : 'set';
    case 'warehouse':
      return '';
  }
}

/** The shelf one stands at. */
export function currentRow({ folded: { rows }, selected }: State): PickRow | undefined {
  return rows.find(({ sku }) => sku === selected) ?? rows.find(isOpen);
}

export function toDraft({ warehouse, carrier, orders, entries, sending, notes }: State): Draft {
  return { warehouse, carrier, orders, entries, sending, notes };
}
