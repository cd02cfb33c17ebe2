import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Forbidden, NotFound } from '../../../src/domain/errors.ts';
import { run } from '../../../src/operations/operation.ts';
import { stats } from '../../../src/operations/products/stats.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
let best: string;

beforeAll(async () => {
  shop = await testDatabase({ sample: true });
  const [row] = await shop.sql<{ sku: string }>(
    `select p.sku
    from order_items i
    join orders o on o.id = i.order_id and o.status <> 'CANCELLED'
    join products p on p.id = i.product_id
    group by p.id
    order by sum(i.quantity) desc, p.sku
    limit 1`,
  );
  best = row?.sku ?? '';
});

afterAll(() => shop.close());

const told = async (product: string, role: Parameters<TestDatabase['actor']>[0] = 'manager') =>
  (await run(stats, { product }, { database: shop.database, actor: shop.actor(role) })).output;

test('what was sold, came back and was paid is what the orders say, cancelled ones left out', async () => {
  const [truth] = await shop.sql<{ ever: number; revenue: string; returned: number; month: number }>(
    `select sum(i.quantity)::integer as ever, sum(i.total)::text as revenue,
      coalesce(sum(i.quantity) filter (where o.created_at >= now() - interval '30 days'), 0)::integer as month,
      coalesce(sum((select sum(r.quantity) from return_items r where r.order_item_id = i.id)), 0)::integer as returned
    from order_items i
    join orders o on o.id = i.order_id and o.created_at = i.order_created_at and o.status <> 'CANCELLED'
    join products p on p.id = i.product_id
    where p.sku = $1`,
    [best],
  );
  const figures = await told(best);
  expect(figures.sold).toMatchObject({ ever: truth?.ever, days_30: truth?.month });
  expect(figures).toMatchObject({ revenue: truth?.revenue, returned: truth?.returned });
  expect(figures.days_left === null).toBe(truth?.month === 0);
});

test('twelve weeks, the running one last, hold no more than what was sold; sizes and colours hold all variants', async () => {
  const figures = await told(best);
  expect(figures.weeks).toHaveLength(12);
  const recent = figures.weeks.reduce((sum, week) => sum + week, 0);
  expect(recent).toBeGreaterThanOrEqual(figures.sold.days_30);
  expect(recent).toBeLessThanOrEqual(figures.sold.ever);
  const of = (parts: typeof figures.sizes) => parts.reduce((sum, { sold }) => sum + sold, 0);
  expect(of(figures.sizes)).toBe(of(figures.colors));
  const [reviews] = await shop.sql<{ approved: number }>(
    `select count(*)::integer as approved
    from reviews r
    join products p on p.id = r.product_id
    where p.sku = $1 and r.status = 'APPROVED'`,
    [best],
  );
  expect(figures.ratings).toHaveLength(5);
  expect(figures.ratings.reduce((sum, count) => sum + count, 0)).toBe(reviews?.approved);
});

test('a product that nobody bought has no pace and no rate', async () => {
  const name = 'Never Sold';
  await shop.sql(`insert into products (sku, name, slug, price) values ('NEVER', $1, 'never-sold', 10)`, [name]);
  expect(await told('NEVER')).toMatchObject({
    sold: { days_30: 0, days_90: 0, ever: 0 },
    last_sold_at: null,
    return_rate: null,
    days_left: null,
    revenue: '0.00',
    sizes: [],
    weeks: Array.from({ length: 12 }, () => 0),
  });
});

test('who may not see reports sees no revenue, a customer sees nothing', async () => {
  expect((await told(best, 'warehouse')).revenue).toBeNull();
  await expect(told(best, 'customer')).rejects.toThrow(Forbidden);
  await expect(told('nothing-of-the-kind')).rejects.toThrow(NotFound);
});
