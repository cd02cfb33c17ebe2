import { fit } from '../../../domain/display.ts';
import { plural } from '../../../domain/plural.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { bigHeight, bigNumber, bigWidth } from '../../widgets/big.ts';
import { wrap } from '../../widgets/spans.ts';
import { isOpen, sumOf, type PackLine, type PickRow } from './batch.ts';
import { currentParcel, currentRow, phaseOf, type State } from './model.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

type Row = readonly [tone: Tone, text: string];

/** What stands on the screen now, the same at every size: the frame only decides how much of it. */
interface Picture {
  /** `BER › pick 2 of 7`. */
  readonly head: string;
  /** The article, the order or the question: what one looks for. */
  readonly what: Row;
  readonly more: Row;
  /** Drawn big; undefined where there is nothing to count. */
  readonly number: { readonly value: number; readonly typed: boolean; readonly beside: readonly Row[] } | undefined;
  readonly rows: readonly Row[];
}

/** The body as exactly `height` rows, each as wide as the screen or empty. */
export function fulfilRows(state: State, frame: Frame): readonly string[] {
  const { height } = frame;
  const picture = pictureOf(state, frame);
  const told = messageRows(state, frame, Math.max(1, Math.min(3, height - 3)));
  const top: Row[] = [['strong', picture.head], picture.what];
  // Nothing may push the number aside: who works with it looks where it was.
  const free = height - top.length - told.length;
  const wanted = picture.number && free >= bigHeight ? bigHeight : 1;
  if (picture.more[1] !== '' && free > wanted) top.push(picture.more);
  const room = height - top.length - told.length;
  const middle = numberRows(picture, frame, room);
  const used = [...top, ...middle.slice(0, Math.max(room, 0)), ...told];
  const gap: Row[] = height - used.length > picture.rows.length + 1 && height > 12 ? [['plain', '']] : [];
  const rows = [...used, ...gap, ...picture.rows].slice(0, height);
  return Array.from({ length: height }, (_, index) => {
    const row = rows[index];
    return row ? paint(row, frame) : '';
  });
}

const paint = ([tone, text]: Row, { width, theme }: Frame): string =>
  theme.paint(tone, fit(text === '' ? '' : ` ${text}`, width, 'left', theme.glyphs.ellipsis));

/** Five rows high where there is room for it, else a line; what stands beside it goes below where it is narrow. */
function numberRows({ number }: Picture, { width, theme }: Frame, room: number): readonly Row[] {
  if (!number) return [];
  const { value, typed, beside } = number;
  const tone: Tone = typed ? 'waiting' : 'accent';
  const whole = beside.map(([, text]) => text).join(' ');
  if (room < bigHeight || bigWidth(value) + 2 > width) return [[tone, `${typed ? '>' : ''}${value} ${whole}`]];
  const digits = bigNumber(value, theme.glyphs.bar);
  const left = Math.max(bigWidth(value), 7) + 3;
  return digits.map((row, index) => [tone, `${row.padEnd(left)}${beside[index - 1]?.[1] ?? ''}`]);
}

function messageRows(state: State, { width, theme: { glyphs } }: Frame, most: number): readonly Row[] {
  const told = message(state);
  if (!told) return [];
  const [tone, words] = told;
  const marks: Partial<Record<Tone, string>> = { good: glyphs.ok, danger: glyphs.bad, waiting: glyphs.dot };
  return wrap(`${marks[tone] ?? glyphs.info} ${words}`, width - 2)
    .slice(0, most)
    .map((text) => [tone, text]);
}

/** A parcel on its way before anything else, then what the last act came to. */
export function message({ sending, taking, offline, flash }: State): Row | undefined {
  if (sending?.state === 'doubt') {
    return ['danger', `No answer about ${sending.order} yet: it is sent again by itself and ships once.`];
  }
  if (sending) return ['waiting', `Shipping ${sending.order} with ${sending.carrier} ...`];
  if (taking) return ['waiting', `Taking ${taking.orders ?? 'the next orders'} ...`];
  if (offline) return ['waiting', 'No connection: scans are kept, the rest waits for it.'];
  if (!flash) return undefined;
  const tones = { good: 'good', bad: 'danger', info: 'plain' } as const;
  return [tones[flash.tone], flash.text];
}

