import { clean, fit, width as widthOf } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { wrap } from '../../widgets/spans.ts';
import { bigHeight, bigNumber, bigWidth } from './big.ts';
import { selectedLine, type Draft, type State } from './state.ts';
import { fold, totals, type Line } from './tally.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The body as exactly `height` rows; `null` columns never appear, every row fits `width`. */
export function restockRows(state: State, frame: Frame): readonly string[] {
  const rows = state.offer
    ? offerRows(state.offer, frame)
    : state.choosing
      ? warehouseRows(state, frame)
      : tallyRows(state, frame);
  return Array.from({ length: frame.height }, (_, index) => rows[index] ?? '');
}

function tallyRows(state: State, frame: Frame): readonly string[] {
  return frame.width < 60 || frame.height < 12 ? handheldRows(state, frame) : deskRows(state, frame);
}

function line(frame: Frame, tone: Tone, text: string): string {
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
    return {
      tone: 'waiting',
      text: `Booking ${plural(state.sending.lines.length, 'line')} into ${state.sending.warehouse} …`,
    };
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

function messageRows(state: State, frame: Frame, most: number): readonly string[] {
  const told = message(state);
  if (!told) return [];
  const wrapped = wrap(`${messageGlyph(state, frame.theme)} ${told.text}`, frame.width - 2);
  return wrapped.slice(0, most).map((row) => line(frame, told.tone, ` ${row}`));
}

export function describe(one: Line): { glyph: 'ok' | 'bad' | 'dot'; tone: Tone; text: string } {
  if (one.answer?.state === 'known') {
    return { glyph: 'ok', tone: 'plain', text: [one.answer.name, one.answer.variant].filter(Boolean).join(' ') };
  }
  if (one.answer) return { glyph: 'bad', tone: 'bad', text: `NOT BOOKED: ${one.answer.why}` };
  return { glyph: 'dot', tone: 'waiting', text: 'not checked yet' };
}

const countText = (one: Line, state: State): string =>
  state.typing !== '' && one.key === state.selected ? `[${state.typing}_]` : `+${one.quantity}`;

function handheldRows(state: State, frame: Frame): readonly string[] {
  const { theme, width, height } = frame;
  const current = selectedLine(state);
  const words = tallyWords(state.lines, theme.glyphs.dot, true);
  const rows = [line(frame, 'strong', ` ${state.warehouse?.code ?? '?'} ${theme.glyphs.crumb} ${words}`)];
  const told = messageRows(state, frame, Math.max(1, Math.min(3, height - 3)));
  const room = height - 3 - told.length;
  if (!current) {
    rows.push(line(frame, 'plain', ' Scan the first item.'), line(frame, 'dim', ' i types a code'));
  } else {
    const { glyph, tone, text } = describe(current);
    const quantity = shownQuantity(state, current);
    const ink: Tone = state.typing === '' ? 'accent' : 'waiting';
    rows.push(line(frame, 'strong', ` ${theme.glyphs[glyph]} ${current.key}`), line(frame, tone, ` ${text}`));
    if (room >= bigHeight && bigWidth(quantity) + 2 <= width) {
      rows.push(...bigNumber(quantity, theme.glyphs.bar).map((row) => line(frame, ink, ` ${row}`)));
    } else {
      rows.push(line(frame, ink, state.typing === '' ? ` x ${quantity}` : ` set to ${countText(current, state)}`));
    }
    const wrong = current.answer?.state === 'unknown' ? ' c correct  d take off' : '';
    const hint = state.typing === '' ? wrong : ' Enter sets it';
    if (hint !== '' && rows.length + told.length < height) rows.push(line(frame, 'waiting', hint));
  }
  const others = [...state.lines].reverse().filter(({ key }) => key !== state.selected);
  const list = others.slice(0, Math.max(0, height - rows.length - told.length)).map((one) => shortRow(one, frame));
  return [...rows.slice(0, height - told.length), ...told, ...list];
}

const shownQuantity = (state: State, one: Line): number =>
  state.typing !== '' && one.key === state.selected ? Number(state.typing) : one.quantity;

function shortRow(one: Line, frame: Frame): string {
  const { theme, width } = frame;
  const told = describe(one);
  const count = `+${one.quantity}`;
  const tone = told.tone === 'plain' ? 'dim' : told.tone;
  return theme.paint(
    tone,
    `${fit(` ${theme.glyphs[told.glyph]} ${one.key}`, width - count.length - 1, 'left', theme.glyphs.ellipsis)}${count} `,
  );
}

function deskRows(state: State, frame: Frame): readonly string[] {
  const { theme, width, height } = frame;
  const { glyphs } = theme;
  const words = tallyWords(state.lines, glyphs.dot);
  const into = `Into ${state.warehouse?.code ?? '?'} ${state.warehouse?.name ?? ''}`;
  const reference = state.reference === '' ? '' : `  ${glyphs.dot} order ${clean(state.reference)}`;
  const left = ` ${into}${reference}`;
  const right = Math.min(widthOf(words) + 1, width - 12);
  const rows = [
    theme.paint(
      'strong',
      `${fit(left, width - right, 'left', glyphs.ellipsis)}${fit(`${words} `, right, 'right', glyphs.ellipsis)}`,
    ),
  ];
  const current = selectedLine(state);
  if (current && height >= 18) rows.push(...bigBlock(state, current, frame));
  const told = messageRows(state, frame, 2);
  rows.push(...(told.length > 0 ? told : ['']));
  if (state.lines.length === 0) {
    return [
      ...rows,
      '',
      line(frame, 'plain', '  Scan the first item; scan it again for one more.'),
      line(frame, 'dim', '  Or: i types a code, f loads a file, or paste SKUs, one a line.'),
    ];
  }
  rows.push(lineRow(frame, headings, 'dim'));
  const shown = [...state.lines].reverse();
  const room = Math.max(height - rows.length, 1);
  const index = Math.max(
    shown.findIndex(({ key }) => key === state.selected),
    0,
  );
  const start = Math.min(Math.max(index - room + 2, 0), Math.max(shown.length - room, 0));
  rows.push(...shown.slice(start, start + room).map((one) => tallyRow(state, one, frame)));
  return rows;
}

function bigBlock(state: State, current: Line, frame: Frame): readonly string[] {
  const { theme, width } = frame;
  const told = describe(current);
  const quantity = shownQuantity(state, current);
  const number = bigNumber(quantity, theme.glyphs.bar);
  const stock =
    current.answer?.state === 'known'
      ? `${current.answer.onHand} on hand, ${current.answer.onHand + quantity} after`
      : '';
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

type Cells = readonly [mark: string, sku: string, item: string, onHand: string, count: string, after: string];
const headings: Cells = ['', 'SKU', 'Item', 'On hand', 'Count', 'After'];

function lineRow(frame: Frame, [mark, sku, item, onHand, count, after]: Cells, tone: Tone): string {
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
    fit(onHand, 8, 'right'),
    fit(count, 12, 'right'),
    fit(after, 9, 'right'),
  ];
  return theme.paint(tone, fit(cells.join(''), width));
}

function tallyRow(state: State, one: Line, frame: Frame): string {
  const { glyphs } = frame.theme;
  const told = describe(one);
  const here = one.key === state.selected;
  const onHand = one.answer?.state === 'known' ? one.answer.onHand : undefined;
  const cells: Cells = [
    `${here ? glyphs.cursor : ' '}${glyphs[told.glyph]}`,
    one.key,
    told.text,
    onHand === undefined ? '' : String(onHand),
    countText(one, state),
    onHand === undefined ? '' : String(onHand + shownQuantity(state, one)),
  ];
  return lineRow(frame, cells, here ? 'selected' : told.tone);
}

function warehouseRows(state: State, frame: Frame): readonly string[] {
  if (state.warehouses.length === 0) {
    const away = ' No connection; the warehouses are not known yet.';
    const loading = ` Loading the warehouses${frame.theme.glyphs.ellipsis}`;
    return [line(frame, 'waiting', state.offline ? away : loading), ...messageRows(state, frame, 2)];
  }
  const rows = state.warehouses.slice(0, 9).map((one, index) => {
    const here = one.code === state.warehouse?.code ? ` ${frame.theme.glyphs.ok}` : '';
    return line(frame, 'plain', `  ${index + 1}  ${clean(one.code)}  ${clean(one.name)}${here}`);
  });
  const sum = totals(state.lines);
  const counted =
    state.lines.length > 0 ? [line(frame, 'waiting', ` Counted so far: ${plural(sum.allUnits, 'piece')}.`)] : [];
  const more = state.warehouses.length > 9 ? [line(frame, 'dim', '  w  all of them')] : [];
  return [
    line(frame, 'strong', ' Restock which warehouse? Its number:'),
    ...(frame.height > rows.length + 3 ? [''] : []),
    ...rows,
    ...more,
    ...counted,
    ...messageRows(state, frame, 2),
  ];
}

export function offerRows(draft: Draft, frame: Frame): readonly string[] {
  const lines = fold(draft.entries, {});
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const when =
    draft.startedAt === ''
      ? ''
      : ` from ${frame.width < 60 ? draft.startedAt.slice(11, 16) : draft.startedAt.slice(0, 16).replace('T', ' ')}`;
  const into = draft.warehouse ? ` into ${draft.warehouse.code}` : '';
  const narrow = frame.width < 40;
  const told: string[] = [];
  if (draft.sending) {
    const sent = `${plural(draft.sending.lines.length, 'line')} into ${draft.sending.warehouse}`;
    told.push(
      narrow
        ? `${sent} cut off: sent again, never twice.`
        : `The booking of ${sent} was cut off: it is sent again, and nothing is booked twice.`,
    );
  }
  if (lines.length > 0) {
    told.push(
      narrow
        ? `${plural(lines.length, 'line')}${when} not booked.`
        : `Restock of ${plural(lines.length, 'line')}, ${plural(pieces, 'piece')}${into}${when} UTC was not booked.`,
    );
  }
  const keys = narrow ? ['Enter: continue', 'd: discard'] : ['Enter or a scan: continue', 'd: discard'];
  const wrapped = told.flatMap((text) => wrap(text, frame.width - 2)).slice(0, Math.max(1, frame.height - 2));
  const gap = frame.height > wrapped.length + 3 ? [''] : [];
  return [
    ...wrapped.map((row) => line(frame, 'strong', ` ${row}`)),
    ...gap,
    ...keys.map((row) => line(frame, 'key', ` ${row}`)),
  ];
}

/** What the confirmation of a commit tells. */
export function commitConsequences(state: State): readonly string[] {
  const sum = totals(state.lines);
  const rest =
    sum.unknownLines > 0
      ? [`${plural(sum.unknownLines, 'unknown code')} (${plural(sum.unknownUnits, 'piece')}) stay on the tally.`]
      : [];
  const reference = state.reference === '' ? [] : [`Purchase order ${clean(state.reference)}.`];
  return [
    `Stock at ${state.warehouse?.code ?? ''} goes up by ${plural(sum.units, 'piece')} at once.`,
    ...reference,
    ...rest,
  ];
}

export const commitQuestion = (state: State): string =>
  `Book ${plural(totals(state.lines).lines, 'line')}, ${plural(totals(state.lines).units, 'piece')} into ${state.warehouse?.code ?? ''}?`;
