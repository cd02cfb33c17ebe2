import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { article, deliveredOrder, insert, pay, placeOrder, refusal, setStatus, transaction, type Sql } from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const taken = { code: '23505', constraint: 'article_codes_pkey' };
const product = (sku: string, barcode: string | null = null) =>
  insert(sql, 'products', { sku, barcode, name: sku, slug: `slug-${sku.toLowerCase()}`, price: '10.00' });
const setBarcode = (table: 'products' | 'product_variants', id: string, barcode: string | null) =>
  sql(`update ${table} set barcode = $2 where id = $1`, [id, barcode]);

describe('a code', () => {
  test('is one product, whether it is a SKU or a barcode, of the product or of a variant', async () => {
    const shoe = await article(sql, 0);
    await setBarcode('product_variants', shoe.variant_id, '4006381333931');
    expect(await refusal(product(shoe.sku))).toMatchObject({ ...taken, message: expect.stringContaining(shoe.sku) });
    expect(await refusal(product('BOOT-1', '4006381333931'))).toMatchObject(taken);
    const other = await product('BOOT-2');
    expect(await refusal(setBarcode('products', other, shoe.sku))).toMatchObject(taken);
    expect(
      await refusal(insert(sql, 'product_variants', { product_id: other, sku: `${shoe.sku}-P`, size: '1' })),
    ).toMatchObject(taken);
  });

  test('may be the SKU of a product and of its own variant', async () => {
    const id = await product('SOCKS-1');
    await insert(sql, 'product_variants', { product_id: id, sku: 'SOCKS-1', barcode: 'SOCKS-1' });
    expect(await sql('select product_id from article_codes where code = $1', ['socks-1'])).toEqual([
      { product_id: id },
    ]);
  });

  test('is free for others when nothing of the product bears it any more', async () => {
    const shoe = await article(sql, 0);
    await setBarcode('products', shoe.product_id, '96385074');
    await setBarcode('product_variants', shoe.variant_id, '96385074');
    const other = await product('BOOT-3');
    await setBarcode('products', shoe.product_id, null);
    expect(await refusal(setBarcode('products', other, '96385074'))).toMatchObject(taken);
    await setBarcode('product_variants', shoe.variant_id, null);
    await setBarcode('products', other, '96385074');
  });

  test('that 16 people give to 16 products at once becomes the code of one', async () => {
    const shoes = await Promise.all(Array.from({ length: 16 }, (_, at) => product(`RACE-${at}`)));
    const raced = await Promise.allSettled(
      shoes.map((id, at) =>
        transaction(db.ownerUrl, {}, (tx) =>
          tx(
            at % 2
              ? 'update products set barcode = $2 where id = $1'
              : 'insert into product_variants (product_id, sku) values ($1, $2)',
            [id, 'ONE-CODE'],
          ),
        ),
      ),
    );
    expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sql("select from article_codes where code = 'one-code'")).toHaveLength(1);
  });
});

describe('a refund', () => {
  const ask = (tx: Sql, payment_id: string, amount: string, more: object = {}) =>
    insert(tx, 'refunds', { payment_id, amount, reason: 'too small', provider: 'manual', ...more });

  test('that was sent fails by the word of who asks the provider alone, and arrives by anybody', async () => {
    const { payment_id } = await deliveredOrder(sql);
    const sent = (more: object) => ask(sql, payment_id, '1.00', { provider: 'stripe', attempts: 1, ...more });
    const end = (id: string, status: string) =>
      sql('update refunds set status = $2, provider_reference = $1::text where id = $1', [id, status]);
    const asked = await sent({});
    expect(await refusal(end(asked, 'FAILED'))).toMatchObject({ code: '23001', constraint: 'refunds_sent' });
    await end(asked, 'COMPLETED');
    await end(await sent({ claimed_until: new Date(Date.now() + 60_000) }), 'FAILED');
    await end(await sent({ attempts: 0 }), 'FAILED');
  });

  test('of a manager counts with all that managers gave back of the order', async () => {
    const { payment_id } = await deliveredOrder(sql);
    await sql("insert into store_settings (key, value) values ('manager_refund_limit', '10.00')");
    const as = (role: 'admin' | 'manager', amount: string) =>
      transaction(db.appUrl, { role: `${role}_role`, user_id: db.actor(role).id }, (tx) => ask(tx, payment_id, amount));
    await as('manager', '6.00');
    expect(await refusal(as('manager', '4.01'))).toMatchObject({
      code: '42501',
      constraint: 'manager_refund_limit',
      message: 'with 6.00 before, a refund of 4.01 is above the 10.00 that managers may refund of one order',
    });
    await as('admin', '5.00');
    await as('manager', '4.00');
    await sql("delete from store_settings where key = 'manager_refund_limit'");
  });
});

test('a tracking number is one parcel of an order, and may be a parcel of two orders', async () => {
  const packed = async () => {
    const order = await placeOrder(sql);
    await pay(sql, order);
    await setStatus(sql, order, 'CONFIRMED', 'PROCESSING');
    return order;
  };
  const [one, other] = [await packed(), await packed()];
  const parcel = ({ order_id, warehouse_id }: typeof one) =>
    insert(sql, 'shipments', { order_id, warehouse_id, carrier: 'DHL', tracking_number: '00340434161094042557' });
  await parcel(one);
  await parcel(other);
  expect(await refusal(parcel(one))).toMatchObject({ code: '23505', constraint: 'shipments_parcel_key' });
});
