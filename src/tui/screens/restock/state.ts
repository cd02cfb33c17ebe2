import { plural } from '../../../domain/plural.ts';
import { codeProblem, parseList } from './paste.ts';
import {
  codeOf,
  fold,
  keyOf,
  mostPieces,
  totals,
  uncheckedCodes,
  type Answer,
  type Catalogue,
  type Entry,
  type Line,
} from './tally.ts';

export interface Warehouse {
  readonly code: string;
  readonly name: string;
}

/**
 * A commit that was sent and not answered yet. It keeps its own operation id and content, so that it can be sent again
 * word for word while the counting goes on under a new id: sending changed content under an id that had already run
 * would lose the change.
 */
export interface Sending {
  readonly operationId: string;
  readonly warehouse: string;
  readonly reference: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly entries: readonly Entry[];
  /** 'sent' while the answer is awaited, 'doubt' when the connection broke off before it came. */
  readonly state: 'sent' | 'doubt';
}

export interface Flash {
  readonly tone: 'good' | 'bad' | 'info';
  readonly text: string;
}

/** What outlives the process. */
export interface Draft {
  readonly operationId: string;
  /** ISO time of the first scan. */
  readonly startedAt: string;
  readonly warehouse: Warehouse | undefined;
  readonly reference: string;
  readonly entries: readonly Entry[];
  readonly catalogue: Catalogue;
  readonly sending: Sending | undefined;
}

export interface State extends Draft {
  readonly lines: readonly Line[];
  /** Key of the line that quantities go to. */
  readonly selected: string | undefined;
  /** Digits typed and not confirmed. */
  readonly typing: string;
  readonly warehouses: readonly Warehouse[];
  readonly choosing: boolean;
  /** An earlier run's work, offered before anything else happens. */
  readonly offer: Draft | undefined;
  /** Codes could not be looked up because the connection is away. */
  readonly offline: boolean;
  readonly flash: Flash | undefined;
}

export type Event =
  | { readonly kind: 'scan'; readonly code: string; readonly at: string }
  | { readonly kind: 'list'; readonly text: string; readonly at: string }
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'confirm quantity' }
  | { readonly kind: 'forget quantity' }
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'correct'; readonly to: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'warehouses'; readonly warehouses: readonly Warehouse[]; readonly remembered?: string | undefined }
  | { readonly kind: 'choose warehouse' }
  | { readonly kind: 'keep warehouse' }
  | { readonly kind: 'warehouse'; readonly code: string }
  | { readonly kind: 'reference'; readonly text: string }
  | { readonly kind: 'answers'; readonly warehouse: string; readonly answers: Readonly<Record<string, Answer>> }
  | { readonly kind: 'offline'; readonly offline: boolean }
  | { readonly kind: 'offer'; readonly draft: Draft }
  | { readonly kind: 'continue' }
  | { readonly kind: 'discard offer' }
  | { readonly kind: 'clear'; readonly nextId: string }
  | { readonly kind: 'send'; readonly nextId: string }
  | { readonly kind: 'send again' }
  | { readonly kind: 'booked'; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'doubt'; readonly text: string }
  | { readonly kind: 'say'; readonly flash: Flash };

export function empty(operationId: string): State {
  return {
    operationId,
    startedAt: '',
    warehouse: undefined,
    reference: '',
    entries: [],
    catalogue: {},
    sending: undefined,
    lines: [],
    selected: undefined,
    typing: '',
    warehouses: [],
    choosing: false,
    offer: undefined,
    offline: false,
    flash: undefined,
  };
}

