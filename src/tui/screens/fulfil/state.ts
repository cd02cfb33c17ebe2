import { plural } from '../../../domain/plural.ts';
import type { PickOrder } from '../../../operations/orders/parts/pick-orders.ts';
import type { PickQueue } from '../../../operations/orders/to-pick.ts';
import { answersTo, fold, isOpen, shortageNote, sumOf, type Entry, type Parcel } from './batch.ts';
import {
  currentParcel,
  currentRow,
  mostOrders,
  phaseOf,
  type Event,
  type Flash,
  type Note,
  type State,
} from './model.ts';

export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'scan':
      return scan(state, event.code.trim(), event.id);
    case 'digit':
      return digit(state, event.digit, event.id);
    case 'backspace':
      return { ...state, typing: state.typing.slice(0, -1) };
    case 'enter':
      return enter(state, event.id);
    case 'escape':
      return { ...state, typing: '', asking: undefined, choosing: false };
    case 'move':
      return move(state, event.by);
    case 'short':
      return askShort(state);
    case 'undo':
      return undo(state);
    case 'leave order':
      return leave(state, event.id);
    case 'choose warehouse':
      return state.orders.length > 0
        ? say(state, 'bad', 'Finish these orders first, or put them back (x).')
        : { ...state, choosing: true };
    case 'warehouse':
      return { ...state, warehouse: event.code, choosing: false, flash: undefined };
    case 'carrier':
      return { ...state, carrier: event.name, flash: { tone: 'info', text: `Carrier ${event.name}.` } };
    case 'queues':
      return queues(state, event.queues);
    case 'taken':
      return taken(state, event.orders);
    case 'refreshed':
      return refreshed(state, event.orders, event.id);
    case 'not taken':
      return say({ ...state, taking: undefined }, 'bad', event.text);
    case 'shipped':
      return shipped(state, event.id);
    case 'refused':
      return say({ ...state, sending: undefined }, 'bad', event.text);
    case 'doubt':
      return state.sending ? { ...state, sending: { ...state.sending, state: 'doubt' } } : state;
    case 'send again':
      return state.sending ? { ...state, sending: { ...state.sending, state: 'sent' } } : state;
    case 'noted':
      return { ...state, notes: state.notes.filter(({ operationId }) => operationId !== event.operationId) };
    case 'clear':
      return ended({ ...state, flash: undefined });
    case 'offline':
      return state.offline === event.offline ? state : { ...state, offline: event.offline };
    case 'say':
      return { ...state, flash: event.flash };
  }
}

const say = (state: State, tone: Flash['tone'], text: string): State => ({ ...state, flash: { tone, text } });

/** Any act of the person ends what was typed and asked. */
function append(state: State, entry: Entry, flash?: Flash): State {
  const entries = [...state.entries, entry];
  return { ...state, entries, folded: fold(state.orders, entries), typing: '', asking: undefined, flash };
}

const good = (text: string): Flash => ({ tone: 'good', text });

function scan(state: State, code: string, id: string): State {
  if (code === '') return state;
  const shown = code.slice(0, 40);
  switch (phaseOf(state)) {
    case 'warehouse':
      return say(state, 'bad', 'Choose the warehouse first: its number.');
    case 'ready':
      if (/^sm-\d{4}-\d+$/iu.test(code)) return { ...state, taking: { orders: code.toUpperCase() }, flash: undefined };
      return say(state, 'bad', 'Nothing is taken to pick yet: Enter takes the next orders.');
    case 'pick':
      return scanPick(state, shown);
    case 'pack':
      return scanPack(state, shown);
    case 'label':
      return scanLabel(state, code, id);
  }
}

function scanPick(state: State, code: string): State {
  const row = state.folded.rows.find(({ codes }) => answersTo(codes, code));
  if (!row) return say(state, 'bad', `WRONG: ${code} is not on the list. Put it back.`);
  if (row.picked >= row.wanted) return say(state, 'bad', `ENOUGH: all ${row.wanted} of ${row.sku} are picked.`);
  const next = append(state, { kind: 'pick', sku: row.sku }, good(`${row.sku}: ${row.picked + 1} of ${row.wanted}.`));
  return { ...next, selected: row.picked + 1 < row.wanted ? row.sku : undefined };
}

