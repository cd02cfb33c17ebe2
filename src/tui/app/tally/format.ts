import { clean, fit } from '../../../domain/display.ts';
import { showDateTime } from '../../../domain/locale.ts';
import { plural } from '../../../domain/plural.ts';
import { wrap } from '../../widgets/spans.ts';
import { choicesOf, type TallyChoice } from './choices.ts';
import { deskRows } from './desk.ts';
import { handheldRows } from './handheld.ts';
import { jobs } from './jobs.ts';
import { choices } from './places.ts';
import { fold, totals } from './tally.ts';
import type { Draft, JobName, State } from './types.ts';
import { line, messageRows, type Frame } from './words.ts';

/** The body as exactly `height` rows, none wider than `width`. */
export function tallyRows(state: State, frame: Frame): readonly string[] {
  const rows = state.offer
    ? offerRows(state.job, state.offer, frame)
    : state.choosing
      ? placeRows(state, frame)
      : state.menu === undefined
        ? isHandheld(frame)
          ? handheldRows(state, frame)
          : deskRows(state, frame)
        : menuRows(state, state.menu, frame);
  return Array.from({ length: frame.height }, (_, index) => rows[index] ?? '');
}

const isHandheld = ({ width, height }: Frame): boolean => width < 60 || height < 12;

function placeRows(state: State, frame: Frame): readonly string[] {
  const job = jobs[state.job];
  const all = choices(state);
  const opening = state.job === 'count' ? [line(frame, 'plain', '  0  Open a new count')] : [];
  if (all.length === 0 && opening.length === 0) {
    const away = ` No connection; the ${job.place}s are not known yet.`;
    const loading = ` Loading the ${job.place}s${frame.theme.glyphs.ellipsis}`;
    return [line(frame, 'waiting', state.offline ? away : loading), ...messageRows(state, frame, 2)];
  }
  const rows = all.slice(0, 9).map((one, index) => {
    const here = one.code === state.place?.code ? ` ${frame.theme.glyphs.ok}` : '';
    return line(frame, 'plain', `  ${index + 1}  ${clean(one.code)}  ${clean(one.name)}${here}`);
  });
  const sum = totals(state.lines);
  const counted =
    state.lines.length > 0 ? [line(frame, 'waiting', ` Counted so far: ${plural(sum.allUnits, 'piece')}.`)] : [];
  const more = all.length > 9 ? [line(frame, 'dim', '  w  all of them')] : [];
  const question = state.choosing === 'target' ? job.targetQuestion : job.placeQuestion;
  return [
    line(frame, 'strong', ` ${question} Its number:`),
    ...(frame.height > rows.length + 3 ? [''] : []),
    ...rows,
    ...opening,
    ...more,
    ...counted,
    ...messageRows(state, frame, 2),
  ];
}

/** Where there is no room the choices are all there is. */
const isTight = ({ height }: Pick<Frame, 'height'>): boolean => height < 8;

/** How many numbered choices one page of the menu holds, and in how many columns. */
export function menuRoom(frame: Pick<Frame, 'width' | 'height'>): { columns: number; rows: number } {
  return { columns: frame.width >= 36 ? 2 : 1, rows: Math.max(1, frame.height - (isTight(frame) ? 1 : 4)) };
}

/** What can be done, by number: the number and Enter, so that a code that comes as single keys does nothing. */
function menuRows(state: State, page: number, frame: Frame): readonly string[] {
  const { columns, rows } = menuRoom(frame);
  const all = choicesOf(state);
  const shown = all.slice(page * columns * rows, (page + 1) * columns * rows);
  const cell = Math.floor(frame.width / columns);
  const tall = columns === 1 ? shown.length : Math.min(rows, Math.ceil(shown.length / columns));
  const list = Array.from({ length: tall }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const one = shown[row + column * tall];
      return frame.theme.paint(
        one?.disabled === undefined ? 'plain' : 'off',
        fit(one ? choiceText(one, cell) : '', cell),
      );
    }).join(''),
  );
  const next = (page + 1) * columns * rows >= all.length ? 'back' : 'more';
  if (isTight(frame))
    return [line(frame, 'key', ` ${state.typing}_ Enter: ${state.typing === '' ? next : 'do'}`), ...list];
  const job = jobs[state.job];
  return [
    line(frame, 'strong', ` ${job.shortHead(state)} ${frame.theme.glyphs.crumb} ${job.act}?`),
    ...list,
    line(frame, 'key', ` > ${state.typing}_`),
    ...messageRows(state, frame, 1),
    line(frame, 'dim', ` Number and Enter. Enter alone: ${next}`),
  ];
}

function choiceText({ digit, label, short, disabled }: TallyChoice, cell: number): string {
  const off = disabled === undefined ? '' : ' (not now)';
  const whole = ` ${digit}  ${clean(label)}${off}`;
  return whole.length < cell ? whole : ` ${digit}  ${clean(short)}${disabled === undefined ? '' : ' -'}`;
}

export function offerRows(name: JobName, draft: Draft, frame: Frame): readonly string[] {
  const job = jobs[name];
  const lines = fold(draft.entries, {}, name === 'count');
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const when =
    draft.startedAt === ''
      ? ''
      : ` from ${frame.width < 60 ? draft.startedAt.slice(11, 16) : showDateTime(draft.startedAt)}`;
  const narrow = frame.width < 40;
  const told: string[] = [];
  if (draft.sending) {
    const sent = job.sending(draft.sending);
    told.push(
      narrow ? `${sent} cut off: sent again, never twice.` : `${sent} was cut off: it is sent again, never twice.`,
    );
  }
  if (lines.length > 0) {
    const what = `${job.undone} of ${plural(lines.length, 'line')}, ${plural(pieces, 'piece')}`;
    const where = draft.place ? ` ${job.where(draft.place)}` : '';
    told.push(
      narrow ? `${plural(lines.length, 'line')}${when} ${job.left}.` : `${what}${where}${when} UTC was ${job.left}.`,
    );
  }
  const keys = narrow ? ['Enter: continue', 'd or 0: discard'] : ['Enter or a scan: continue', 'd or 0: discard'];
  const wrapped = told.flatMap((text) => wrap(text, frame.width - 2)).slice(0, Math.max(1, frame.height - 2));
  const gap = frame.height > wrapped.length + 3 ? [''] : [];
  return [
    ...wrapped.map((row) => line(frame, 'strong', ` ${row}`)),
    ...gap,
    ...keys.map((row) => line(frame, 'key', ` ${row}`)),
  ];
}