export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'scan':
      return scan(state, event.code.trim(), event.at);
    case 'list':
      return list(state, event.text, event.at);
    case 'digit':
      if (!selectedLine(state)) return say(state, 'info', 'Scan something first, then type how many.');
      return { ...state, typing: (state.typing + event.digit).replace(/^0+(?=\d)/u, '').slice(0, 9), flash: undefined };
    case 'backspace':
      return { ...state, typing: state.typing.slice(0, -1) };
    case 'confirm quantity':
      return confirmQuantity(state);
    case 'forget quantity':
      return { ...state, typing: '' };
    case 'move':
      return move(confirmQuantity(state), event.by);
    case 'drop':
      return drop(state);
    case 'correct':
      return correct(state, event.to.trim());
    case 'undo':
      return undo(state);
    case 'warehouses':
      return warehouses(state, event.warehouses, event.remembered);
    case 'choose warehouse':
      return { ...state, choosing: true };
    case 'keep warehouse':
      return { ...state, choosing: state.warehouse === undefined };
    case 'warehouse':
      return chooseWarehouse(state, event.code);
    case 'reference':
      return { ...state, reference: event.text.trim() };
    case 'answers':
      return answers(state, event.warehouse, event.answers);
    case 'offline':
      return state.offline === event.offline ? state : { ...state, offline: event.offline };
    case 'offer':
      return { ...state, offer: event.draft };
    case 'continue':
      return takeUp(state);
    case 'discard offer':
      return { ...state, offer: undefined };
    case 'clear':
      return refold({ ...state, entries: [], operationId: event.nextId, startedAt: '', reference: '', typing: '' });
    case 'send':
      return send(state, event.nextId);
    case 'send again':
      return state.sending ? { ...state, sending: { ...state.sending, state: 'sent' }, flash: undefined } : state;
    case 'booked':
      return booked(state, event.replayed);
    case 'refused':
      return refused(state, event.text);
    case 'doubt':
      return state.sending
        ? say({ ...state, sending: { ...state.sending, state: 'doubt' } }, 'bad', event.text)
        : state;
    case 'say':
      return { ...state, flash: event.flash };
  }
}

export const selectedLine = (state: State): Line | undefined => state.lines.find(({ key }) => key === state.selected);

export const unchecked = (state: State): readonly string[] => uncheckedCodes(state.entries, state.catalogue);

const say = (state: State, tone: Flash['tone'], text: string): State => ({ ...state, flash: { tone, text } });

/** Lines follow the entries; the selection stays on its line, or goes where the last thing happened. */
function refold(state: State, select: string | undefined = state.selected): State {
  const lines = fold(state.entries, state.catalogue);
  const key = select === undefined ? undefined : keyOf(state.catalogue, select);
  const selected = lines.some((line) => line.key === key) ? key : lines.at(-1)?.key;
  return { ...state, lines, selected };
}

function append(state: State, entry: Entry, at?: string): State {
  const startedAt = state.startedAt === '' && at !== undefined ? at : state.startedAt;
  return refold({ ...state, startedAt, entries: [...state.entries, entry], flash: undefined }, codeOf(entry));
}

const countOf = (state: State, code: string): number => {
  const key = keyOf(state.catalogue, code);
  return state.lines.find((line) => line.key === key)?.quantity ?? 0;
};

function scan(before: State, code: string, at: string): State {
  // A typed quantity belongs to the line it was typed for: the next scan confirms it, nothing typed is lost.
  const state = confirmQuantity(before.offer ? takeUp(before) : before);
  const problem = codeProblem(code);
  if (problem) return say(state, 'bad', `Not counted: ${problem}.`);
  if (countOf(state, code) >= mostPieces)
    return say(state, 'bad', `${code} is at ${mostPieces}, the most of one line.`);
  return append(state, { kind: 'add', code, quantity: 1 }, at);
}

function list(before: State, text: string, at: string): State {
  const state = confirmQuantity(before.offer ? takeUp(before) : before);
  const parsed = parseList(text);
  if ('refusal' in parsed) return say(state, 'bad', parsed.refusal);
  const first = parsed.bad[0];
  const left = first ? ` ${parsed.bad.length} left out; line ${first.row}: ${first.reason}.` : '';
  if (parsed.adds.length === 0) return say(state, 'bad', `Nothing to add in that list.${left}`);
  const next = append(state, { kind: 'many', adds: parsed.adds }, at);
  const over = next.lines.find(({ quantity }) => quantity > mostPieces);
  if (over) return say(state, 'bad', `Nothing added: ${over.key} would be over ${mostPieces} pieces.`);
  const pieces = parsed.adds.reduce((sum, { quantity }) => sum + quantity, 0);
  return say(
    next,
    first ? 'bad' : 'good',
    `Added ${plural(parsed.adds.length, 'line')}, ${plural(pieces, 'piece')}.${left}`,
  );
}