function scanPack(state: State, code: string): State {
  const parcel = currentParcel(state);
  const line = parcel?.lines.find(({ codes }) => answersTo(codes, code));
  if (!parcel || !line) return say(state, 'bad', `WRONG: ${code} is not in ${parcel?.order ?? 'this order'}.`);
  if (line.packed >= line.picked)
    return say(state, 'bad', `ENOUGH: all ${line.picked} of ${line.sku} are in the parcel.`);
  const entry: Entry = { kind: 'pack', order: parcel.order, sku: line.sku };
  const next = append(state, entry, good(`${line.sku}: ${line.packed + 1} of ${line.picked} in it.`));
  // Whole: what is wanted now is its label, and nothing stands in the way of that.
  return phaseOf(next) === 'label' ? { ...next, flash: undefined } : next;
}

/** The label is read twice before the parcel leaves: stock goes down, and nothing brings it back. */
function scanLabel(state: State, code: string, id: string): State {
  const parcel = currentParcel(state);
  if (!parcel) return state;
  if (state.sending) return say(state, 'bad', `Wait: ${state.sending.order} is being shipped.`);
  if (parcel.tracking === code) return send(state, id);
  const isItem = state.folded.rows.some(({ codes }) => answersTo(codes, code));
  if (isItem) return say(state, 'bad', `WRONG: ${code.slice(0, 40)} is an item, not a label.`);
  const isOrder = state.folded.parcels.some(({ order }) => order === code.toUpperCase());
  if (isOrder) return say(state, 'bad', `WRONG: that is an order number, not a tracking number.`);
  if (code.length > 100 || /\p{C}/u.test(code)) return say(state, 'bad', 'That is no tracking number.');
  return append(state, { kind: 'label', order: parcel.order, tracking: code });
}

function send(state: State, operationId: string): State {
  const parcel = currentParcel(state);
  if (!parcel || state.sending) return state;
  if (parcel.tracking === undefined) return say(state, 'bad', 'Scan the label first, or type its number (i).');
  if (state.carrier === '') return say(state, 'bad', 'Choose the carrier first: its number.');
  const lines = parcel.lines.filter(({ packed }) => packed > 0).map(({ sku, packed }) => ({ sku, quantity: packed }));
  const { carrier, warehouse } = state;
  const what = { operationId, order: parcel.order, warehouse, carrier, tracking: parcel.tracking, lines };
  return { ...state, sending: { ...what, state: 'sent' }, typing: '', flash: undefined };
}

function digit(state: State, given: number, id: string): State {
  const phase = phaseOf(state);
  if (state.asking !== undefined) {
    if (given !== 1) return { ...state, asking: undefined };
    const flash: Flash = { tone: 'info', text: `${state.asking} is short: the desk is told.` };
    return whenOver({ ...append(state, { kind: 'short', sku: state.asking }, flash), selected: undefined }, id);
  }
  if (phase === 'warehouse') {
    const queue = state.queues?.[given - 1];
    return queue ? { ...state, warehouse: queue.warehouse, choosing: false, flash: undefined } : state;
  }
  if (phase === 'label') {
    const name = state.carriers[given - 1];
    return name === undefined || state.sending ? state : reduce(state, { kind: 'carrier', name });
  }
  return { ...state, typing: (state.typing + String(given)).replace(/^0+(?=\d)/u, '').slice(0, 5), flash: undefined };
}

function enter(state: State, id: string): State {
  if (state.asking !== undefined) return { ...state, asking: undefined };
  switch (phaseOf(state)) {
    case 'ready': {
      const most = state.typing === '' ? state.most : Number(state.typing);
      if (state.taking) return state;
      if (most < 1 || most > mostOrders)
        return say({ ...state, typing: '' }, 'bad', `From 1 to ${mostOrders} orders at once.`);
      return { ...state, most, typing: '', taking: { orders: undefined }, flash: undefined };
    }
    case 'pick':
      return state.typing === '' ? say(state, 'info', 'Scan the item, or type how many you took.') : setPicked(state);
    case 'pack':
      return state.typing === '' ? say(state, 'info', 'Scan the item into the parcel.') : setPacked(state);
    case 'label':
      return send(state, id);
    case 'warehouse':
      return state;
  }
}