function pictureOf(state: State, frame: Frame): Picture {
  switch (phaseOf(state)) {
    case 'warehouse':
      return warehousePicture(state, frame);
    case 'ready':
      return readyPicture(state);
    case 'pick':
      return pickPicture(state, frame);
    case 'pack':
    case 'label':
      return parcelPicture(state, frame);
  }
}

function warehousePicture({ queues, warehouse, offline }: State, { theme }: Frame): Picture {
  const head = 'Pick in which warehouse? Its number:';
  if (!queues) {
    const text = offline ? 'No connection: no warehouse known yet.' : `Loading the warehouses${theme.glyphs.ellipsis}`;
    return { head, what: ['waiting', text], more: ['plain', ''], number: undefined, rows: [] };
  }
  const rows = queues.slice(0, 9).map(({ warehouse: code, name, mine, free }, index): Row => {
    const here = code === warehouse ? ` ${theme.glyphs.ok}` : '';
    const count = mine + free === 0 ? 'nothing to pick' : `${mine + free} to pick`;
    return [mine + free > 0 ? 'strong' : 'dim', `${index + 1} ${code} ${count}  ${name}${here}`];
  });
  const first = rows[0] ?? (['waiting', 'There is no open warehouse.'] as const);
  return { head, what: first, more: ['plain', ''], number: undefined, rows: rows.slice(1) };
}

function readyPicture({ queues, warehouse, typing, most }: State): Picture {
  const queue = queues?.find((one) => one.warehouse === warehouse);
  const head = `${warehouse}  ${queue?.name ?? ''}`;
  if (!queue)
    return {
      head,
      what: ['waiting', 'Looking what is to be picked'],
      more: ['plain', ''],
      number: undefined,
      rows: [],
    };
  const others = queue.others > 0 ? `, ${queue.others} with others` : '';
  if (queue.mine + queue.free === 0) {
    return {
      head,
      what: ['good', `Nothing waits to be picked${others}.`],
      more: ['dim', 'w another warehouse'],
      number: undefined,
      rows: [],
    };
  }
  const take = typing === '' ? Math.min(most, queue.mine + queue.free) : Number(typing);
  return {
    head,
    what: ['strong', `${plural(queue.mine + queue.free, 'order')} to pick${others}`],
    more: ['dim', queue.mine > 0 ? `${queue.mine} of them yours already` : ''],
    number: {
      value: take,
      typed: typing !== '',
      beside: [
        ['plain', 'Enter takes'],
        ['plain', 'them at'],
        ['plain', 'once'],
      ],
    },
    rows: [['dim', 'Digit: another number; or scan an order']],
  };
}

const pieces = (rows: readonly PickRow[]) => ({
  picked: sumOf(rows, (one) => Math.min(one.picked, one.wanted)),
  wanted: sumOf(rows, ({ wanted }) => wanted),
});

function pickPicture(state: State, frame: Frame): Picture {
  const { rows } = state.folded;
  const { glyphs } = frame.theme;
  const all = pieces(rows);
  const head = `${state.warehouse} ${glyphs.crumb} pick ${all.picked}/${all.wanted}, ${plural(state.orders.length, 'order')}`;
  const row = currentRow(state);
  const list = rows.map((one) => shelfRow(one, one.sku === row?.sku, frame));
  if (!row) return { head, what: ['good', 'All is picked.'], more: ['plain', ''], number: undefined, rows: list };
  const left = Math.max(row.wanted - row.picked, 0);
  if (state.asking === row.sku) {
    return {
      head,
      what: ['waiting', `${left} of ${row.wanted} not there? ${row.sku}`],
      more: ['plain', ''],
      number: undefined,
      rows: [
        ['key', '1  Not here: leave the rest'],
        ['key', '2  Go on looking, or scan it'],
        ['dim', 'x  Correct the stock of the shelf'],
      ],
    };
  }
  const typed = state.typing !== '';
  const beside: Row[] = typed
    ? [
        ['waiting', `of ${row.wanted}`],
        ['waiting', 'taken?'],
        ['waiting', 'Enter sets it'],
      ]
    : [
        ['plain', `of ${row.wanted} to take`],
        ['dim', `${row.picked} picked`],
        ['dim', forWhom(row)],
      ];
  return {
    head,
    what: ['strong', row.sku],
    more: ['plain', row.item],
    number: { value: typed ? Number(state.typing) : left, typed, beside },
    rows: list,
  };
}

