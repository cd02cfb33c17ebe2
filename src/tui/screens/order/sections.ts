import { width as widthOf } from '../../../domain/display.ts';
import { showDate, showDateTime } from '../../../domain/locale.ts';
import { compareMoney, showMoney } from '../../../domain/money.ts';
import type { OrderAddress, OrderLine, OrderPage } from '../../../operations/orders/parts/types.ts';
import { statusLook } from '../../theme/status.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { cell } from '../../widgets/beside.ts';
import { spansWidth, wrap, type Span, type Spans } from '../../widgets/spans.ts';

/** Every section is a heading and rows for a given number of columns; what does not fit is cut by the painter. */
export interface Space {
  readonly columns: number;
  readonly theme: Theme;
}

export const heading = (title: string): Spans => [['title', title]];

const blank: Spans = [];

export function status(word: string, theme: Theme): Span {
  const look = statusLook(word, theme.glyphs);
  return [look.tone, `${look.glyph} ${word}`];
}

/** `2026-11-23 14:02` */
export const moment = (iso: string | null): string => (iso === null ? '' : showDateTime(iso));

/** Label left, amount at the right edge. */
function amount(space: Space, label: string, text: string, tone: Tone = 'plain'): Spans {
  const columns = Math.min(space.columns, 44);
  const right = Math.min(Math.max(text.length, 12), columns);
  return [cell('dim', `  ${label}`, columns - right, space.theme), cell(tone, text, right, space.theme, 'right')];
}

export function stuck(page: OrderPage, { columns, theme }: Space): readonly Spans[] {
  return page.stuck.flatMap((why) =>
    wrap(why, columns - 4).map((text, index): Spans => {
      return [['danger', index === 0 ? ` ${theme.glyphs.warning} ${text}` : `   ${text}`]];
    }),
  );
}

/** What the code does: `10%`, `$5.00 off`, `free shipping`. */
function promoEffect({ promo_type, promo_value, currency }: OrderPage['money']): string {
  if (promo_type === 'FREE_SHIPPING') return 'free shipping';
  if (promo_value === null) return '';
  return promo_type === 'PERCENTAGE' ? `${Number(promo_value)}%` : `${showMoney(promo_value, currency)} off`;
}

export function money({ money: sum }: OrderPage, space: Space): readonly Spans[] {
  const show = (text: string) => showMoney(text, sum.currency);
  const some = (text: string) => compareMoney(text, '0') !== 0;
  const code = sum.promo_code === null ? '' : ` (${[sum.promo_code, promoEffect(sum)].filter(Boolean).join(', ')})`;
  const rule: Spans = [['border', `  ${space.theme.glyphs.line.horizontal.repeat(Math.min(space.columns, 44) - 2)}`]];
  return [
    heading('Money'),
    amount(space, 'Subtotal', show(sum.subtotal)),
    amount(space, `Discount${code}`, some(sum.discount) ? `- ${show(sum.discount)}` : show(sum.discount)),
    amount(space, 'Tax', `+ ${show(sum.tax)}`),
    amount(space, 'Shipping', `+ ${show(sum.shipping)}`),
    rule,
    amount(space, 'Total', show(sum.total), 'strong'),
    amount(space, 'Paid', show(sum.paid), some(sum.paid) ? 'good' : 'plain'),
    ...(some(sum.refunded) ? [amount(space, 'Refunded', `- ${show(sum.refunded)}`, 'waiting')] : []),
    ...(some(sum.refund_requested)
      ? [amount(space, 'Refund asked for', `- ${show(sum.refund_requested)}`, 'waiting')]
      : []),
    amount(space, 'Due', show(sum.due), some(sum.due) ? 'waiting' : 'plain'),
    ...(some(sum.owed) ? [amount(space, 'Owed to the customer', show(sum.owed), 'bad')] : []),
    blank,
  ];
}

const variantOf = ({ size, color }: OrderLine): string => [size, color].filter(Boolean).join(' ');

