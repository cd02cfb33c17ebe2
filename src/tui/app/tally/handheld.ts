import { fit } from '../../../domain/display.ts';
import type { Tone } from '../../theme/theme.ts';
import { bigHeight, bigNumber, bigWidth } from '../../widgets/big.ts';
import { selectedLine } from './change.ts';
import { jobs } from './jobs.ts';
import type { Line } from './tally.ts';
import type { State } from './types.ts';
import { countText, describe, line, messageRows, shownQuantity, tallyWords, type Frame } from './words.ts';

/** One thing at a time, to be read at arm's length: the last line large, the others below where there is room. */
export function handheldRows(state: State, frame: Frame): readonly string[] {
  const { theme, width, height } = frame;
  const current = selectedLine(state);
  const words = tallyWords(state.lines, theme.glyphs.dot, true);
  const head = line(frame, 'strong', ` ${jobs[state.job].shortHead(state)} ${theme.glyphs.crumb} ${words}`);
  const told = messageRows(state, frame, Math.max(1, Math.min(3, height - 3)));
  if (!current) {
    const how = [
      line(frame, 'plain', fitting([' Scan the first item.', ' Scan an item'], width)),
      line(frame, 'dim', fitting([' Enter: what can be done', ' Enter: more'], width)),
    ];
    return [head, ...how.slice(0, height - 1 - told.length), ...told];
  }
  const rows = [head, ...currentRows(state, current, frame, height - 3 - told.length)];
  const hint = state.typing === '' ? (current.answer?.state === 'unknown' ? wrongHint : doneHint) : ' Enter sets it';
  if (rows.length + told.length < height) rows.push(line(frame, 'waiting', fitting(hint, width)));
  const others = [...state.lines].reverse().filter(({ key }) => key !== state.selected);
  const list = others
    .slice(0, Math.max(0, height - rows.length - told.length))
    .map((one) => shortRow(one, state, frame));
  return [...rows.slice(0, height - told.length), ...told, ...list];
}

const doneHint = [' Enter: done, undo, more', ' Enter: more'];
const wrongHint = [' Enter: correct it or take it off', ' Enter: correct it'];

const fitting = (texts: string | readonly string[], width: number): string => {
  const all = typeof texts === 'string' ? [texts] : texts;
  return all.find((one) => one.length <= width) ?? all.at(-1) ?? '';
};

function currentRows(state: State, current: Line, frame: Frame, room: number): readonly string[] {
  const { theme, width } = frame;
  const { glyph, tone, text } = describe(current, state);
  const quantity = shownQuantity(state, current);
  const ink: Tone = state.typing === '' ? 'accent' : 'waiting';
  const head = [line(frame, 'strong', ` ${theme.glyphs[glyph]} ${current.key}`), line(frame, tone, ` ${text}`)];
  if (room >= bigHeight && bigWidth(quantity) + 2 <= width) {
    return [...head, ...besideNumber(state, current, frame, ink)];
  }
  const small = state.typing === '' ? ` x ${quantity}` : ` set to ${countText(current, state)}`;
  return [...head, line(frame, ink, small)];
}

/** The figures of the line stand beside the large number, as many as there is room for. */
function besideNumber(state: State, current: Line, frame: Frame, ink: Tone): readonly string[] {
  const { theme, width } = frame;
  const quantity = shownQuantity(state, current);
  const number = bigNumber(quantity, theme.glyphs.bar);
  const { answer } = current;
  const [before, , after] = jobs[state.job].headings;
  const facts =
    answer?.state === 'known'
      ? [
          [before, jobs[state.job].before(answer)],
          [after, jobs[state.job].after(answer, quantity)],
        ].filter(([, value]) => value !== '')
      : [];
  const left = bigWidth(quantity) + 3;
  const room = width - left;
  return number.map((row, index) => {
    const [label, value] = facts[index - 1] ?? [];
    if (label === undefined || value === undefined || room < 14) return line(frame, ink, ` ${row}`);
    return theme.paint(ink, fit(` ${row}`, left)) + theme.paint('dim', fit(`${label} ${value}`, room));
  });
}

function shortRow(one: Line, state: State, frame: Frame): string {
  const { theme, width } = frame;
  const told = describe(one, state);
  const count = countText(one, state);
  const tone = told.tone === 'plain' ? 'dim' : told.tone;
  const left = fit(` ${theme.glyphs[told.glyph]} ${one.key}`, width - count.length - 1, 'left', theme.glyphs.ellipsis);
  return theme.paint(tone, `${left}${count} `);
}