/** `for 000123 x2, 000124 x1`: the ends of the numbers tell the boxes apart. */
const forWhom = ({ orders }: PickRow): string =>
  `for ${orders.map(({ order, quantity }) => `${order.slice(-4)} x${quantity}`).join(', ')}`;

function shelfRow(row: PickRow, here: boolean, { width, theme }: Frame): Row {
  const { glyphs } = theme;
  const short = row.short && row.picked < row.wanted;
  const mark = short ? glyphs.warning : isOpen(row) ? (here ? glyphs.cursor : ' ') : glyphs.ok;
  const count = `${row.picked}/${row.wanted}${short ? ' short' : ''}`;
  const tone: Tone = short ? 'waiting' : isOpen(row) ? (here ? 'strong' : 'plain') : 'dim';
  const wide =
    width >= 60 ? `  ${fit(row.item, Math.max(10, width - 60), 'left', glyphs.ellipsis)}  ${forWhom(row)}` : '';
  const sku = width >= 60 ? 24 : Math.max(8, width - count.length - 5);
  return [tone, `${mark} ${fit(row.sku, sku, 'left', glyphs.ellipsis)} ${count.padStart(width >= 60 ? 9 : 0)}${wide}`];
}

function parcelPicture(state: State, frame: Frame): Picture {
  const { glyphs } = frame.theme;
  const { parcels } = state.folded;
  const parcel = currentParcel(state);
  if (!parcel) return readyPicture(state);
  const at = parcels.filter((one) => one.state !== 'open').length + 1;
  const ordered = sumOf(parcel.lines, (one) => one.ordered);
  const picked = sumOf(parcel.lines, (one) => one.picked);
  const packed = sumOf(parcel.lines, (one) => one.packed);
  const part = ordered - picked + parcel.elsewhere;
  const more: Row =
    part > 0 ? ['waiting', `A part of it: ${part} more ${part === 1 ? 'stays' : 'stay'} behind.`] : ['plain', ''];
  const list = parcel.lines.map((line) => packRow(line, frame));
  if (phaseOf(state) === 'label') {
    const head = `${state.warehouse} ${glyphs.crumb} label ${at}/${parcels.length}`;
    const { tracking } = parcel;
    const whole: Row = ['good', `${glyphs.ok} ${parcel.order}: ${plural(packed, 'piece')} in it`];
    return {
      head,
      what: ['strong', tracking === undefined ? 'Scan the label.' : `Label ${tracking}`],
      more: tracking === undefined ? whole : ['key', 'Scan it again or Enter: ships'],
      number: undefined,
      rows: [
        ...(tracking === undefined ? [] : [whole]),
        ['plain', `Carrier: ${state.carrier}`],
        ...carrierRows(state, frame),
        ...(more[1] === '' ? [] : [more]),
        ...list,
      ],
    };
  }
  const typed = state.typing !== '';
  return {
    head: `${state.warehouse} ${glyphs.crumb} pack ${at}/${parcels.length}, ${packed}/${picked} in it`,
    what: ['strong', parcel.order],
    more,
    number: {
      value: typed ? Number(state.typing) : picked - packed,
      typed,
      beside: typed
        ? [['waiting', 'in it? Enter']]
        : [
            ['plain', 'to scan into'],
            ['plain', 'the parcel'],
          ],
    },
    rows: list,
  };
}

/** `1 DHL  2 UPS  3 GLS`: a digit chooses. */
function carrierRows({ carriers, carrier }: State, { width }: Frame): readonly Row[] {
  const words = carriers.slice(0, 9).map((name, index) => `${index + 1} ${name}${name === carrier ? '*' : ''}`);
  return wrap(words.join('  '), width - 2).map((text) => ['dim', text]);
}

function packRow({ sku, item, ordered, picked, packed }: PackLine, { width, theme }: Frame): Row {
  const { glyphs } = theme;
  const lacks = picked < ordered;
  const done = packed >= picked;
  const count = `${packed}/${picked}${lacks ? ` of ${ordered}` : ''}`;
  const mark = lacks ? glyphs.warning : done ? glyphs.ok : glyphs.dot;
  const room = width >= 60 ? 24 : Math.max(8, width - count.length - 5);
  const wide = width >= 60 ? `  ${fit(item, Math.max(10, width - 44), 'left', glyphs.ellipsis)}` : '';
  return [
    lacks ? 'waiting' : done ? 'dim' : 'plain',
    `${mark} ${fit(sku, room, 'left', glyphs.ellipsis)} ${count}${wide}`,
  ];
}
