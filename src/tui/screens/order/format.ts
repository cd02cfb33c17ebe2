import { showMoney } from '../../../domain/money.ts';
import { age } from '../../../domain/time.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import type { DetailRow } from '../../app/DetailScreen.tsx';
import { nextStep, verbOf } from '../../app/orders/steps.ts';
import type { Theme } from '../../theme/theme.ts';
import { sideBySide } from '../../widgets/beside.ts';
import { paintLine, type Span, type Spans } from '../../widgets/spans.ts';
import * as section from './sections.ts';

export interface OrderFrame {
  readonly width: number;
  readonly theme: Theme;
  readonly now: Date;
  /** How the keys of next step and actions are written, as bound. */
  readonly keys: { readonly next: string; readonly actions: string };
  /** Leads from a line of the page to what it is about. */
  readonly go: (screen: 'product' | 'order' | 'customer', about: string) => unknown;
}

/** The order in rows as wide as the frame, however many it takes; two columns side by side from 120. */
export function orderRows(page: OrderPage, frame: OrderFrame): readonly DetailRow[] {
  const { width, theme } = frame;
  const full = { columns: width, theme };
  const paint = (rows: readonly Spans[]) => rows.map((row) => paintLine(row, width, theme));
  const top = paint([...headerRows(page, frame), ...section.stuck(page, full), []]);
  const items = linked(section.items(page, full), frame, (sku) => frame.go('product', sku));
  const customer = linked(section.customer(page, full), frame, (order) =>
    order === '' ? frame.go('customer', page.customer.id) : frame.go('order', order),
  );
  if (width < 120) {
    const rest = [
      ...section.staffNotes(page, full),
      ...section.timeline(page, full),
      ...section.addresses(page),
      ...section.notes(page, full),
    ];
    return [...top, ...items, ...moneyRows(page, frame), ...paint(rest), ...customer];
  }
  const left = { columns: Math.floor((width - 3) * 0.48), theme };
  const right = { columns: width - 3 - left.columns, theme };
  const first = [
    ...section.money(page, left),
    ...section.payment(page, left),
    ...section.shipments(page, left),
    ...section.returns(page, left),
  ];
  const second = [
    ...section.staffNotes(page, right),
    ...section.timeline(page, right),
    ...section.addresses(page),
    ...section.notes(page, right),
  ];
  return [...top, ...items, ...sideBySide(first, second, [left.columns, 3, right.columns], theme), ...customer];
}

function linked(
  rows: readonly section.Linked[],
  { width, theme }: OrderFrame,
  open: (to: string) => unknown,
): readonly DetailRow[] {
  return rows.map(({ spans, to }) => {
    const text = paintLine(spans, width, theme);
    return to === undefined ? text : { text, open: () => open(to) };
  });
}

/** Money beside payment and shipments where there is room for both. */
function moneyRows(page: OrderPage, { width, theme }: OrderFrame): readonly string[] {
  const left = width < 76 ? width : 36;
  const right = width - left - 2;
  const one = section.money(page, { columns: left, theme });
  const space = { columns: width < 76 ? width : right, theme };
  const other = [...section.payment(page, space), ...section.shipments(page, space), ...section.returns(page, space)];
  if (width < 76) return [...one, ...other].map((row) => paintLine(row, width, theme));
  return sideBySide(one, other, [left, 2, right], theme);
}

function headerRows(page: OrderPage, frame: OrderFrame): readonly Spans[] {
  const { theme, now, width } = frame;
  const old = `${age(page.created_at, now)} old`;
  const total = showMoney(page.money.total, page.money.currency);
  const number: Span = ['strong', ` ${page.order_number}  `];
  const customer = page.customer.email === null ? page.customer.name : `${page.customer.name} <${page.customer.email}>`;
  const picker: Spans = page.assigned_to ? [['dim', `  picked by ${page.assigned_to.name}`]] : [];
  const rows: Spans[] =
    width < 60
      ? [
          [number, section.status(page.status, theme)],
          [['plain', ` ${customer}`]],
          [['strong', ` ${total}`], ['dim', `  ${old}`], ...picker],
        ]
      : [
          [
            number,
            section.status(page.status, theme),
            ['dim', `  ${old}  `],
            ['strong', total],
            ['plain', `  ${customer}`],
            ...picker,
          ],
        ];
  return [...rows, stepsRow(page, frame)];
}

/** `f confirm → CONFIRMED   x all actions`, or why there is no next step now. */
function stepsRow(page: OrderPage, { keys }: OrderFrame): Spans {
  const step = nextStep(page);
  const all: Spans = [
    ['key', keys.actions],
    ['plain', ' all actions'],
  ];
  if (!step) return [['dim', ` No further step of fulfilment from ${page.status}.  `], ...all];
  if (!step.enabled) return [['waiting', ` ${verbOf(step)}: ${step.reason ?? 'not now'}  `], ...all];
  return [['key', ` ${keys.next}`], ['plain', ` ${verbOf(step)}, to ${step.to}   `], ...all];
}

/** What changed while the order was on the screen, in words, and who did it; undefined when nothing of note did. */
export function newsBetween(before: OrderPage, after: OrderPage): { by: string | null; text: string } | undefined {
  if (before.id !== after.id || before.status === after.status) return undefined;
  const by = after.timeline.findLast(({ kind }) => kind === 'status')?.actor ?? null;
  return { by, text: `${after.order_number} is ${after.status} now: ${by ?? 'the shop'} did that.` };
}

/** What `y` offers: what people paste into mails, carriers' sites and shells. */
export function copiesOf(page: OrderPage): Readonly<Record<string, string>> {
  const { name, street_1, street_2, postal_code, city, state, country } = page.shipping_address;
  const address = [name, street_1, street_2, [postal_code, city].filter(Boolean).join(' '), state, country];
  return {
    'order number': page.order_number,
    ...(page.tracking_number === null ? {} : { 'tracking number': page.tracking_number }),
    ...(street_1 === null ? {} : { address: address.filter(Boolean).join(', ') }),
  };
}
