import { plural } from '../../../domain/plural.ts';
import { refold, say } from './change.ts';
import { jobs } from './jobs.ts';
import { settled } from './places.ts';
import { mostPieces, totals, type Entry, type Line } from './tally.ts';
import type { Draft, Sending, State } from './types.ts';

/** From the tally to the store: what is sent, and what becomes of it. */

export function takeUp(state: State): State {
  const { offer } = state;
  if (!offer) return state;
  const place = offer.place ?? state.place;
  // Stock moved while nobody counted: everything is looked up afresh.
  // The commit that was cut off had been agreed to; its id makes sending it again harmless.
  const sending: Sending | undefined = offer.sending && { ...offer.sending, state: 'sent' };
  return settled(refold({ ...state, ...offer, place, sending, catalogue: {}, offer: undefined }));
}

/** Why a commit cannot be started now, in words; undefined when it can. */
export function commitProblem(state: State): string | undefined {
  const words = jobs[state.job];
  if (state.sending) return 'The commit before this one is not answered yet.';
  if (!state.place || (words.targets && !state.target)) return `Choose a ${words.place} first.`;
  const sum = totals(state.lines);
  if (sum.uncheckedLines > 0) {
    return `${sum.uncheckedLines} ${sum.uncheckedLines === 1 ? 'code is' : 'codes are'} not checked yet${state.offline ? ': the connection is away' : ''}.`;
  }
  if (sum.lines === 0) return sum.unknownLines > 0 ? 'Only unknown codes are on the tally.' : 'Nothing is counted yet.';
  const problem = state.lines.map((line) => words.problem?.(line)).find((told) => told !== undefined);
  if (problem !== undefined) return problem;
  const over = state.lines.find(({ quantity }) => quantity > mostPieces);
  return over && `${over.key} is at ${over.quantity}: one line takes up to ${mostPieces}.`;
}

/** `state`: a quantity that was typed is confirmed. */
export function send(state: State, nextId: string): State {
  const problem = commitProblem(state);
  if (problem !== undefined || !state.place) return say(state, 'bad', problem ?? '');
  const known = state.lines.filter(({ answer }) => answer?.state === 'known');
  const unknown = state.lines.filter(({ answer }) => answer?.state !== 'known');
  const kept = (lines: readonly Line[]): Entry[] =>
    lines.map(({ code, quantity }) => ({ kind: 'add', code, quantity }));
  const sending: Sending = {
    operationId: state.operationId,
    place: state.place.code,
    target: state.target?.code ?? '',
    reference: state.reference,
    lines: known.map(({ key, quantity }) => ({ sku: key, quantity })),
    entries: kept(known),
    state: 'sent',
  };
  return refold({ ...state, operationId: nextId, entries: kept(unknown), sending, flash: undefined });
}

export function booked(state: State, replayed: boolean): State {
  const { sending } = state;
  if (!sending) return state;
  const units = sending.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const what = `${plural(sending.lines.length, 'line')}, ${plural(units, 'piece')}`;
  const rest = state.entries.length > 0;
  // What is on hand has just changed for these.
  const catalogue = Object.fromEntries(
    Object.entries(state.catalogue).filter(([, answer]) => answer.state === 'unknown'),
  );
  const next = { ...state, sending: undefined, catalogue, reference: '', startedAt: rest ? state.startedAt : '' };
  return say(refold(next), 'good', jobs[state.job].done(what, sending, replayed));
}

/** A definite no: nothing was booked, so the lines come back under what was counted meanwhile. */
export function refused(state: State, text: string): State {
  if (!state.sending) return say(state, 'bad', text);
  const entries = [...state.sending.entries, ...state.entries];
  return say(refold({ ...state, sending: undefined, entries }), 'bad', text);
}

export function toDraft(state: State): Draft | undefined {
  if (state.entries.length === 0 && !state.sending) return undefined;
  const { operationId, startedAt, place, target, reference, entries, catalogue, sending } = state;
  return { operationId, startedAt, place, target, reference, entries, catalogue, sending };
}
