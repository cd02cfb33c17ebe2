import { refold, say } from './change.ts';
import { jobs } from './jobs.ts';
import { codeOf, type Answer } from './tally.ts';
import type { Place, State } from './types.ts';

/** Where the pieces are, and what the store says of them there. */

const stillToChoose = (state: State): State['choosing'] => {
  if (!state.place) return 'place';
  return jobs[state.job].targets && !state.target ? 'target' : undefined;
};

export const settled = (state: State): State => ({ ...state, choosing: stillToChoose(state) });

export function takePlaces(state: State, all: readonly Place[], remembered?: string): State {
  const only = all.length === 1 ? all[0] : undefined;
  const known = (code: string | undefined) => all.find((one) => one.code === code);
  // A count is chosen each time: who counted one sheet yesterday hardly counts it today.
  const kept = state.entries.length > 0 ? state.place : undefined;
  const place = known(state.wanted) ?? known(state.place?.code ?? remembered) ?? kept ?? only;
  // That there was none to choose is no news any more.
  const flash = state.places.length === 0 && state.entries.length === 0 ? undefined : state.flash;
  return settled({ ...state, places: all, place, target: known(state.target?.code), wanted: undefined, flash });
}

/** What can be chosen now: a transfer goes somewhere else. */
export const choices = ({ choosing, places, place }: State): readonly Place[] =>
  choosing === 'target' ? places.filter(({ code }) => code !== place?.code) : places;

export function choosePlace(state: State, code: string): State {
  const chosen = choices(state).find((one) => one.code === code);
  const words = jobs[state.job];
  if (!chosen) return say(state, 'bad', `There is no ${words.place} ${code.slice(0, 20)}.`);
  if (state.choosing === 'target') return say(settled({ ...state, target: chosen }), 'info', `To ${chosen.code}.`);
  if (chosen.code === state.place?.code) return settled(state);
  const target = state.target?.code === chosen.code ? undefined : state.target;
  // What is on hand differs by place: everything known is asked again.
  const next = settled(refold({ ...state, place: chosen, target, catalogue: {} }));
  return say(next, 'info', words.here(chosen));
}

export function begin(state: State, code: string): State {
  if (state.offer || state.place?.code === code) return state;
  const other = state.place;
  if (other && (state.entries.length > 0 || state.sending)) {
    return say(
      state,
      'bad',
      `What was scanned ${jobs[state.job].where(other)} is not finished: hand it in or discard it first.`,
    );
  }
  // One that was opened a moment ago is not in the list yet: it is taken when the list comes.
  const known = state.places.some((one) => one.code === code);
  return known ? choosePlace({ ...state, choosing: 'place' }, code) : { ...state, place: undefined, wanted: code };
}

export function takeAnswers(state: State, place: string, found: Readonly<Record<string, Answer>>): State {
  if (state.place?.code !== place) return state;
  const last = state.entries.at(-1);
  const code = last ? codeOf(last) : undefined;
  const next = refold({ ...state, offline: false, catalogue: { ...state.catalogue, ...found } }, state.selected);
  if (code === undefined || !Object.hasOwn(found, code)) return next;
  const told = found[code];
  // What a list left out is told once and nowhere else: the answer to its last code must not wipe it away.
  const untold = last?.kind === 'many' && state.flash?.tone === 'bad' ? `${state.flash.text} ` : '';
  if (told?.state === 'known')
    return told.note === undefined ? next : say(next, 'bad', `${untold}${told.sku}: ${told.note}.`);
  return say(next, 'bad', `${untold}${code}: ${told?.why ?? ''}. It is kept and marked, and ${jobs[state.job].left}.`);
}
