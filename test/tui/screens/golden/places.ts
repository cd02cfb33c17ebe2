import type { Params } from '../../../../src/tui/app/screen.ts';
import type { TestDatabase } from '../../../helpers/database.ts';

/** What each screen is opened with where it needs more than its name: records that have something of everything. */
export async function findPlaces(db: TestDatabase): Promise<Readonly<Record<string, Params>>> {
  const [some] = await db.sql<
    Record<'order' | 'product' | 'sku' | 'warehouse' | 'brand' | 'promo' | 'review' | 'customer', string>
  >(
    `select
      (select order_number from orders o
        where exists (select from order_returns r where r.order_id = o.id) order by order_number limit 1) as order,
      (select sku from products where name = 'Trail Fox 2') as product,
      (select v.sku from product_variants v
        join inventory i on i.variant_id = v.id
        join inventory_transactions t on t.inventory_id = i.id
        group by v.sku order by count(*) desc, v.sku limit 1) as sku,
      (select code from warehouses order by code limit 1) as warehouse,
      (select name from brands order by name limit 1) as brand,
      (select c.code from promo_codes c join promo_usage u on u.promo_code_id = c.id
        group by c.code order by count(*) desc, c.code limit 1) as promo,
      (select id from reviews where status = 'APPROVED' order by created_at, id limit 1) as review,
      (select email from users where role = 'customer' order by (select count(*) from orders o where o.user_id = users.id) desc, email limit 1)
        as customer`,
  );
  if (!some) throw new Error('there is no shop');
  const { order, product, sku, warehouse, brand, promo, review, customer } = some;
  return {
    order: { order },
    payment: { order },
    product: { product },
    'product-diff': { product, from: '1' },
    'product-why': { product },
    'product-import': { file: 'test/fixtures/products.csv' },
    prices: { change: '-10% .99' },
    count: { count: '1' },
    counting: { count: '1' },
    ledger: { sku },
    warehouse: { code: warehouse },
    brand: { brand },
    promo: { code: promo },
    'promo-try': { code: promo, order },
    review: { review },
    customer: { customer },
    change: { operation: '00000004' },
    member: { person: db.actor('warehouse').email },
  };
}
