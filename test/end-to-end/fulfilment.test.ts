import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { confirm } from '../../src/operations/orders/confirm.ts';
import { cancel } from '../../src/operations/orders/cancel.ts';
import { place } from '../../src/operations/orders/place.ts';
import { record } from '../../src/operations/payments/record.ts';
import { run } from '../../src/operations/operation.ts';
import { hashPassword } from '../../src/platform/password.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

const password = 'correct horse battery';
let database: TestDatabase;
let customer: string;
let skus: readonly string[];
let warehouse: string;

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const [found] = await database.sql<{ email: string }>(
    `select u.email from users u join addresses a on a.user_id = u.id and a.is_default
     where u.role = 'customer' and u.is_active order by u.email limit 1`,
  );
  customer = found?.email ?? '';
  const rows = await database.sql<{ sku: string; code: string }>(
    `select v.sku, w.code
     from product_variants v
     join products p on p.id = v.product_id
     join inventory i on i.variant_id = v.id
     join warehouses w on w.id = i.warehouse_id
     where v.is_active and p.is_active and p.deleted_at is null and i.available > 30
       and w.code = (select code from warehouses where is_active order by code limit 1)
       and not exists (
         select from inventory o where o.variant_id = v.id and o.warehouse_id <> i.warehouse_id and o.available >= i.available
       )
     order by v.sku
     limit 3`,
  );
  skus = rows.map(({ sku }) => sku);
  warehouse = rows[0]?.code ?? '';
});
afterAll(() => database.close());
/** What the sample shop has begun is somebody else's: the round of a test is its own orders. */
beforeAll(async () => {
  await database.sql("update orders set assigned_to = $1 where status in ('CONFIRMED', 'PROCESSING')", [
    database.actor('manager').id,
  ]);
});

async function toPick(lines: string): Promise<string> {
  const call = { database: database.database, actor: database.actor('manager') };
  const { order_number: order } = (await run(place, { customer, lines }, call)).output;
  await run(record, { order, reference: `SEPA ${order}` }, call);
  await run(confirm, { order }, call);
  return order;
}

async function shipmentsOf(order: string): Promise<unknown[]> {
  return database.sql(
    `select o.status, s.carrier, s.tracking_number as tracking,
       (select sum(i.quantity)::integer from shipment_items i where i.shipment_id = s.id) as pieces
     from orders o left join shipments s on s.order_id = o.id
     where o.order_number = $1 order by s.created_at`,
    [order],
  );
}

type Open = (options?: TerminalOptions) => Promise<TestTerminal>;

async function withScanner(work: (open: Open) => Promise<void>): Promise<void> {
  const home = testHome();
  const opened: TestTerminal[] = [];
  try {
    await work(async (options = {}) => {
      const app = await openTerminal({
        database,
        role: 'warehouse',
        home: home.path,
        columns: 40,
        rows: 12,
        ...options,
      });
      opened.push(app);
      return app;
    });
  } finally {
    for (const app of opened) await app.close();
    await home.remove();
  }
}

async function atTheShelves(app: TestTerminal): Promise<void> {
  await app.type(':pick and pack');
  await app.press('Enter');
  await app.sees('Pick in which');
  await app.sees(`1 ${warehouse}`);
  await app.press('1');
  await app.sees('to pick');
}

