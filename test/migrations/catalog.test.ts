import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import {
  article,
  customer,
  deliveredOrder,
  insert,
  placeOrder,
  refusal,
  setStatus,
  pay,
  ship,
  type Sql,
} from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const stats = async (id: string) =>
  (
    await sql<{ review_count: number; avg_rating: string | null; version: number }>(
      'select review_count, avg_rating, version from products where id = $1',
      [id],
    )
  )[0];

describe('reviews', () => {
  test('count when they are approved, and the product is not edited by that', async () => {
    const { product_id } = await article(sql, 0);
    const [before] = await sql('select updated_at from products where id = $1', [product_id]);
    const review = async (rating: number, status: string) =>
      insert(sql, 'reviews', {
        product_id,
        user_id: await customer(sql),
        rating,
        status,
        ...(status === 'REJECTED' ? { rejection_reason: 'spam' } : {}),
      });
    await review(5, 'APPROVED');
    const four = await review(4, 'APPROVED');
    await review(1, 'PENDING');
    await review(1, 'REJECTED');
    expect(await stats(product_id)).toEqual({ review_count: 2, avg_rating: '4.50', version: 1 });
    await sql('delete from reviews where id = $1', [four]);
    expect(await stats(product_id)).toMatchObject({ review_count: 1, avg_rating: '5.00' });
    const [after] = await sql('select updated_at from products where id = $1', [product_id]);
    expect(after).toEqual(before);
  });

  test('that move to another product leave the first', async () => {
    const from = await article(sql, 0);
    const to = await article(sql, 0);
    const user_id = await customer(sql);
    const id = await insert(sql, 'reviews', { product_id: from.product_id, user_id, rating: 3, status: 'APPROVED' });
    await sql('update reviews set product_id = $2 where id = $1', [id, to.product_id]);
    expect(await stats(from.product_id)).toMatchObject({ review_count: 0, avg_rating: null });
    expect(await stats(to.product_id)).toMatchObject({ review_count: 1, avg_rating: '3.00' });
  });

  test('are verified by an order that arrived, before or after, and never by saying so', async () => {
    const order = await deliveredOrder(sql);
    const verified = async (product_id: string, user_id: string) =>
      (
        await sql<{ is_verified: boolean }>(
          'insert into reviews (product_id, user_id, rating, is_verified) values ($1, $2, 5, true) returning is_verified',
          [product_id, user_id],
        )
      )[0]?.is_verified;
    expect(await verified(order.product_id, order.user_id)).toBe(true);
    expect(await verified(order.product_id, await customer(sql))).toBe(false);
    const later = await placeOrder(sql);
    expect(await verified(later.product_id, later.user_id)).toBe(false);
    await pay(sql, later);
    await setStatus(sql, later, 'CONFIRMED', 'PROCESSING');
    await ship(sql, later);
    await setStatus(sql, later, 'SHIPPED', 'DELIVERED');
    const rows = await sql('select is_verified from reviews where user_id = $1', [later.user_id]);
    expect(rows).toEqual([{ is_verified: true }]);
  });

  test('are one for each customer, product and order, also without an order', async () => {
    const { product_id } = await article(sql, 0);
    const row = { product_id, user_id: await customer(sql), rating: 5 };
    await insert(sql, 'reviews', row);
    expect((await refusal(insert(sql, 'reviews', row))).code).toBe('23505');
  });

  test('are rejected for a reason, and who did it is kept', async () => {
    const { product_id } = await article(sql, 0);
    const id = await insert(sql, 'reviews', { product_id, user_id: await customer(sql), rating: 5 });
    const said = refusal(sql("update reviews set status = 'REJECTED' where id = $1", [id]));
    expect(await said).toMatchObject({ constraint: 'check_rejection_reason' });
    await sql("update reviews set status = 'REJECTED', rejection_reason = 'spam' where id = $1", [id]);
    await sql("update reviews set status = 'PENDING' where id = $1", [id]);
    const [row] = await sql(
      'select rejection_reason, moderated_at is not null as moderated from reviews where id = $1',
      [id],
    );
    expect(row).toEqual({ rejection_reason: null, moderated: true });
  });

  test('and cancelled orders do not spoil product_stats', async () => {
    const order = await deliveredOrder(sql);
    for (const rating of [3, 5]) {
      const user_id = await customer(sql);
      await insert(sql, 'reviews', { product_id: order.product_id, user_id, rating, status: 'APPROVED' });
    }
    await sql('select refresh_product_stats()');
    const [row] = await sql(
      'select review_count, round(avg_rating, 2) as avg_rating, order_count, total_sold from product_stats where id = $1',
      [order.product_id],
    );
    expect(row).toEqual({ review_count: '2', avg_rating: '4.00', order_count: '1', total_sold: '2' });
  });
});