function confirmQuantity(state: State): State {
  const line = selectedLine(state);
  if (state.typing === '' || !line) return state.typing === '' ? state : { ...state, typing: '' };
  const quantity = Number(state.typing);
  const idle = { ...state, typing: '' };
  if (quantity > mostPieces) {
    return say(idle, 'bad', `${quantity} is too many: one line takes up to ${mostPieces}. It stays ${line.quantity}.`);
  }
  if (quantity === 0) return drop(idle);
  return say(append(idle, { kind: 'set', code: line.code, quantity }), 'good', `${line.key} set to ${quantity}.`);
}

/** Newest lines stand on top, so down is towards older ones. */
function move(state: State, by: number): State {
  const index = state.lines.findIndex(({ key }) => key === state.selected);
  const next = Math.min(Math.max(index - by, 0), state.lines.length - 1);
  return { ...state, selected: state.lines[next]?.key, flash: undefined };
}

function drop(state: State): State {
  const line = selectedLine(state);
  if (!line) return say(state, 'info', 'There is no line to take off.');
  return say(append(state, { kind: 'drop', code: line.code }), 'info', `${line.key} taken off (${line.quantity}).`);
}

function correct(state: State, to: string): State {
  const line = selectedLine(state);
  if (!line || to === '' || to === line.code) return state;
  const problem = codeProblem(to);
  if (problem) return say(state, 'bad', `Not corrected: ${problem}.`);
  if (countOf(state, to) + line.quantity > mostPieces) return say(state, 'bad', `${to} would be over ${mostPieces}.`);
  const next = append(state, { kind: 'correct', from: line.code, to });
  return say({ ...next, selected: keyOf(next.catalogue, to) }, 'info', `${line.key} is now ${to}.`);
}

function undo(state: State): State {
  if (state.typing !== '') return { ...state, typing: '' };
  const last = state.entries.at(-1);
  if (!last) return say(state, 'info', 'There is nothing to undo.');
  const code = codeOf(last) ?? '';
  const before = countOf(state, code);
  const next = refold({ ...state, entries: state.entries.slice(0, -1) }, code);
  const what = last.kind === 'many' ? `the list of ${last.adds.length}` : keyOf(state.catalogue, code);
  const now = last.kind === 'many' ? '' : `: ${before} → ${countOf(next, code)}`;
  return say(next, 'info', `Undone ${what}${now}.`);
}

function warehouses(state: State, all: readonly Warehouse[], remembered?: string): State {
  const only = all.length === 1 ? all[0] : undefined;
  const wanted = state.warehouse?.code ?? remembered;
  const warehouse = all.find(({ code }) => code === wanted) ?? only;
  return { ...state, warehouses: all, warehouse, choosing: warehouse === undefined };
}

function chooseWarehouse(state: State, code: string): State {
  const warehouse = state.warehouses.find((one) => one.code === code);
  if (!warehouse) return say(state, 'bad', `There is no warehouse ${code.slice(0, 20)}.`);
  if (warehouse.code === state.warehouse?.code) return { ...state, choosing: false };
  // What is on hand differs by warehouse: everything known is asked again.
  return say(
    refold({ ...state, warehouse, choosing: false, catalogue: {} }),
    'info',
    `Into ${warehouse.code} from here on.`,
  );
}

function answers(state: State, warehouse: string, found: Readonly<Record<string, Answer>>): State {
  if (state.warehouse?.code !== warehouse) return state;
  const last = state.entries.at(-1);
  const code = last ? codeOf(last) : undefined;
  const next = refold({ ...state, offline: false, catalogue: { ...state.catalogue, ...found } }, state.selected);
  if (code === undefined || !Object.hasOwn(found, code)) return next;
  const told = found[code];
  if (told?.state !== 'unknown') return next;
  const unknown = `${code}: ${told.why}. It is kept and marked, and not booked.`;
  // What a list left out is told once and nowhere else: the answer to its last code must not wipe it away.
  const untold = last?.kind === 'many' && state.flash?.tone === 'bad' ? `${state.flash.text} ` : '';
  return say(next, 'bad', untold + unknown);
}