describe('a worker with a scanner, at 40x12', () => {
  test('picks, packs and ships three orders, a wrong item is refused, and nothing is pressed after the first Enter', () =>
    withScanner(async (open) => {
      const [a = '', b = ''] = skus;
      const orders = [await toPick(`${a}=2`), await toPick(`${a}=1,${b}=1`), await toPick(`${b}=1`)];
      const app = await open();
      await atTheShelves(app);
      await app.sees('3 orders to pick');
      await app.press('Enter');
      await app.sees('pick 0/5, 3 orders');
      await app.scan(a);
      await app.sees('pick 1/5');
      await app.scan('4006381333931');
      await app.sees('WRONG: 4006381333931 is not on');
      expect(app.output()).toContain('\u0007');
      await app.sees('pick 1/5');
      for (const code of [a, a, b, b]) await app.scan(code);
      await app.sees('pack 1/3, 0/2 in it');
      await app.sees(orders[0] ?? '');
      await app.scan(b);
      await app.sees(new RegExp(`is not in\\s+${orders[0] ?? ''}`, 'u'));
      const contents = [[a, a], [a, b], [b]];
      for (const [at, order] of orders.entries()) {
        await app.sees(order);
        for (const code of contents[at] ?? []) await app.scan(code);
        await app.sees('Scan the label.');
        await app.scan(`0034043416109404255${at}`);
        await app.sees('Scan it again or Enter');
        await app.scan(`0034043416109404255${at}`);
        await app.sees(at < 2 ? `${order} has left with` : '3 orders shipped.');
      }
      for (const [at, order] of orders.entries()) {
        expect(await shipmentsOf(order)).toEqual([
          { status: 'SHIPPED', carrier: 'DHL', tracking: `0034043416109404255${at}`, pieces: contents[at]?.length },
        ]);
      }
    }));

  test('what is not on the shelf is left, the rest goes in part, and the desk is told; a crash in between loses no scan', () =>
    withScanner(async (open) => {
      const [a = '', , c = ''] = skus;
      const order = await toPick(`${a}=2,${c}=1`);
      const app = await open();
      await atTheShelves(app);
      await app.press('Enter');
      await app.sees('pick 0/3');
      await app.press('1', 'Enter');
      await app.sees('1  Not here: leave the rest');
      await app.press('1');
      await app.sees(/is\s+short/u);
      await app.scan(c);
      await app.sees('pack 1/1, 0/2 in it');
      await app.scan(a);
      await app.sees('1/2 in it');
      app.kill('SIGKILL');
      await app.ended;
      const again = await open();
      await again.type(':pick and pack');
      await again.press('Enter');
      await again.sees('pack 1/1, 1/2 in it');
      await again.scan(c);
      await again.sees('Scan the label.');
      await again.press('2');
      await again.sees('Carrier: UPS');
      await again.scan('1Z999AA10123456784');
      await again.press('Enter');
      await again.sees('1 order shipped.');
      expect(await shipmentsOf(order)).toEqual([
        { status: 'PROCESSING', carrier: 'UPS', tracking: '1Z999AA10123456784', pieces: 2 },
      ]);
      const notes = await database.sql(
        `select n.note from order_notes n join order_registry r on r.order_id = n.order_id where r.order_number = $1`,
        [order],
      );
      expect(notes).toEqual([{ note: `Not found when picking in ${warehouse}: 1 of ${a}.` }]);
      await database.sql('update orders set assigned_to = $2 where order_number = $1', [
        order,
        database.actor('manager').id,
      ]);
    }));

  test('whose session ends with a half-packed box signs in anew at the locked screen, and the box is packed and sent', () =>
    withScanner(async (open) => {
      const [a = '', b = ''] = skus;
      const order = await toPick(`${a}=1,${b}=1`);
      const worker = database.actor('warehouse').id;
      await database.sql('update users set password_hash = $2 where id = $1', [worker, await hashPassword(password)]);
      const app = await open();
      await atTheShelves(app);
      await app.press('Enter');
      for (const code of [a, b]) await app.scan(code);
      await app.sees('pack 1/1, 0/2 in it');
      await app.scan(a);
      await app.sees('1/2 in it');
      await database.sql('update user_sessions set revoked_at = now() where user_id = $1', [worker]);
      await app.press('r');
      await app.sees('this session was');
      expect(await shipmentsOf(order)).toMatchObject([{ status: 'PROCESSING', tracking: null }]);

      // What anybody else changed may have brought the lock before the key came, which was then of the password.
      await app.press('Ctrl-u');
      await app.type(`${password}\r`);
      await app.seesNot('go on where you were');
      await app.sees('1/2 in it');
      await app.scan(b);
      await app.sees('Scan the label.');
      await app.scan('00340434161094042560');
      await app.sees('00340434161094042560');
      await app.press('Enter');
      await app.sees('1 order shipped.');
      expect(await shipmentsOf(order)).toEqual([
        { status: 'SHIPPED', carrier: 'DHL', tracking: '00340434161094042560', pieces: 2 },
      ]);
      const sessions = await database.sql(
        'select count(*)::integer as open from user_sessions where user_id = $1 and revoked_at is null',
        [worker],
      );
      expect(sessions).toEqual([{ open: 1 }]);
    }));

  test('two pickers never get the same order, and one that is cancelled meanwhile is told to both hands', () =>
    withScanner(async (open) => {
      const [a = ''] = skus;
      const orders = [await toPick(`${a}=1`), await toPick(`${a}=1`)];
      const app = await open({ columns: 20, rows: 8 });
      await atTheShelves(app);
      await app.press('1', 'Enter');
      await app.sees('pick 0/1');
      const other = await openTerminal({ database, role: 'admin', columns: 40, rows: 12 });
      try {
        await other.type(':pick and pack');
        await other.press('Enter');
        await other.sees(`1 ${warehouse}`);
        await other.press('1');
        await other.sees('1 order to pick, ');
        await other.press('Enter');
        await other.sees('pick 0/1');
        const owners = await database.sql<{ assigned_to: string }>(
          'select assigned_to from orders where order_number = any ($1)',
          [orders],
        );
        expect(new Set(owners.map(({ assigned_to }) => assigned_to)).size).toBe(2);
      } finally {
        await other.close();
      }
      const [mine] = await database.sql<{ order_number: string }>(
        'select order_number from orders where order_number = any ($1) and assigned_to = $2',
        [orders, database.actor('warehouse').id],
      );
      const call = { database: database.database, actor: database.actor('manager') };
      await run(cancel, { order: mine?.order_number ?? '', reason: 'changed their mind', refund: 'later' }, call);
      await app.sees(/yours\s+no\s+more/u);
    }));
});