/** Where the open pieces are kept: `BER 2 (5 free)`. */
const kept = ({ reservations, stock }: OrderLine): string =>
  [
    ...reservations.map((one) => `${one.warehouse} ${one.reserved} (${one.available} free)`),
    ...(stock.length > 0 && reservations.length === 0 ? ['not reserved'] : []),
  ].join(', ');

/** A line of the page that leads somewhere: what it is about stands beside it. */
export interface Linked {
  readonly spans: Spans;
  readonly to?: string;
}

export function items(page: OrderPage, space: Space): readonly Linked[] {
  const at = itemColumns(page, space);
  const rows = page.items.flatMap((one): readonly Linked[] => {
    const [first = [], ...rest] = at ? [itemRow(one, page, at, space.theme)] : itemBlock(one, page, space);
    return [{ spans: first, to: one.sku }, ...rest.map((spans) => ({ spans }))];
  });
  const title = [heading(`Items (${page.items.length})`), ...(at ? [[['dim', itemHeading(at)]] as const] : [])];
  return [...title.map((spans) => ({ spans })), ...rows, { spans: blank }];
}

/** The customer, and what else they ordered; each order is opened from here. */
export function customer({ customer: who, other_orders }: OrderPage, { theme }: Space): readonly Linked[] {
  const name = [who.name, who.email === null ? '' : `<${who.email}>`].filter(Boolean).join(' ');
  const others = other_orders.map(({ order_number, status: word, total, created_at }): Linked => {
    const spans: Spans = [
      ['plain', `  ${order_number}  `],
      status(word, theme),
      ['dim', `  ${showMoney(total)}  ${showDate(created_at)}`],
    ];
    return { spans, to: order_number };
  });
  const title = others.length === 0 ? 'Customer' : 'Customer, and other orders';
  return [{ spans: heading(title) }, { spans: [['plain', `  ${name}`]], to: '' }, ...others, { spans: blank }];
}

interface ItemColumns {
  readonly sku: number;
  readonly name: number;
  readonly kept: number;
}

const [leastName, leastKept] = [8, 8];

/**
 * A SKU is scanned and searched for, so it stands there whole: the name gives way to it, then where it is kept.
 * Undefined where not even that makes room: each item takes lines of its own then.
 */
function itemColumns({ items: lines }: OrderPage, { columns }: Space): ItemColumns | undefined {
  const sku = Math.max(columns >= 90 ? 20 : 16, ...lines.map((one) => widthOf(one.sku)));
  const room = columns - 2 - sku - 1 - 1 - 5 - 5 - 5 - 2 - 11;
  if (columns < 72 || room < leastName + leastKept) return undefined;
  const kept = Math.min(columns >= 100 ? 24 : 16, room - leastName);
  return { sku, kept, name: room - kept };
}

function itemHeading(at: ItemColumns): string {
  const left = `  ${'SKU'.padEnd(at.sku)} ${'Item'.padEnd(at.name)} `;
  return `${left}${'Ord'.padStart(5)}${'Out'.padStart(5)}${'Back'.padStart(5)}  ${'Kept at'.padEnd(at.kept)}${'Total'.padStart(11)}`;
}

function itemRow(one: OrderLine, page: OrderPage, at: ItemColumns, theme: Theme): Spans {
  const out = one.shipped === one.quantity ? 'good' : 'plain';
  const blankCell: Span = ['plain', ' '];
  return [
    ['plain', '  '],
    cell('plain', one.sku, at.sku, theme),
    blankCell,
    cell('plain', [one.name, variantOf(one)].filter(Boolean).join(' '), at.name, theme),
    blankCell,
    cell('strong', String(one.quantity), 5, theme, 'right'),
    cell(out, String(one.shipped), 5, theme, 'right'),
    cell(one.returned > 0 ? 'waiting' : 'dim', String(one.returned), 5, theme, 'right'),
    ['plain', '  '],
    cell('dim', kept(one), at.kept, theme),
    cell('plain', showMoney(one.total, page.money.currency), 11, theme, 'right'),
  ];
}