function takeUp(state: State): State {
  const { offer } = state;
  if (!offer) return state;
  const warehouse = offer.warehouse ?? state.warehouse;
  // Stock moved while nobody counted: everything is looked up afresh.
  // The commit that was cut off had been agreed to; its id makes sending it again harmless.
  const sending: Sending | undefined = offer.sending && { ...offer.sending, state: 'sent' };
  const choosing = warehouse === undefined;
  return refold({ ...state, ...offer, warehouse, sending, catalogue: {}, offer: undefined, choosing });
}

/** Why a commit cannot be started now, in words; undefined when it can. */
export function commitProblem(state: State): string | undefined {
  if (state.sending) return 'The commit before this one is not answered yet.';
  if (!state.warehouse) return 'Choose a warehouse first.';
  const sum = totals(state.lines);
  if (sum.uncheckedLines > 0) {
    return `${sum.uncheckedLines} ${sum.uncheckedLines === 1 ? 'code is' : 'codes are'} not checked yet${state.offline ? ': the connection is away' : ''}.`;
  }
  if (sum.lines === 0) return sum.unknownLines > 0 ? 'Only unknown codes are on the tally.' : 'Nothing is counted yet.';
  const over = state.lines.find(({ quantity }) => quantity > mostPieces);
  return over && `${over.key} is at ${over.quantity}: one line takes up to ${mostPieces}.`;
}

function send(before: State, nextId: string): State {
  const state = confirmQuantity(before);
  if (commitProblem(state) !== undefined || !state.warehouse) return say(state, 'bad', commitProblem(state) ?? '');
  const known = state.lines.filter(({ answer }) => answer?.state === 'known');
  const unknown = state.lines.filter(({ answer }) => answer?.state !== 'known');
  const kept = (lines: readonly Line[]): Entry[] =>
    lines.map(({ code, quantity }) => ({ kind: 'add', code, quantity }));
  const sending: Sending = {
    operationId: state.operationId,
    warehouse: state.warehouse.code,
    reference: state.reference,
    lines: known.map(({ key, quantity }) => ({ sku: key, quantity })),
    entries: kept(known),
    state: 'sent',
  };
  return refold({ ...state, sending, entries: kept(unknown), operationId: nextId, flash: undefined });
}

function booked(state: State, replayed: boolean): State {
  const { sending } = state;
  if (!sending) return state;
  const units = sending.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const what = `${plural(sending.lines.length, 'line')}, ${plural(units, 'piece')}`;
  const text = replayed
    ? `${what} had already been booked into ${sending.warehouse}: nothing was booked twice.`
    : `Booked ${what} into ${sending.warehouse}.`;
  const rest = state.entries.length > 0;
  // What is on hand has just changed for these.
  const catalogue = Object.fromEntries(
    Object.entries(state.catalogue).filter(([, answer]) => answer.state === 'unknown'),
  );
  const next = { ...state, sending: undefined, catalogue, reference: '', startedAt: rest ? state.startedAt : '' };
  return say(refold(next), 'good', text);
}

/** A definite no: nothing was booked, so the lines come back under what was counted meanwhile. */
function refused(state: State, text: string): State {
  if (!state.sending) return say(state, 'bad', text);
  const entries = [...state.sending.entries, ...state.entries];
  return say(refold({ ...state, sending: undefined, entries }), 'bad', text);
}

export function toDraft(state: State): Draft | undefined {
  if (state.entries.length === 0 && !state.sending) return undefined;
  const { operationId, startedAt, warehouse, reference, entries, catalogue, sending } = state;
  return { operationId, startedAt, warehouse, reference, entries, catalogue, sending };
}
