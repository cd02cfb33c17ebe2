import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nobodyAsked, type Few } from '../../src/operations/few.ts';
import { pageStatement, type Listing, type ListFilter, type PageRequest } from '../../src/operations/listing.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { operations } from '../helpers/operations.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(() => db.close());

/** Tables that grow with the shop: no page of a list may read one through. */
const large = [
  ...[
    'orders',
    'order_registry',
    'order_items',
    'order_status_history',
    'order_notes',
    'order_returns',
    'return_items',
  ],
  ...['payments', 'refunds', 'promo_usage', 'promo_codes', 'shipments', 'shipment_items'],
  ...['inventory', 'inventory_transactions', 'stock_reservations', 'stock_counts', 'stock_count_lines'],
  ...['products', 'product_variants', 'product_search', 'product_images', 'product_attributes', 'product_versions'],
  ...['users', 'addresses', 'user_sessions', 'cart_items', 'wishlist_items', 'reviews', 'audit_logs'],
];

/** Lists in an order that no index has, `<list> <sort>`, and why. */
const sortedAfterAll: Readonly<Record<string, string>> = {
  'categories.list tree': 'a tree is put together before it is read; categories are hundreds, not millions',
};

interface Plan {
  readonly 'Node Type': string;
  readonly 'Parent Relationship'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** A table or one of its months. */
const tableOf = ({ 'Relation Name': name = '' }: Plan) =>
  /^orders_\d{4}_\d{2}$|^orders_default$/u.test(name) ? 'orders' : name;

/** The plan where reading through is what PostgreSQL does only for want of any other way: the sample is small. */
async function explain(text: string, values: readonly unknown[], more: readonly string[] = []): Promise<Plan> {
  return db.database.read({ actor: db.actor('admin'), operation: 'plans' }, async (tx) => {
    for (const setting of ['enable_seqscan', ...more]) await tx.query(`set local ${setting} = off`);
    const row = await tx.one<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      `explain (format json) ${text}`,
      values,
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('no plan');
    return plan;
  });
}

const readThrough = (plan: Plan) => [
  ...new Set(
    nodes(plan)
      .filter((node) => node['Node Type'] === 'Seq Scan' && large.includes(tableOf(node)))
      .map(tableOf),
  ),
];

/** Without what is asked for each row or before the first one: that is bounded by the row. */
const main = (plan: Plan): Plan[] => [
  plan,
  ...(plan.Plans ?? []).filter((child) => !/Plan/u.test(child['Parent Relationship'] ?? '')).flatMap(main),
];
const sorts = (plan: Plan) =>
  main(plan)
    .filter((node) => /Sort/u.test(node['Node Type']))
    .map((node) => node['Node Type']);

/** The text without what stands in brackets: of a row's own sub-selects nobody says that they count the list. */
function outermost(text: string): string {
  const inner = /\([^()]*\)/gu;
  let left = text.replaceAll(/'(?:[^']|'')*'/gu, "''");
  while (inner.test(left)) left = left.replaceAll(inner, ' ');
  return left;
}

const listings = operations.filter((one): one is Listing => one.kind === 'listing');

function valuesOf(filter: ListFilter): readonly string[] {
  const plain = {
    enum: filter.values ?? [],
    text: ['runner', 'anna@example.com', 'SM-2026-000123', '00000000-0000-4000-8000-000000000001', 'me'],
    money: ['100'],
    integer: ['5'],
    age: ['7d'],
    boolean: ['yes', 'no'],
    country: ['DE'],
  }[filter.type];
  const [first = ''] = plain;
  return [...plain, ...(filter.operators ?? []).map((operator) => operator + first)];
}

const texts = ['runner', 'an', 'anna@example.com', 'SM-2026-0001', '000123', '00000000-0000-4000-8000-000000000001'];

const filtersOf = (one: Listing): string[] => [
  ...Object.entries(one.filters).flatMap(([key, filter]) => valuesOf(filter).map((value) => `${key}:${value}`)),
  ...(one.search ? texts : []),
];

/** One id for each question: what is rare. The questions are told as well: they are statements like any other. */
function rare(asked: Map<string, readonly unknown[]>): Few {
  return (text, values) => {
    asked.set(text, values);
    return ['00000000-0000-4000-8000-000000000001'];
  };
}

async function unreadable(one: Listing, request: PageRequest): Promise<string[]> {
  const asked = new Map<string, readonly unknown[]>();
  const found: string[] = [];
  for (const few of [nobodyAsked, rare(asked)]) {
    const { text, values } = pageStatement(one, request, 'admin', few);
    found.push(...readThrough(await explain(text, values)));
  }
  for (const [text, values] of asked) found.push(...readThrough(await explain(text, values)));
  return [...new Set(found)];
}

describe.each(listings.map((one) => [one.name, one] as const))('%s', (_, one) => {
  const sorted = Object.keys(one.sorts);

  test.each(sorted.flatMap((sort) => [false, true].map((fromEnd) => [sort, fromEnd] as const)))(
    'in the order of %s (from the end: %s) comes from an index, without sorting',
    async (sort, fromEnd) => {
      const { text, values } = pageStatement(one, { sort, fromEnd }, 'admin');
      const plan = await explain(text, values, ['enable_sort']);
      expect(readThrough(plan)).toEqual([]);
      expect(sorts(plan)).toEqual(sortedAfterAll[`${one.name} ${sort}`] === undefined ? [] : ['Sort']);
    },
  );

  test.each(filtersOf(one))('by "%s", rare or common, reads no large table through', async (filter) => {
    for (const sort of sorted) expect(await unreadable(one, { sort, filter })).toEqual([]);
  });

  test.each(['', ...filtersOf(one)])('by "%s" skips no rows and counts none', (filter) => {
    const asked = new Map<string, readonly unknown[]>();
    const statements = [pageStatement(one, { filter }, 'admin'), pageStatement(one, { filter }, 'admin', rare(asked))];
    for (const text of [...statements.map((one) => one.text), ...asked.keys()]) {
      expect(text).not.toMatch(/\boffset\b/iu);
      expect(outermost(text)).not.toMatch(/\bcount\b/iu);
    }
  });
});