describe('products', () => {
  test('make a version with every change, numbered by the database alone', async () => {
    const { product_id } = await article(sql, 0);
    await sql('update products set price = 12, version = 77 where id = $1', [product_id]);
    const rows = await sql(
      `select version_number, (data ->> 'price')::numeric as price
      from product_versions
      where product_id = $1
      order by version_number`,
      [product_id],
    );
    expect(rows).toEqual([
      { version_number: 1, price: '10.00' },
      { version_number: 2, price: '12.00' },
    ]);
  });

  test('are found by words of the name, the tags and the description', async () => {
    await sql(
      `insert into products (sku, name, slug, price, tags, description)
      values ('FT-1', 'Cloud Runner', 'cloud-runner', 99, '{trail,waterproof}', '<p>Breathing membranes</p>')`,
    );
    const found = async (words: string) =>
      (
        await sql<{ sku: string }>(
          "select sku from products where search_vector @@ websearch_to_tsquery('english', $1)",
          [words],
        )
      ).map(({ sku }) => sku);
    for (const words of ['runners', 'waterproof', 'membrane', 'cloud trail'])
      expect(await found(words)).toEqual(['FT-1']);
    expect(await found('sandal')).toEqual([]);
  });

  test('cost something', async () => {
    const row = { sku: 'FREE', name: 'Free', slug: 'free', price: '0' };
    expect(await refusal(insert(sql, 'products', row))).toMatchObject({ constraint: 'products_price_check' });
  });

  test('have one primary image and one variant of a size without a colour', async () => {
    const { product_id } = await article(sql, 0);
    const image = { product_id, url: 'https://x.example/1.jpg', is_primary: true };
    await insert(sql, 'product_images', image);
    expect(await refusal(insert(sql, 'product_images', image))).toMatchObject({
      constraint: 'product_images_one_primary_key',
    });
    await insert(sql, 'product_variants', { product_id, sku: `N1-${product_id}`, size: '43' });
    const twin = refusal(insert(sql, 'product_variants', { product_id, sku: `N2-${product_id}`, size: '43' }));
    expect((await twin).code).toBe('23505');
  });
});

test('a category is never below itself', async () => {
  const top = await insert(sql, 'categories', { name: 'Top', slug: 'top' });
  const below = await insert(sql, 'categories', { name: 'Below', slug: 'below', parent_id: top });
  const ring = refusal(sql('update categories set parent_id = $2 where id = $1', [top, below]));
  expect(await ring).toMatchObject({ constraint: 'check_category_parent' });
  const self = refusal(sql('update categories set parent_id = id where id = $1', [top]));
  expect(await self).toMatchObject({ constraint: 'check_category_parent' });
});

test('an e-mail is one account however it is written', async () => {
  await customer(sql, { email: 'One@test.example' });
  expect(await refusal(customer(sql, { email: 'oNE@test.example' }))).toMatchObject({
    constraint: 'users_email_lower_key',
  });
});

test('signing in does not make an open edit of a person stale', async () => {
  const id = await customer(sql);
  await sql('select record_login($1, true)', [id]);
  await sql("update users set first_name = 'Ada' where id = $1", [id]);
  expect(await sql('select version from users where id = $1', [id])).toEqual([{ version: 2 }]);
});

test('every foreign key has an index that begins with its column', async () => {
  const without = await sql(
    `select k.conrelid::regclass::text as table_name, k.conname
    from pg_constraint k
    where k.contype = 'f'
      and k.conparentid = 0
      and k.connamespace = 'public'::regnamespace
      and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])`,
  );
  expect(without).toEqual([]);
});

test('every function that acts for others has a fixed search_path', async () => {
  const without = await sql(
    `select p.proname
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and p.prosecdef
      and not coalesce(p.proconfig::text like '%search_path=public, pg_temp%', false)`,
  );
  expect(without).toEqual([]);
});
