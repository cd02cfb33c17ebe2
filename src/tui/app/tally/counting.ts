import { plural } from '../../../domain/plural.ts';
import { append, countOf, refold, say, selectedLine } from './change.ts';
import { codeProblem, parseList } from './paste.ts';
import { takeUp } from './sending.ts';
import { codeOf, keyOf, mostPieces } from './tally.ts';
import type { State } from './types.ts';

/** What the person does to the lines. */

/** Something was read: the menu goes, and a quantity that was typed belongs to the line it was typed for. */
function ready(state: State): State {
  if (state.offer) return takeUp(state);
  return state.menu === undefined ? confirmQuantity(state) : { ...state, menu: undefined, typing: '' };
}

export function scan(before: State, code: string, at: string): State {
  const state = ready(before);
  const problem = codeProblem(code);
  if (problem) return say(state, 'bad', `Not counted: ${problem}.`);
  if (countOf(state, code) >= mostPieces)
    return say(state, 'bad', `${code} is at ${mostPieces}, the most of one line.`);
  return append(state, { kind: 'add', code, quantity: 1 }, at);
}

export function list(before: State, text: string, at: string): State {
  const state = ready(before);
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

export function digit(state: State, typed: string): State {
  const typing = (state.typing + typed).slice(0, 9);
  if (state.menu !== undefined) return { ...state, typing };
  if (!selectedLine(state)) return say(state, 'info', 'Scan something first, then type how many.');
  return { ...state, typing: typing.replace(/^0+(?=\d)/u, ''), flash: undefined };
}

export function confirmQuantity(state: State): State {
  const line = selectedLine(state);
  if (state.typing === '' || !line) return state.typing === '' ? state : { ...state, typing: '' };
  const quantity = Number(state.typing);
  const idle = { ...state, typing: '' };
  if (quantity > mostPieces) {
    return say(idle, 'bad', `${quantity} is too many: one line takes up to ${mostPieces}. It stays ${line.quantity}.`);
  }
  if (quantity === 0 && state.job !== 'count') return drop(idle);
  return say(append(idle, { kind: 'set', code: line.code, quantity }), 'good', `${line.key} set to ${quantity}.`);
}

/** Newest lines stand on top, so down is towards older ones. */
export function move(state: State, by: number): State {
  const index = state.lines.findIndex(({ key }) => key === state.selected);
  const next = Math.min(Math.max(index - by, 0), state.lines.length - 1);
  return { ...state, selected: state.lines[next]?.key, flash: undefined };
}

export function drop(state: State): State {
  const line = selectedLine(state);
  if (!line) return say(state, 'info', 'There is no line to take off.');
  return say(append(state, { kind: 'drop', code: line.code }), 'info', `${line.key} taken off (${line.quantity}).`);
}

export function correct(state: State, to: string): State {
  const line = selectedLine(state);
  if (!line || to === '' || to === line.code) return state;
  const problem = codeProblem(to);
  if (problem) return say(state, 'bad', `Not corrected: ${problem}.`);
  if (countOf(state, to) + line.quantity > mostPieces) return say(state, 'bad', `${to} would be over ${mostPieces}.`);
  const next = append(state, { kind: 'correct', from: line.code, to });
  return say({ ...next, selected: keyOf(next.catalogue, to) }, 'info', `${line.key} is now ${to}.`);
}

export function undo(state: State): State {
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