function setPicked(state: State): State {
  const row = currentRow(state);
  const quantity = Number(state.typing);
  const idle = { ...state, typing: '' };
  if (!row) return idle;
  if (quantity > row.wanted) return say(idle, 'bad', `TOO MANY: ${row.wanted} of ${row.sku} are wanted.`);
  const entry: Entry = { kind: 'picked', sku: row.sku, quantity };
  if (quantity < row.wanted) return { ...append(state, entry), selected: row.sku, asking: row.sku };
  return { ...append(state, entry, good(`${row.sku}: ${quantity} of ${row.wanted}.`)), selected: undefined };
}

/** A quantity is for the one line that is not whole yet; which of several lies on the table only a scan can tell. */
function setPacked(state: State): State {
  const parcel = currentParcel(state);
  const open = parcel?.lines.filter(({ packed, picked }) => packed < picked) ?? [];
  const [line] = open;
  const idle = { ...state, typing: '' };
  if (!parcel || !line) return idle;
  if (open.length > 1) return say(idle, 'bad', `Scan them: ${open.length} kinds are missing in the parcel.`);
  const quantity = Number(state.typing);
  if (quantity > line.picked) return say(idle, 'bad', `TOO MANY: ${line.picked} of ${line.sku} belong in the parcel.`);
  const entry: Entry = { kind: 'packed', order: parcel.order, sku: line.sku, quantity };
  return append(state, entry, good(`${line.sku}: ${quantity} of ${line.picked} in the parcel.`));
}

function move(state: State, by: number): State {
  if (phaseOf(state) !== 'pick') return state;
  const { rows } = state.folded;
  const at = rows.findIndex(({ sku }) => sku === currentRow(state)?.sku);
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  return { ...state, selected: next?.sku, typing: '', asking: undefined, flash: undefined };
}

function askShort(state: State): State {
  const row = phaseOf(state) === 'pick' ? currentRow(state) : undefined;
  if (!row || !isOpen(row)) return say(state, 'info', 'Nothing is missing here.');
  return { ...state, asking: row.sku, selected: row.sku, typing: '' };
}

/** What `z` would take back; or why there is nothing. */
function undoable({ entries, sending }: State): { readonly last: Exclude<Entry, { kind: 'shipped' }> } | Flash {
  const last = entries.at(-1);
  if (sending) return { tone: 'bad', text: `${sending.order} is being shipped.` };
  if (!last || (last.kind === 'left' && last.gone)) return { tone: 'info', text: 'There is nothing to undo.' };
  if (last.kind === 'shipped') return { tone: 'bad', text: `${last.order} has left: that cannot be undone.` };
  return { last };
}

/** Whether `z` does something now, for the hints line. */
export const canUndo = (state: State): boolean =>
  state.typing !== '' || state.asking !== undefined || 'last' in undoable(state);

function undo(state: State): State {
  if (state.typing !== '') return { ...state, typing: '' };
  if (state.asking !== undefined) return { ...state, asking: undefined };
  const found = undoable(state);
  if (!('last' in found)) return say(state, found.tone, found.text);
  const { last } = found;
  const entries = state.entries.slice(0, -1);
  const what =
    last.kind === 'label' ? `the label ${last.tracking}` : last.kind === 'left' ? `leaving ${last.order}` : last.sku;
  const selected = 'sku' in last ? last.sku : undefined;
  return say({ ...state, entries, folded: fold(state.orders, entries), selected }, 'info', `Undone: ${what}.`);
}

function leave(state: State, id: string): State {
  const parcel = currentParcel(state);
  const phase = phaseOf(state);
  if (!parcel || state.sending || (phase !== 'pack' && phase !== 'label')) {
    return say(state, 'info', 'An order is left while it is packed.');
  }
  const flash: Flash = { tone: 'info', text: `${parcel.order} stays yours for another time. Put its pieces aside.` };
  return whenOver(append(state, { kind: 'left', order: parcel.order, gone: false }, flash), id);
}

