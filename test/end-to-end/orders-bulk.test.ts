import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { place } from '../../src/operations/orders/place.ts';
import { record } from '../../src/operations/payments/record.ts';
import { run } from '../../src/operations/operation.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ sample: true });
}, 60_000);
afterAll(() => database.close());

test('twenty paid orders are confirmed in one go, with a result for each', async () => {
  const [found] = await database.sql<{ email: string; sku: string }>(
    `select
       (select u.email from users u join addresses a on a.user_id = u.id and a.is_default
         where u.role = 'customer' and u.is_active order by u.email limit 1) as email,
       (select v.sku from product_variants v join products p on p.id = v.product_id join inventory i on i.variant_id = v.id
         where v.is_active and p.is_active and p.deleted_at is null and i.available > 25
         order by i.available desc, v.sku limit 1) as sku`,
  );
  const { email, sku } = found ?? { email: '', sku: '' };
  const call = { database: database.database, actor: database.actor('manager') };
  const orders: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const { order_number: order } = (await run(place, { customer: email, lines: `${sku}=1` }, call)).output;
    await run(record, { order, reference: `SEPA ${order}` }, call);
    orders.push(order);
  }
  const app = await openTerminal({ database, role: 'manager' });
  try {
    await app.type(':orders');
    await app.press('Enter');
    await app.sees('Customer');
    await app.press('/');
    await app.type(`status:PENDING sku:${sku} since:1d`);
    await app.press('Enter');
    await app.sees(orders[19] ?? '');
    await app.press('*', 'B');
    await app.sees('Confirm');
    await app.press('Enter');
    await app.sees('Confirm 20 orders?');
    await app.press('y');
    await app.sees(/20 (?:of 20 )?done|20 confirmed|done: 20/iu);
  } finally {
    await app.close();
  }
  const [after] = await database.sql<{ confirmed: number }>(
    "select count(*)::integer as confirmed from orders where order_number = any ($1) and status = 'CONFIRMED'",
    [orders],
  );
  expect(after).toEqual({ confirmed: 20 });
});
