import { codeOf, fold, keyOf, uncheckedCodes, type Entry, type Line } from './tally.ts';
import type { Flash, State } from './types.ts';

/** Steps that the parts of the reducer have in common. */

export const selectedLine = (state: State): Line | undefined => state.lines.find(({ key }) => key === state.selected);

export const unchecked = (state: State): readonly string[] => uncheckedCodes(state.entries, state.catalogue);

export const say = (state: State, tone: Flash['tone'], text: string): State => ({ ...state, flash: { tone, text } });

/** Lines follow the entries; the selection stays on its line, or goes where the last thing happened. */
export function refold(state: State, select: string | undefined = state.selected): State {
  const lines = fold(state.entries, state.catalogue, state.job === 'count');
  const key = select === undefined ? undefined : keyOf(state.catalogue, select);
  const selected = lines.some((line) => line.key === key) ? key : lines.at(-1)?.key;
  return { ...state, lines, selected };
}

export function append(state: State, entry: Entry, at?: string): State {
  const startedAt = state.startedAt === '' && at !== undefined ? at : state.startedAt;
  return refold({ ...state, startedAt, entries: [...state.entries, entry], flash: undefined }, codeOf(entry));
}

export const countOf = (state: State, code: string): number => {
  const key = keyOf(state.catalogue, code);
  return state.lines.find((line) => line.key === key)?.quantity ?? 0;
};
