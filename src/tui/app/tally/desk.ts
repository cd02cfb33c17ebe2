import { clean, fit, width as widthOf } from '../../../domain/display.ts';
import { bigNumber, bigWidth } from '../../widgets/big.ts';
import type { Tone } from '../../theme/theme.ts';
import { selectedLine } from './change.ts';
import { jobs } from './jobs.ts';
import type { Line } from './tally.ts';
import type { State } from './types.ts';
import { countText, describe, line, messageRows, shownQuantity, tallyWords, type Frame } from './words.ts';

/** The whole tally as a table, the line that was scanned last large above it. */
export function deskRows(state: State, frame: Frame): readonly string[] {
  const { theme, height } = frame;
  const rows = [headRow(state, frame)];
  const current = selectedLine(state);
  if (current && height >= 18) rows.push(...bigBlock(state, current, frame));
  const told = messageRows(state, frame, 2);
  rows.push(...(told.length > 0 ? told : ['']));
  if (state.lines.length === 0) {
    return [
      ...rows,
      '',
      line(frame, 'plain', '  Scan the first item; scan it again for one more.'),
      line(
        frame,
        'dim',
        '  Or: i types a code, f loads a file, or paste SKUs, one a line. Enter tells all that can be done.',
      ),
    ];
  }
  const [before, count, after] = jobs[state.job].headings;
  rows.push(lineRow(frame, ['', 'SKU', 'Item', before, count, after], 'dim'));
  const shown = [...state.lines].reverse();
  const room = Math.max(height - rows.length, 1);
  const index = Math.max(
    shown.findIndex(({ key }) => key === state.selected),
    0,
  );
  const start = Math.min(Math.max(index - room + 2, 0), Math.max(shown.length - room, 0));
  rows.push(...shown.slice(start, start + room).map((one) => tallyRow(state, one, { ...frame, theme })));
  return rows;
}

function headRow(state: State, { theme, width }: Frame): string {
  const { glyphs } = theme;
  const words = tallyWords(state.lines, glyphs.dot);
  const reference =
    state.reference === ''
      ? ''
      : `  ${glyphs.dot} ${jobs[state.job].reference?.label.toLowerCase() ?? ''} ${clean(state.reference)}`;
  const left = ` ${clean(jobs[state.job].head(state))}${reference}`;
  const right = Math.min(widthOf(words) + 1, width - 12);
  return theme.paint(
    'strong',
    `${fit(left, width - right, 'left', glyphs.ellipsis)}${fit(`${words} `, right, 'right', glyphs.ellipsis)}`,
  );
}

function bigBlock(state: State, current: Line, frame: Frame): readonly string[] {
  const { theme, width } = frame;
  const told = describe(current, state);
  const quantity = shownQuantity(state, current);
  const number = bigNumber(quantity, theme.glyphs.bar);
  const stock = current.answer?.state === 'known' ? jobs[state.job].stock(current.answer, quantity) : '';
  const wrong = current.answer?.state === 'unknown' ? 'c corrects the code, d takes it off' : '';
  const hint = state.typing === '' ? wrong : 'Enter sets it, Esc leaves it';
  const beside: readonly (readonly [Tone, string])[] = [
    ['plain', ''],
    ['strong', `${theme.glyphs[told.glyph]} ${current.key}`],
    [told.tone, told.text],
    ['dim', stock],
    ['waiting', hint],
  ];
  const numberWidth = Math.max(bigWidth(quantity), 11) + 6;
  return number.map((row, index) => {
    const [tone, text] = beside[index] ?? ['plain', ''];
    const inked = theme.paint(state.typing === '' ? 'accent' : 'waiting', fit(`   ${row}`, numberWidth));
    return inked + theme.paint(tone, fit(text, Math.max(width - numberWidth, 0), 'left', theme.glyphs.ellipsis));
  });
}

type Cells = readonly [mark: string, sku: string, item: string, before: string, count: string, after: string];

function lineRow(frame: Frame, [mark, sku, item, before, count, after]: Cells, tone: Tone): string {
  const { width, theme } = frame;
  const skuWidth = Math.max(12, Math.min(28, Math.floor(width * 0.28)));
  const itemWidth = Math.max(width - 3 - skuWidth - 2 - 9 - 12 - 9, 0);
  const { ellipsis } = theme.glyphs;
  const cells = [
    fit(mark, 3),
    fit(sku, skuWidth, 'left', ellipsis),
    ' ',
    fit(item, itemWidth, 'left', ellipsis),
    ' ',
    fit(before, 8, 'right'),
    fit(count, 12, 'right'),
    fit(after, 9, 'right'),
  ];
  return theme.paint(tone, fit(cells.join(''), width));
}

function tallyRow(state: State, one: Line, frame: Frame): string {
  const { glyphs } = frame.theme;
  const told = describe(one, state);
  const here = one.key === state.selected;
  const known = one.answer?.state === 'known' ? one.answer : undefined;
  const cells: Cells = [
    `${here ? glyphs.cursor : ' '}${glyphs[told.glyph]}`,
    one.key,
    told.text,
    known ? jobs[state.job].before(known) : '',
    countText(one, state),
    known ? jobs[state.job].after(known, shownQuantity(state, one)) : '',
  ];
  return lineRow(frame, cells, here ? 'selected' : told.tone);
}
