import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Forbidden, InvalidInput } from '../../src/domain/errors.ts';
import { countRows } from '../../src/operations/count.ts';
import {
  listing,
  page,
  pageStatement,
  type ListCall,
  type Listing,
  type ListFilter,
  type Page,
} from '../../src/operations/listing.ts';
import { list as products } from '../../src/operations/products/list.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { operations } from '../helpers/operations.ts';

let shop: TestDatabase;
let call: ListCall;

beforeAll(async () => {
  shop = await testDatabase({ sample: true });
  call = { database: shop.database, actor: shop.actor('admin') };
});

afterAll(() => shop.close());

const listings = operations.filter((one): one is Listing => one.kind === 'listing');

/** Rows of the sample shop's short tables; what is none is refused. */
const known: Readonly<Record<string, readonly string[]>> = {
  warehouse: ['BER', 'ber'],
  brand: ['Halden', 'velottini'],
  category: ['boots', 'Running'],
};

/** Texts that a person could type for a filter. */
function wordsFor(key: string, filter: ListFilter): fc.Arbitrary<string> {
  const values = {
    enum: fc.constantFrom(...(filter.values ?? ['x'])),
    text: filter.names
      ? fc.constantFrom(...(known[filter.names.what] ?? []))
      : fc.constantFrom('a', 'nike', '42', '"two words"', '50%', '_', "o'neil", '日本'),
    money: fc.constantFrom('0', '49.90', '100', '99999999.99'),
    integer: fc.constantFrom('0', '1', '10', '-5'),
    age: fc.constantFrom('7d', '36h', '52w', '2026-01-31', '2026-01-31T10:00:00Z'),
    boolean: fc.constantFrom('yes', 'no'),
    country: fc.constantFrom('DE', 'us'),
  }[filter.type];
  const operators = fc.constantFrom('', ...(filter.operators ?? []));
  return fc.tuple(operators, values).map(([operator, value]) => `${key}:${operator}${value}`);
}

function filterOf(one: Listing): fc.Arbitrary<string> {
  const terms = Object.entries(one.filters).map(([key, filter]) => wordsFor(key, filter));
  const word = fc.constantFrom('a', 'ru', 'runner', '50%', "'; drop", 'SM-2026');
  const all = one.search ? [...terms, word] : terms;
  return all.length === 0
    ? fc.constant('')
    : fc.array(fc.oneof(...all), { maxLength: 2 }).map((some) => some.join(' '));
}

async function walk(one: Listing, filter: string, sort: string, limit: number, direction: 'next' | 'previous') {
  const ids: string[] = [];
  let found: Page = await page(one, { filter, sort, limit, fromEnd: direction === 'previous' }, call);
  expect(direction === 'next' ? found.previous : found.next).toBeNull();
  for (let steps = 0; steps < 2000; steps += 1) {
    const here = found.rows.map(({ id }) => id);
    if (direction === 'next') ids.push(...here);
    else ids.unshift(...here);
    const cursor = found[direction];
    if (cursor === null) return ids;
    expect(here).toHaveLength(limit);
    found = await page(one, { filter, sort, limit, [direction === 'next' ? 'after' : 'before']: cursor }, call);
  }
  throw new Error('it never ends');
}