function itemBlock(one: OrderLine, page: OrderPage, { columns, theme }: Space): readonly Spans[] {
  const total = showMoney(one.total, page.money.currency);
  const name = [one.name, variantOf(one)].filter(Boolean).join(' ');
  const counts = [`  out ${one.shipped} of ${one.quantity}`, one.returned > 0 ? `back ${one.returned}` : '', kept(one)];
  const what = `${one.quantity} x ${one.sku}`;
  const room = columns - total.length - 1;
  const beside = (tone: Tone, text: string): Spans => [cell(tone, `  ${text}`, room, theme), ['plain', total]];
  const head: readonly Spans[] =
    widthOf(what) + 2 <= room
      ? [beside('strong', what), [['plain', `  ${name}`]]]
      : [...wrap(what, columns - 2).map((text): Spans => [['strong', `  ${text}`]]), beside('plain', name)];
  return [...head, [['dim', counts.filter(Boolean).join(` ${theme.glyphs.dot} `)]]];
}

export function payment(page: OrderPage, { theme }: Space): readonly Spans[] {
  const { payment: paid } = page;
  if (!paid) return [heading('Payment'), [['waiting', '  none recorded']], blank];
  const how = [paid.provider, paid.payment_method, paid.transaction_id].filter(Boolean).join(` ${theme.glyphs.dot} `);
  const refunds = page.refunds.flatMap((one): Spans[] => [
    [
      ['plain', '  Refund '],
      status(one.status, theme),
      ['plain', ` ${showMoney(one.amount, paid.currency)} ${moment(one.created_at)} ${one.requested_by ?? ''}`],
    ],
    [['dim', `    ${one.failure_reason ?? one.reason}`]],
  ]);
  return [
    heading('Payment'),
    [['plain', '  '], status(paid.status, theme), ['plain', ` ${showMoney(paid.amount, paid.currency)}`]],
    [['dim', `  ${how}`]],
    ...(paid.failure_reason === null ? [] : [[['bad', `  ${paid.failure_reason}`]] as const]),
    ...refunds,
    blank,
  ];
}

/** Parts in lines of at most so many columns, joined where there is room: an item's SKU is never torn from its number. */
function flowed(
  parts: readonly (readonly [before: string, text: string | null])[],
  columns: number,
): readonly string[] {
  const lines = parts.reduce<readonly string[]>((done, [before, text]) => {
    if (text === null || text === '') return done;
    const line = done.at(-1);
    if (line === undefined) return [text];
    const longer = line + before + text;
    const others = done.slice(0, -1);
    // One cell is for the comma.
    return widthOf(longer) < columns ? [...others, longer] : [...others, before === ', ' ? `${line},` : line, text];
  }, []);
  return lines.flatMap((line) => wrap(line, columns));
}

const listed = (items: readonly string[], before: string) =>
  items.map((text, index) => [index === 0 ? before : ', ', text] as const);

export function shipments(page: OrderPage, { columns, theme }: Space): readonly Spans[] {
  if (page.shipments.length === 0) return [heading('Shipments'), [['dim', '  nothing sent yet']], blank];
  const rows = page.shipments.flatMap((one): Spans[] => {
    const when = moment(one.delivered_at ?? one.shipped_at);
    const dot = ` ${theme.glyphs.dot} `;
    const what = one.items.map(({ sku, quantity }) => `${quantity} x ${sku}`);
    const state = status(one.status, theme);
    const carried = ` ${[one.carrier, one.tracking_number].filter(Boolean).join(' ')}`;
    // A tracking number stands whole; the time gives way to it.
    const beside = 2 + spansWidth([state, ['plain', `${carried} ${when}`]]) <= columns;
    const parts = [['', one.warehouse], ...listed(what, dot), [dot, one.created_by]] as const;
    const told = flowed(beside ? parts : [...parts, [dot, when]], columns - 4);
    return [
      [['plain', '  '], state, ['plain', beside ? `${carried} ${when}` : carried]],
      ...told.map((text): Spans => [['dim', `    ${text}`]]),
    ];
  });
  return [heading(`Shipments (${page.shipments.length})`), ...rows, blank];
}