function queues(state: State, all: readonly PickQueue[]): State {
  const only = all.length === 1 ? all[0]?.warehouse : undefined;
  const known = all.some(({ warehouse }) => warehouse === state.warehouse);
  return { ...state, queues: all, warehouse: known || state.orders.length > 0 ? state.warehouse : (only ?? '') };
}

function taken(state: State, orders: readonly PickOrder[]): State {
  const idle = { ...state, taking: undefined };
  if (orders.length === 0) return say(idle, 'info', `Nothing waits to be picked in ${state.warehouse}.`);
  const pieces = sumOf(orders, ({ lines }) => sumOf(lines, ({ quantity }) => quantity));
  const next = { ...idle, orders, entries: [], folded: fold(orders, []), selected: undefined, typing: '' };
  return say(next, 'info', `${plural(orders.length, 'order')}, ${plural(pieces, 'piece')}.`);
}

/** What the store says of the open orders now: one that is missing was cancelled, shipped or given to somebody else. */
function refreshed(state: State, now: readonly PickOrder[], id: string): State {
  const open = state.folded.parcels.filter(({ state: one }) => one === 'open').map(({ order }) => order);
  const gone = open.filter((order) => order !== state.sending?.order && !now.some((one) => one.order_number === order));
  const orders = state.orders.map((one) => now.find(({ order_number }) => order_number === one.order_number) ?? one);
  const entries = [...state.entries, ...gone.map((order): Entry => ({ kind: 'left', order, gone: true }))];
  const next = { ...state, orders, entries, folded: fold(orders, entries) };
  if (gone.length === 0) return next;
  return whenOver(
    say(next, 'bad', `${gone.join(', ')} is yours no more: cancelled, or given away. Put its pieces back.`),
    id,
  );
}

function shipped(before: State, id: string): State {
  const { sending } = before;
  if (!sending) return before;
  const parcel = before.folded.parcels.find(({ order }) => order === sending.order);
  const told = {
    ...before,
    sending: undefined,
    notes: [...before.notes, ...notesOf(before, parcel ? [parcel] : [], id)],
  };
  const next = append(told, { kind: 'shipped', order: sending.order });
  return whenOver(say(next, 'good', `${sending.order} has left with ${sending.carrier}.`), id);
}

/** With no parcel left to pack the round is over, and the next one can be taken. */
function whenOver(state: State, id: string): State {
  if (state.folded.rows.some(isOpen) || currentParcel(state)) return state;
  const { parcels } = state.folded;
  const out = parcels.filter((one) => one.state === 'shipped').length;
  const empty = parcels.filter((one) => one.state === 'open');
  const notes = [...state.notes, ...notesOf(state, empty, id)];
  const lacking = empty.length === 0 ? '' : `Nothing was found for ${empty.map(({ order }) => order).join(', ')}.`;
  const bad = state.flash?.tone === 'bad' ? state.flash.text : '';
  const left = out > 0 || (bad === '' && lacking === '') ? `${plural(out, 'order')} shipped.` : '';
  // What somebody must do stands first: a small screen shows no more than that.
  const text = [bad, left, lacking].filter(Boolean).join(' ');
  return say(ended({ ...state, notes }), bad === '' && lacking === '' ? 'good' : 'bad', text);
}

/** One note an order; each has an id of its own, made from the one of the act. */
function notesOf({ warehouse, notes }: State, parcels: readonly Parcel[], id: string): readonly Note[] {
  return parcels.flatMap((parcel, index) => {
    const text = shortageNote(parcel, warehouse);
    const last = (notes.length + index).toString(16).padStart(2, '0').slice(-2);
    return text === undefined ? [] : [{ operationId: `${id.slice(0, -2)}${last}`, order: parcel.order, text }];
  });
}

function ended(state: State): State {
  return {
    ...state,
    orders: [],
    entries: [],
    folded: fold([], []),
    sending: undefined,
    selected: undefined,
    asking: undefined,
    typing: '',
  };
}
