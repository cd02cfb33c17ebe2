import type { Intent } from './journal.ts';

/** What the database keeps under one operation id. */
export interface Facts {
  name?: string;
  result?: unknown;
  /** `RESTOCK rows`, `RESTOCK pieces`, `orders INSERT`, `orders to SHIPPED`. */
  readonly counts: Record<string, number>;
}

type Expected = readonly (readonly [what: string, many: number])[];
type Answer = Readonly<Record<string, unknown>>;

/** By operation: what being done once leaves behind, told from what was asked for and from the answer. */
const effects: Readonly<Record<string, (input: Answer, answer: Answer) => Expected>> = {
  'orders.place': ({ lines }) => [
    ['orders INSERT', 1],
    ['payments INSERT', 1],
    ['order_items INSERT', String(lines).split(',').length],
    ['RESERVATION pieces', piecesOf(String(lines))],
  ],
  'payments.record': () => [['payments to COMPLETED', 1]],
  'orders.confirm': () => [['orders to CONFIRMED', 1]],
  'orders.process': () => [['orders to PROCESSING', 1]],
  'orders.deliver': () => [['orders to DELIVERED', 1]],
  'orders.ship': (_, { items }) => [
    ['shipments INSERT', 1],
    ['SALE pieces', sum(items, 'quantity')],
  ],
  'orders.cancel': (_, { released, refund }) => [
    ['orders to CANCELLED', 1],
    ['RELEASE pieces', sum(released, 'quantity')],
    ['refunds INSERT', refund === null ? 0 : 1],
  ],
  'orders.return': (_, { items, refund }) => [
    ['RETURN pieces', sum(items, 'quantity')],
    ['refunds INSERT', refund === null ? 0 : 1],
  ],
  'payments.refund': () => [['refunds INSERT', 1]],
  'refunds.complete': () => [['refunds to COMPLETED', 1]],
  'inventory.restock': (_, { lines, units }) => [
    ['RESTOCK rows', Number(lines)],
    ['RESTOCK pieces', Number(units)],
  ],
  'inventory.adjust': ({ by }) => [
    ['ADJUSTMENT rows', 1],
    ['ADJUSTMENT pieces', Number(by)],
  ],
  'inventory.transfer': ({ lines }) => [
    ['ADJUSTMENT rows', 2 * length(lines)],
    ['ADJUSTMENT pieces', 0],
  ],
  'inventory.count': (_, { counts }) => [
    ['ADJUSTMENT pieces', sum(counts, 'surplus') - sum(counts, 'shortage')],
    ['ADJUSTMENT rows', sum(counts, 'different_lines')],
  ],
  'variants.edit': (_, { changed }) => [['product_variants UPDATE', Number(changed)]],
  'reviews.approve': () => [['reviews to APPROVED', 1]],
  'reviews.reject': () => [['reviews to REJECTED', 1]],
  'reviews.reopen': () => [['reviews to PENDING', 1]],
  // What it puts back differs; that it happens once is seen in what it put back.
  'audit.undo': () => [],
};

export function expectedOf({ name, input }: Intent, result: unknown): Expected {
  const effect = effects[name];
  if (!effect) throw new Error(`it is not told what ${name} leaves behind`);
  return effect(input, result as Answer);
}

const length = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

function sum(list: unknown, key: string): number {
  if (!Array.isArray(list)) throw new Error(`no list in which to add up ${key}`);
  return (list as readonly Answer[]).reduce((total, one) => total + Number(one[key]), 0);
}

/** `A=1,B=2` */
const piecesOf = (lines: string): number =>
  lines.split(',').reduce((total, line) => total + Number(line.split('=').at(-1)), 0);
