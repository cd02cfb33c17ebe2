import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatCents, parseCents } from '../../../src/domain/money.ts';
import { run } from '../../../src/operations/operation.ts';
import { sales, salesStatement } from '../../../src/operations/reports/sales.ts';
import { salesGroups } from '../../../src/operations/reports/parts/sales-parts.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase({ sample: true });
});
afterAll(() => shop.close());

const report = async (input: object) =>
  (await run(sales, input, { database: shop.database, actor: shop.actor('manager') })).output;

interface Line {
  readonly id: string;
  readonly order_id: string;
  readonly sku: string;
  readonly brand: string | null;
  readonly quantity: number;
  readonly price: string;
  readonly discount: string;
  readonly total: string;
}
interface Order {
  readonly id: string;
  readonly day: string;
  readonly code: string | null;
  readonly discount: string;
  readonly tax: string;
  readonly shipping: string;
  readonly refunded: string;
  readonly cancelled: boolean;
}

/** The plain rows; everything else of the calculation is done here, in cents. */
async function rowsOf(from: string, to: string) {
  const orders = await shop.sql<Order>(
    `select o.id, to_char(o.created_at, 'YYYY-MM-DD') as day, c.code, o.discount::text, o.tax::text, o.shipping::text,
       (select coalesce(sum(r.amount), 0)::text from refunds r join payments p on p.id = r.payment_id
        where p.order_id = o.id and r.status = 'COMPLETED') as refunded,
       exists (select from order_status_history h where h.order_id = o.id and h.to_status = 'CANCELLED') as cancelled
     from orders o left join promo_codes c on c.id = o.promo_code_id
     where o.created_at >= $1 and o.created_at < $2`,
    [from, to],
  );
  const lines = await shop.sql<Line>(
    `select i.id, i.order_id, p.sku, b.slug as brand, i.quantity, i.price::text, i.discount::text, i.total::text
     from order_items i join products p on p.id = i.product_id left join brands b on b.id = p.brand_id`,
  );
  const returned = await shop.sql<{ order_item_id: string; quantity: number }>(
    "select order_item_id, quantity from inventory_transactions where type = 'RETURN' and order_item_id is not null",
  );
  const back = new Map<string, number>();
  for (const { order_item_id: id, quantity } of returned) back.set(id, (back.get(id) ?? 0) + quantity);
  const sold = orders.filter(({ cancelled }) => !cancelled);
  return sold.map((order) => ({
    ...order,
    lines: lines
      .filter((line) => line.order_id === order.id)
      .map((line) => ({ ...line, back: back.get(line.id) ?? 0 })),
  }));
}
type Sold = Awaited<ReturnType<typeof rowsOf>>[number];

const cents = (amounts: readonly string[]) => amounts.reduce((all, one) => all + parseCents(one), 0n);

/** Whole orders, added up. */
function expected(orders: readonly Sold[]) {
  const lines = orders.flatMap((order) => order.lines);
  const gross = lines.reduce((all, { price, quantity }) => all + parseCents(price) * BigInt(quantity), 0n);
  const discount = cents(lines.map((one) => one.discount)) + cents(orders.map((one) => one.discount));
  const [tax, shipping] = [cents(orders.map((one) => one.tax)), cents(orders.map((one) => one.shipping))];
  const refunded = cents(orders.map((one) => one.refunded));
  const total = gross - discount + tax + shipping;
  return {
    orders: orders.length,
    pieces: lines.reduce((all, one) => all + one.quantity, 0),
    returned: lines.reduce((all, one) => all + one.back, 0),
    gross: formatCents(gross),
    discount: formatCents(discount),
    net: formatCents(gross - discount),
    tax: formatCents(tax),
    shipping: formatCents(shipping),
    total: formatCents(total),
    refunded: formatCents(refunded),
    after_refunds: formatCents(total - refunded),
  };
}

const year = { from: '2024-01-01', to: '2027-01-01' };

describe('sales are what the plain rows say, calculated here', () => {
  test('by day, each row and the total', async () => {
    const orders = await rowsOf(year.from, year.to);
    expect(orders.length).toBeGreaterThan(200);
    const { rows, totals } = await report({ by: 'day', ...year });
    const days = [...new Set(orders.map(({ day }) => day))].sort();
    expect(rows).toEqual(
      days.map((day) => ({ key: day, name: day, ...expected(orders.filter((one) => one.day === day)) })),
    );
    expect(totals).toEqual(expected(orders));
    expect(totals.returned).toBeGreaterThan(0);
    expect(parseCents(totals.refunded)).toBeGreaterThan(0n);
  });

  test('by promo code, for a stretch that begins and ends within a day', async () => {
    const [from, to] = ['2026-10-03T05:30:00.000Z', '2026-11-12T17:00:00.000Z'];
    const orders = await rowsOf(from, to);
    const { rows, totals } = await report({ by: 'promo', from, to });
    expect(totals).toEqual(expected(orders));
    for (const row of rows) {
      const { key, name } = row;
      expect(row).toEqual({ key, name, ...expected(orders.filter(({ code }) => code === key)) });
    }
  });

  test('by brand and by product: what the lines themselves say, and every cent of the orders in some row', async () => {
    const orders = await rowsOf(year.from, year.to);
    for (const by of ['brand', 'product'] as const) {
      const { rows, totals } = await report({ by, ...year });
      expect(totals).toEqual(expected(orders));
      const groupOf = (line: Line) => (by === 'brand' ? line.brand : line.sku);
      for (const row of rows) {
        const lines = orders.flatMap((order) => order.lines).filter((line) => groupOf(line) === row.key);
        const gross = lines.reduce((all, { price, quantity }) => all + parseCents(price) * BigInt(quantity), 0n);
        expect({ key: row.key, gross: row.gross, pieces: row.pieces, orders: row.orders }).toEqual({
          key: row.key,
          gross: formatCents(gross),
          pieces: lines.reduce((all, one) => all + one.quantity, 0),
          orders: new Set(lines.map((line) => line.order_id)).size,
        });
        expect(parseCents(row.net)).toBe(parseCents(row.gross) - parseCents(row.discount));
      }
    }
  });
});

