import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { confirm } from '../../src/operations/orders/confirm.ts';
import { place } from '../../src/operations/orders/place.ts';
import { process as startPicking } from '../../src/operations/orders/process.ts';
import { record } from '../../src/operations/payments/record.ts';
import { run } from '../../src/operations/operation.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
let app: TestTerminal;
let customer: string;
/** On the shelf in plenty, and ordered in this file alone since it began. */
let sku: string;
beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const [found] = await database.sql<{ email: string; sku: string }>(
    `select
       (select u.email from users u join addresses a on a.user_id = u.id and a.is_default
         where u.role = 'customer' and u.is_active order by u.email limit 1) as email,
       (select v.sku from product_variants v join products p on p.id = v.product_id join inventory i on i.variant_id = v.id
         where v.is_active and p.is_active and p.deleted_at is null and i.available > 40
         order by i.available desc, v.sku limit 1) as sku`,
  );
  ({ email: customer, sku } = found ?? { email: '', sku: '' });
});
afterEach(() => app.close());
afterAll(() => database.close());

async function orders(count: number, to: 'PENDING' | 'PROCESSING', paid = true): Promise<string[]> {
  const call = { database: database.database, actor: database.actor('manager') };
  const made: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { order_number: order } = (await run(place, { customer, lines: `${sku}=1` }, call)).output;
    if (paid) await run(record, { order, reference: `SEPA ${order}` }, call);
    if (to === 'PROCESSING') {
      await run(confirm, { order }, call);
      await run(startPicking, { order }, call);
    }
    made.push(order);
  }
  return made;
}

/** In the list of orders, all of these marked. */
async function marked(status: string, last: string | undefined): Promise<void> {
  app = await openTerminal({ database, role: 'manager' });
  await app.type(':orders\r');
  await app.sees('Customer');
  await app.type(`/status:${status} sku:${sku} since:1d\r`);
  await app.sees(last ?? '');
  await app.press('*', 'B');
  await app.sees('In bulk');
}

/** The entry of the open menu. */
async function choose(label: string): Promise<void> {
  const at = () => app.lines().findIndex((line) => line.includes(`▌${label}`));
  for (let tries = 0; tries < 12 && at() < 0; tries += 1) await app.press('Down');
  expect(at()).toBeGreaterThan(0);
  await app.press('Enter');
}

const statesOf = async (numbers: readonly string[]) =>
  (
    await database.sql<{ status: string }>(
      'select status from orders where order_number = any ($1) order by order_number',
      [numbers],
    )
  ).map(({ status }) => status);

test('twenty paid orders are confirmed in one go, with a result for each', async () => {
  const made = await orders(20, 'PENDING');
  await marked('PENDING', made[19]);
  await choose('Confirm');
  await app.sees('Confirm 20 orders?');
  await app.press('y');
  await app.sees('20 done');
  expect(new Set(await statesOf(made))).toEqual(new Set(['CONFIRMED']));
});

test('a pile of parcels is shipped by scanning their labels; one scanned twice is caught, what has no label stays', async () => {
  const made = (await orders(3, 'PROCESSING')).reverse();
  await marked('PROCESSING', made[0]);
  await choose('Ship');
  await app.sees('Who carries it?');
  await app.press('Enter');
  await app.sees(/Label of \S+, 1 of 3 with DHL/u);
  await app.scan('00340434161094042557');
  await app.sees(/2 of 3/u);
  await app.scan('00340434161094042557');
  await app.sees(/It is the label of SM-/u);
  await app.press('Ctrl-u');
  await app.scan('00340434161094042564');
  await app.sees(/3 of 3/u);
  await app.press('Esc');
  await app.sees('Ship 2 orders?');
  await app.sees('There is no undo for this.');
  await app.press('y');
  await app.sees('2 done');
  await app.sees(/this parcel with DHL[^\d]*00340434161094042564/u);
  expect((await statesOf(made)).sort()).toEqual(['PROCESSING', 'SHIPPED', 'SHIPPED']);
  const parcels = await database.sql<{ tracking_number: string }>(
    `select s.tracking_number from shipments s join orders o on o.id = s.order_id
     where o.order_number = any ($1) order by s.tracking_number`,
    [made],
  );
  expect(parcels.map((one) => one.tracking_number)).toEqual(['00340434161094042557', '00340434161094042564']);
  await app.press('Esc');
  await app.sees('1 marked');
});

test('all that match are not shipped in one go, and the menu says why', async () => {
  app = await openTerminal({ database, role: 'manager' });
  await app.type(':orders\r');
  await app.sees(/SM-\d{4}-\d{6}/u);
  await app.press('*', '*', 'B');
  await app.sees(/Ship all \d+ matching orders +each has its own label: mark them/u);
});

test('orders are cancelled together by typing it out, knowing how much money goes back', async () => {
  const paid = await orders(2, 'PENDING');
  const unpaid = await orders(1, 'PENDING', false);
  await marked('PENDING', unpaid[0]);
  await choose('Cancel');
  await app.type('the shoe was recalled\r');
  await app.sees('When does what was captured go back?');
  await app.press('Enter');
  await app.sees('Cancel 3 orders?');
  await app.sees(/\$[\d,.]+ of 2 orders goes back to the customers\./u);
  await app.sees('Type cancel and refund to agree:');
  await app.press('y', 'Enter');
  expect(await statesOf([...paid, ...unpaid])).toEqual(['PENDING', 'PENDING', 'PENDING']);
  await app.press('Ctrl-u');
  await app.type('cancel and refund\r');
  await app.sees('3 done');
  expect(await statesOf([...paid, ...unpaid])).not.toContain('PENDING');
});