export function returns(page: OrderPage, { columns, theme }: Space): readonly Spans[] {
  if (page.returns.length === 0) return [];
  const rows = page.returns.flatMap((one): Spans[] => {
    const what = one.items.map(({ sku, quantity, condition }) => `${quantity} x ${sku} ${condition.toLowerCase()}`);
    const where = [one.warehouse, moment(one.created_at), one.created_by].filter(Boolean).join(` ${theme.glyphs.dot} `);
    const items = flowed(listed(what, ''), columns - 2);
    return [
      ...items.map((text): Spans => [['plain', `  ${text}`]]),
      [['dim', `    ${where}`]],
      [['dim', `    ${one.reason}`]],
    ];
  });
  return [heading(`Returns (${page.returns.length})`), ...rows, blank];
}

export function staffNotes(page: OrderPage, { columns, theme }: Space): readonly Spans[] {
  if (page.staff_notes.length === 0) return [];
  const rows = page.staff_notes.flatMap((one): Spans[] => [
    ...wrap(one.note, columns - 2).map((text): Spans => [['plain', `  ${text}`]]),
    [['dim', `    ${[one.created_by ?? 'the shop', moment(one.created_at)].join(` ${theme.glyphs.dot} `)}`]],
  ]);
  return [heading('Staff notes'), ...rows, blank];
}

/** In lines of at most so many columns, a number of pieces never torn from its SKU. */
const whole = (text: string, columns: number): readonly string[] =>
  wrap(
    text.replaceAll(/\d+ x \S+/gu, (item) => (widthOf(item) <= columns ? item.replaceAll(' ', unbroken) : item)),
    columns,
  ).map((line) => line.replaceAll(unbroken, ' '));
const unbroken = '\u00a0';

export function timeline(page: OrderPage, { columns, theme }: Space): readonly Spans[] {
  const narrow = columns < 60;
  const indent = narrow ? 4 : 20;
  const rows = page.timeline.flatMap((one): Spans[] => {
    const told = whole(`${one.text} ${theme.glyphs.dot} ${one.actor ?? 'the shop'}`, columns - indent - 1);
    const note = one.note === null ? [] : wrap(one.note, columns - indent - 1);
    const when: Span = ['dim', `  ${moment(one.at)}  `];
    const under = (tone: Tone, text: string): Spans => [[tone, ' '.repeat(indent) + text]];
    return [
      narrow ? [when] : [when, ['plain', told[0] ?? '']],
      ...told.slice(narrow ? 0 : 1).map((text) => under('plain', text)),
      ...note.map((text) => under('dim', text)),
    ];
  });
  return [heading('Timeline'), ...rows, blank];
}

const addressLines = (one: OrderAddress): readonly string[] =>
  [
    one.name,
    one.street_1,
    one.street_2,
    [one.postal_code, one.city].filter(Boolean).join(' '),
    [one.state, one.country].filter(Boolean).join(', '),
  ].filter((text): text is string => text !== null && text !== '');

export function addresses(page: OrderPage): readonly Spans[] {
  const shipping = addressLines(page.shipping_address);
  const billing = addressLines(page.billing_address);
  const same = shipping.join('\n') === billing.join('\n');
  const rows = (lines: readonly string[]): Spans[] =>
    lines.length === 0 ? [[['dim', '  not shown to your role']]] : lines.map((text) => [['plain', `  ${text}`]]);
  return [
    heading('Ship to'),
    ...rows(shipping),
    blank,
    heading('Bill to'),
    ...(same && billing.length > 0 ? [[['dim', '  the same address']] as const] : rows(billing)),
    blank,
  ];
}

export function notes(page: OrderPage, { columns }: Space): readonly Spans[] {
  if (page.notes === null || page.notes.trim() === '') return [];
  const rows = wrap(page.notes, columns - 2).map((text): Spans => [['plain', `  ${text}`]]);
  return [heading('Notes'), ...rows, blank];
}
