import { fit } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { wrap } from '../../widgets/spans.ts';
import { jobs } from './jobs.ts';
import { totals, type Line } from './tally.ts';
import type { State } from './types.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** A row of one tone as wide as the frame. */
export function line(frame: Frame, tone: Tone, text: string): string {
  return frame.theme.paint(tone, fit(text, frame.width, 'left', frame.theme.glyphs.ellipsis));
}

/** `3 lines · 45 pieces · 1 unknown (2)`: what would be booked, and what would not. */
export function tallyWords(lines: readonly Line[], dot: string, short = false): string {
  const sum = totals(lines);
  const words = short
    ? [`${sum.lines} ln`, `${sum.units} pcs`]
    : [plural(sum.lines, 'line'), plural(sum.units, 'piece')];
  if (sum.unknownLines > 0)
    words.push(short ? `${sum.unknownLines} unk` : `${sum.unknownLines} unknown (${sum.unknownUnits})`);
  if (sum.uncheckedLines > 0) words.push(short ? `${sum.uncheckedLines} unchk` : `${sum.uncheckedLines} not checked`);
  return words.join(` ${dot} `);
}

/** The sentence that matters most now: a commit in doubt before anything else. */
export function message(state: State): { tone: Tone; text: string } | undefined {
  if (state.sending?.state === 'sent') {
    return { tone: 'waiting', text: `${jobs[state.job].sending(state.sending)}…` };
  }
  if (state.sending?.state === 'doubt') {
    const why = state.flash?.text ?? '';
    return { tone: 'danger', text: `${why} It is sent again by itself, or by Ctrl-s: nothing is booked twice.`.trim() };
  }
  if (state.flash) {
    const tones: Record<string, Tone> = { good: 'good', bad: 'bad', info: 'plain' };
    return { tone: tones[state.flash.tone] ?? 'plain', text: state.flash.text };
  }
  if (state.offline) return { tone: 'waiting', text: 'No connection: codes are kept and checked when it is back.' };
  return undefined;
}

function messageGlyph(state: State, theme: Theme): string {
  if (state.sending) return theme.glyphs.warning;
  const { good, bad, info } = { good: theme.glyphs.ok, bad: theme.glyphs.bad, info: theme.glyphs.info };
  return state.flash ? { good, bad, info }[state.flash.tone] : theme.glyphs.lost;
}

export function messageRows(state: State, frame: Frame, most: number): readonly string[] {
  const told = message(state);
  if (!told) return [];
  const wrapped = wrap(`${messageGlyph(state, frame.theme)} ${told.text}`, frame.width - 2);
  return wrapped.slice(0, most).map((row) => line(frame, told.tone, ` ${row}`));
}

export function describe(
  one: Line,
  state: State,
): { glyph: 'ok' | 'bad' | 'dot' | 'warning'; tone: Tone; text: string } {
  if (one.answer?.state === 'known') {
    const text = [one.answer.name, one.answer.variant].filter(Boolean).join(' ');
    const { note } = one.answer;
    // What the message tells already need not be told again beside it.
    const told = note === undefined || state.flash?.text.includes(note);
    if (note !== undefined) return { glyph: 'warning', tone: 'waiting', text: told ? text : `${note}; ${text}` };
    if (jobs[state.job].problem?.(one) !== undefined) return { glyph: 'warning', tone: 'waiting', text };
    return { glyph: 'ok', tone: 'plain', text };
  }
  if (one.answer)
    return { glyph: 'bad', tone: 'bad', text: `${jobs[state.job].left.toUpperCase()}: ${one.answer.why}` };
  return { glyph: 'dot', tone: 'waiting', text: 'not checked yet' };
}

const typed = (one: Line, state: State): boolean =>
  state.typing !== '' && state.menu === undefined && one.key === state.selected;

export const countText = (one: Line, state: State): string =>
  typed(one, state) ? `[${state.typing}_]` : jobs[state.job].count(one.quantity, one.answer);

export const shownQuantity = (state: State, one: Line): number =>
  typed(one, state) ? Number(state.typing) : one.quantity;