describe.each(listings.map((one) => [one.name, one] as const))('%s', (_, one) => {
  test('pages forward and from the end back hold every row once, in one order, whatever the filter and sort', async () => {
    await fc.assert(
      fc.asyncProperty(
        filterOf(one),
        fc.constantFrom(...Object.keys(one.sorts)),
        fc.integer({ min: 5, max: 60 }),
        async (filter, sort, limit) => {
          const { rows, exact } = await countRows(one, filter, true, call);
          const wanted = rows > 400 ? 200 : limit;
          const forward = await walk(one, filter, sort, wanted, 'next');
          expect(exact).toBe(true);
          expect(forward).toHaveLength(rows);
          expect(new Set(forward).size).toBe(rows);
          expect(await walk(one, filter, sort, wanted, 'previous')).toEqual(forward);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('back from any page leads to the page before', async () => {
    const first = await page(one, { limit: 5 }, call);
    if (first.next === null) return;
    const second = await page(one, { limit: 5, after: first.next }, call);
    expect(second.previous).not.toBeNull();
    const back = await page(one, { limit: 5, before: second.previous ?? '' }, call);
    expect(back.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
  });

  test('every column is in every row, under its own name and in a form that JSON keeps', async () => {
    const { rows } = await page(one, { limit: 20 }, call);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(Object.keys(one.columns));
      expect(JSON.parse(JSON.stringify(row))).toEqual(row);
    }
  });
});

describe('what is not understood is told with the word it is about', () => {
  const refused = async (filter: string, more: object = {}) => {
    const error: unknown = await page(products, { filter, ...more }, call).catch((caught: unknown) => caught);
    if (!(error instanceof InvalidInput)) throw new Error(`it was not refused: ${String(error)}`);
    const { start, end } = error.details as { start?: number; end?: number };
    return { message: error.message, word: filter.slice(start ?? 0, end ?? 0) };
  };

  test.each([
    ['red colour:blue', 'colour:blue', 'There is no filter "colour:"'],
    ['stock:some x', 'stock:some', 'it is one of in, low, out'],
    ['price:cheap', 'price:cheap', 'an amount such as'],
    ['price:!=5', 'price:!=5', 'cannot be compared with !='],
    ['x active:maybe', 'active:maybe', 'yes or no'],
    ['since:yesterday', 'since:yesterday', 'an age such as 7d'],
    ['since:2026-13-40', 'since:2026-13-40', 'an age such as 7d'],
    ['since:2026-02-31', 'since:2026-02-31', 'an age such as 7d'],
    ['brand:""', 'brand:""', 'some text is needed'],
    ['red brand:', 'brand:', 'some text is needed'],
    ['stock: red', 'stock:', 'it is one of in, low, out'],
    ['brand:a\0b', 'brand:a\0b', 'some text is needed'],
  ])('%j', async (filter, word, told) => {
    expect(await refused(filter)).toEqual({ message: expect.stringContaining(told), word });
  });

  test.each([
    ['brand:haldn', 'brand:haldn', 'there is no such brand; did you mean halden?'],
    ['active:yes brand:"zzz zzz"', 'brand:"zzz zzz"', 'there is no such brand; there are '],
    ['category:bots brand:halden', 'category:bots', 'there is no such category; did you mean kids-boots or men-boots'],
  ])('%j, where there is no such row', async (filter, word, told) => {
    expect(await refused(filter)).toEqual({ message: expect.stringContaining(told), word });
  });

  test('a row of a short table that nothing else fits is only nothing found', async () => {
    const { rows } = await page(products, { filter: 'brand:halden price:>99999' }, call);
    expect(rows).toEqual([]);
  });

  test('a sort and a cursor that are none', async () => {
    expect((await refused('', { sort: 'colour' })).message).toContain('cannot be sorted by "colour"');
    const made = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
    const day = '2026-01-31 00:00:00+00';
    for (const after of ['', 'x', made({}), made(['newest']), made(['newest', day, 'x']), made(['newest', 'x', 'x'])]) {
      expect((await refused('', { after })).message).toContain('no cursor');
    }
  });

  test('a cursor of another sort', async () => {
    const { next } = await page(products, { sort: 'dearest', limit: 1 }, call);
    expect((await refused('', { sort: 'cheapest', after: next ?? '' })).message).toContain('no cursor of this list');
  });
});

test('a time without a zone is UTC, wherever the program runs', () => {
  const bound = (since: string) => pageStatement(products, { filter: `since:${since}` }, 'admin').values[0];
  expect(bound('2026-07-01T10:00')).toEqual(new Date('2026-07-01T10:00:00Z'));
  expect(bound('2026-07-01T10:00:00Z')).toEqual(new Date('2026-07-01T10:00:00Z'));
  expect(bound('2026-07-01')).toEqual(new Date('2026-07-01T00:00:00Z'));
});

test('a default filter holds until its key is named', async () => {
  const [archived] = await shop.sql<{ id: string }>(
    'update products set deleted_at = now() where id = (select id from products order by id limit 1) returning id',
  );
  const has = async (filter: string) =>
    (await walk(products, filter, 'newest', 200, 'next')).includes(archived?.id ?? '');
  expect(await has('')).toBe(false);
  expect(await has('archived:yes')).toBe(true);
  expect(await has('archived:all')).toBe(true);
});

test('the limit is kept between 1 and 1000', async () => {
  expect((await page(products, { limit: 0 }, call)).rows).toHaveLength(1);
  expect((await page(products, { limit: 1e9 }, call)).rows.length).toBeLessThanOrEqual(1000);
});

test('a column and a filter for some roles only: the others get null and are told no', async () => {
  const guarded = listing({
    ...products,
    columns: { ...products.columns, cost: { sql: 'p.cost', label: 'Cost', type: 'money', permission: 'staff:manage' } },
    filters: {
      cost: {
        help: 'cost',
        type: 'money',
        permission: 'staff:manage',
        sql: (bind, value) => `p.cost = ${bind(value)}`,
      },
    },
    defaults: {},
  });
  const asAdmin = await page(guarded, { limit: 50 }, call);
  const asManager = await page(guarded, { limit: 50 }, { ...call, actor: shop.actor('manager') });
  expect(asAdmin.rows.some(({ cost }) => cost !== null)).toBe(true);
  expect(asManager.rows.every(({ cost }) => cost === null)).toBe(true);
  await expect(page(guarded, { filter: 'cost:1' }, { ...call, actor: shop.actor('manager') })).rejects.toThrow(
    Forbidden,
  );
});

test('a customer may not look at a list', async () => {
  await expect(page(products, {}, { ...call, actor: shop.actor('customer') })).rejects.toThrow(Forbidden);
});