const money = ['gross', 'discount', 'net', 'tax', 'shipping', 'total', 'refunded', 'after_refunds'] as const;

test('however the sales of a period are grouped and cut, the rows add up to the same total, to the cent', async () => {
  const day = fc
    .integer({ min: 0, max: 420 })
    .map((n) => new Date(Date.UTC(2025, 9, 1) + n * 86_400_000 + n * 977_000));
  await fc.assert(
    fc.asyncProperty(
      day,
      day,
      fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      async (one, other, top) => {
        const [from, to] = [one, other].sort((a, b) => a.getTime() - b.getTime()).map((at) => at.toISOString());
        fc.pre(from !== to);
        const totals = [];
        for (const by of salesGroups) {
          const { rows, totals: total } = await report({ by, from, to, ...(top !== undefined && { top }) });
          totals.push(total);
          for (const key of money)
            expect([by, key, formatCents(cents(rows.map((row) => row[key])))]).toEqual([by, key, total[key]]);
          for (const key of ['pieces', 'returned'] as const) {
            expect(rows.reduce((all, row) => all + row[key], 0)).toBe(total[key]);
          }
          if (top !== undefined) expect(rows.length).toBeLessThanOrEqual(top + 1);
        }
        for (const total of totals) expect(total).toEqual(totals[0]);
      },
    ),
    { numRuns: 8 },
  );
});

test('what belongs to a whole order is divided among its lines without losing or making a cent', async () => {
  const db = await testDatabase();
  await db.sql(`with p as (
      insert into products (sku, name, slug, price) select 'P' || n, 'Product ' || n, 'p' || n, 10 from generate_series(1, 3) n 
    ), u as (
      insert into users (email, password_hash) values ('a@b.example', 'x') returning id
    
    )
    insert into orders (user_id, subtotal, discount, tax, shipping, total, shipping_address, billing_address)
      select id, 30, 10, 0.05, 0.01, 20.06, '{}', '{}' from u`);
  await db.sql(`insert into order_items (order_id, product_id, sku, name, quantity, price, total)
    select o.id, p.id, p.sku, p.sku, 1, p.price, p.price from orders o, products p`);
  const call = { database: db.database, actor: db.actor('admin') };
  const { output } = await run(sales, { by: 'product', from: '1d', top: 2 }, call);
  expect(output.totals).toMatchObject({ orders: 1, discount: '10.00', tax: '0.05', shipping: '0.01', total: '20.06' });
  expect(output.rows.map(({ discount }) => discount).sort()).toEqual(['3.33', '3.33', '3.34']);
  expect(output.rows.map(({ name }) => name)).toEqual([expect.any(String), expect.any(String), 'all others']);
  expect(output.rows.map(({ orders }) => orders)).toEqual([1, 1, 1]);
  await db.close();
});

test('a period without sales has a total of nothing', async () => {
  const { rows, totals } = await report({ from: '2020-01-01', to: '2020-02-01' });
  expect(rows).toEqual([]);
  expect(totals).toMatchObject({ orders: 0, pieces: 0, net: '0.00', after_refunds: '0.00' });
});

test.each([
  [{ from: '2026-02-31' }, '"2026-02-31" is no moment'],
  [{ from: 'yesterday' }, 'is no moment'],
  [{ from: '2026-11-02', to: '2026-11-02' }, 'The period ends at'],
  [{ top: 0 }, 'is no whole number from 1'],
  [{ by: 'colour' }, 'by'],
])('%j is refused in a sentence', async (input, told) => {
  await expect(report(input)).rejects.toThrow(told);
});

test('the warehouse may not look at sales', async () => {
  const call = { database: shop.database, actor: shop.actor('warehouse') };
  await expect(run(sales, {}, call)).rejects.toThrow('may not run reports sales');
});

test.each(['day', 'brand'] as const)('a month by %s touches the tables of that month only', async (by) => {
  const plan = await shop.database.read({ actor: shop.actor('manager'), operation: 'test' }, async (tx) => {
    await tx.query('set local enable_seqscan = off');
    return tx.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${salesStatement(by, false)}`, [
      '2026-10-01T00:00:00Z',
      '2026-11-01T00:00:00Z',
      null,
    ]);
  });
  const text = plan.map((row) => row['QUERY PLAN']).join('\n');
  expect([...new Set(text.match(/orders_\d{4}_\d{2}/gu))]).toEqual(['orders_2026_10']);
  expect(text).not.toMatch(/Seq Scan on (order_items|inventory_transactions|payments|order_status_history)/u);
});
