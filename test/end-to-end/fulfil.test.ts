import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { confirm } from '../../src/operations/orders/confirm.ts';
import { place } from '../../src/operations/orders/place.ts';
import { process as pick } from '../../src/operations/orders/process.ts';
import { ship } from '../../src/operations/orders/ship.ts';
import { record } from '../../src/operations/payments/record.ts';
import { run } from '../../src/operations/operation.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openProxy } from '../helpers/proxy.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
let customer: string;
let skus: string[];

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const [found] = await database.sql<{ email: string }>(
    `select u.email
     from users u
     join addresses a on a.user_id = u.id and a.is_default
     where u.role = 'customer' and u.is_active
     order by u.email
     limit 1`,
  );
  customer = found?.email ?? '';
  const rows = await database.sql<{ sku: string }>(
    `select v.sku
     from product_variants v
     join products p on p.id = v.product_id
     join inventory i on i.variant_id = v.id
     where v.is_active and p.is_active and p.deleted_at is null and i.available > 30
     order by i.available desc, v.sku
     limit 1`,
  );
  skus = rows.map(({ sku }) => sku);
});
afterAll(() => database.close());

/** Three pieces of one SKU, paid and waiting. */
async function nextOrder(): Promise<string> {
  const call = { database: database.database, actor: database.actor('manager') };
  const { output } = await run(place, { customer, lines: `${skus[0] ?? ''}=3` }, call);
  await run(record, { order: output.order_number, reference: `SEPA ${output.order_number}` }, call);
  return output.order_number;
}

async function taken(order: string, ...steps: readonly ('confirm' | 'process' | 'ship')[]): Promise<string> {
  const call = { database: database.database, actor: database.actor('manager') };
  for (const step of steps) {
    if (step === 'confirm') await run(confirm, { order }, call);
    else if (step === 'process') await run(pick, { order }, call);
    else await run(ship, { order, carrier: 'UPS', tracking: `UPS-${order}` }, call);
  }
  return order;
}

async function statusOf(order: string): Promise<string> {
  const [row] = await database.sql<{ status: string }>('select status from orders where order_number = $1', [order]);
  return row?.status ?? '';
}

type Open = (options?: TerminalOptions) => Promise<TestTerminal>;

/** Terminals of one home, closed whatever happens. */
async function atDesk(work: (open: Open) => Promise<void>): Promise<void> {
  const home = testHome();
  const opened: TestTerminal[] = [];
  try {
    await work(async (options = {}) => {
      const app = await openTerminal({ database, role: 'warehouse', home: home.path, ...options });
      opened.push(app);
      return app;
    });
  } finally {
    for (const app of opened) await app.close();
    await home.remove();
  }
}

async function openOrder(app: TestTerminal, order: string): Promise<void> {
  await app.type(`:${order}`);
  await app.press('Enter');
  await app.sees('all actions');
  await app.sees(new RegExp(`› ${order}`, 'u'));
}

describe('Job 2, fulfil an order', () => {
  test('from the list to the customer: confirm, process, ship, deliver', () =>
    atDesk(async (open) => {
      const order = await nextOrder();
      const app = await open();
      await app.type(':orders');
      await app.press('Enter');
      await app.sees('Customer');
      await app.press('/');
      await app.type(`status:PENDING number:${order}`);
      await app.press('Enter');
      await app.sees(order);
      await app.press('Enter');
      await app.sees('f confirm, to CONFIRMED');
      await app.press('f');
      await app.sees('The reserved pieces stay reserved.');
      await app.press('y');
      await app.sees('f process, to PROCESSING');
      await app.press('f');
      await app.sees('on the pick list of one person');
      await app.press('y');
      await app.sees('f ship, to SHIPPED');
      await app.press('f');
      await app.sees('Who carries it?');
      await app.press('Enter');
      await app.sees('Tracking number of the DHL parcel');
      await app.scan('00340434161094042557');
      await app.sees('This cannot be undone.');
      await app.press('y');
      await app.sees('f deliver, to DELIVERED');
      await app.press('f', 'y');
      await app.sees('No further step of fulfilment from DELIVERED.');

      const [shipment] = await database.sql(
        `select s.carrier, s.tracking_number, s.status,
           (select sum(x.quantity)::integer from shipment_items x where x.shipment_id = s.id) as pieces,
           (select -sum(t.quantity)::integer from inventory_transactions t
             where t.type = 'SALE' and t.reference_id = s.id) as sold,
           (select sum(i.quantity)::integer from order_items i where i.order_id = s.order_id) as ordered
         from shipments s
         join orders o on o.id = s.order_id
         where o.order_number = $1`,
        [order],
      );
      expect(shipment).toMatchObject({ carrier: 'DHL', tracking_number: '00340434161094042557', status: 'DELIVERED' });
      expect(shipment?.['pieces']).toBe(shipment?.['ordered']);
      expect(Math.abs(Number(shipment?.['sold']))).toBe(shipment?.['ordered']);
      const history = await database.sql<{ to_status: string; changed_by: string }>(
        `select h.to_status, h.changed_by
         from order_status_history h
         join orders o on o.id = h.order_id
         where o.order_number = $1 and h.from_status is not null
         order by h.created_at, h.id`,
        [order],
      );
      expect(history.map(({ to_status }) => to_status)).toEqual(['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED']);
      expect(new Set(history.map(({ changed_by }) => changed_by))).toEqual(new Set([database.actor('warehouse').id]));
    }));

  test('from the list itself: f takes the order under the cursor, or the marked ones one after the other', () =>
    atDesk(async (open) => {
      const orders = [await taken(await nextOrder(), 'confirm'), await taken(await nextOrder(), 'confirm')];
      const app = await open({ role: 'manager' });
      await app.type(':orders');
      await app.press('Enter', '/');
      await app.type(`customer:${customer} status:CONFIRMED`);
      await app.press('Enter');
      for (const order of orders) await app.sees(order);
      await app.press('Space', 'Space', 'f');
      await app.sees('CONFIRMED becomes PROCESSING?');
      await app.press('y');
      await app.sees('CONFIRMED becomes PROCESSING?');
      await app.press('Esc');
      await app.seesNot('becomes PROCESSING?');
      const after = await Promise.all(orders.map(statusOf));
      expect(after.toSorted()).toEqual(['CONFIRMED', 'PROCESSING']);
      await app.press('Esc');
      await app.seesNot('marked');
      await app.press('f');
      await app.sees('CONFIRMED becomes PROCESSING?');
      await app.press('y');
      await app.sees('No order is like that.');
      expect(await Promise.all(orders.map(statusOf))).toEqual(['PROCESSING', 'PROCESSING']);
      await app.press('f');
      expect(app.screen()).toContain('No order is like that.');
    }));

  test('n and p go through the orders of the list without going back to it', () =>
    atDesk(async (open) => {
      const older = await nextOrder();
      const newer = await nextOrder();
      const app = await open({ role: 'manager' });
      await app.type(':orders');
      await app.press('Enter', '/');
      await app.type(`customer:${customer} status:PENDING`);
      await app.press('Enter');
      await app.sees(newer);
      await app.press('Enter');
      await app.sees(new RegExp(`› ${newer}`, 'u'));
      await app.press('n');
      await app.sees(new RegExp(`› ${older}`, 'u'));
      await app.sees('f confirm, to CONFIRMED');
      await app.press('p');
      await app.sees(new RegExp(`› ${newer}`, 'u'));
      await app.press('p');
      await app.sees('That was the first order of the list.');
      await app.press('Esc', 'Esc', ':');
      await app.type(older);
      await app.press('Enter');
      await app.sees(new RegExp(`› ${older}`, 'u'));
    }));

  test('a figure of the dashboard opens its list', () =>
    atDesk(async (open) => {
      const app = await open();
      await app.sees('to confirm');
      await app.press('Down', 'Enter');
      await app.sees('› Orders');
      await app.sees('status:PENDING');
      await app.press('Esc', 'Esc');
      await app.sees('Stuck orders');
    }));

  test('a part is sent first, and the order waits for the rest', () =>
    atDesk(async (open) => {
      const order = await taken(await nextOrder(), 'confirm', 'process');
      const app = await open();
      await openOrder(app, order);
      await app.press('x');
      await app.sees('Ship a part');
      const menu = app.lines().filter((line) => /│/u.test(line));
      const steps =
        menu.findIndex((line) => line.includes('Ship a part')) - menu.findIndex((line) => line.includes('▌'));
      for (let step = 0; step < steps; step += 1) await app.press('Down');
      await app.press('Enter');
      await app.sees('What is in the parcel?');
      await app.press('Ctrl-u');
      await app.type(`${skus[0] ?? ''}=1`);
      await app.press('Enter');
      await app.sees('Who carries it?');
      await app.press('Enter');
      await app.sees('Tracking number');
      await app.type('PART-1');
      await app.press('Enter');
      await app.sees('the order stays PROCESSING');
      await app.press('y');
      await app.sees('Shipments (1)');
      expect(await statusOf(order)).toBe('PROCESSING');
      const [sent] = await database.sql(
        `select sum(x.quantity)::integer as pieces
         from shipment_items x
         join shipments s on s.id = x.shipment_id
         join orders o on o.id = s.order_id
         where o.order_number = $1`,
        [order],
      );
      expect(sent).toEqual({ pieces: 1 });
    }));

  test('two people at one order: who comes second sees it live and is told in words', () =>
    atDesk(async (open) => {
      const order = await taken(await nextOrder(), 'confirm', 'process');
      const one = await open();
      const other = await open({ role: 'manager' });
      await openOrder(one, order);
      await openOrder(other, order);
      for (const app of [one, other]) {
        await app.press('f');
        await app.sees('Who carries it?');
        await app.press('Enter');
        await app.sees('Tracking number');
        await app.type(app === one ? 'FIRST-1' : 'SECOND-2');
        await app.press('Enter');
        await app.sees('This cannot be undone.');
      }
      await one.press('y');
      await one.sees('f deliver, to DELIVERED');
      await other.sees(`${order} is SHIPPED now: ${database.actor('warehouse').name} did that.`);
      await other.press('y');
      await other.sees(/is (?:already )?SHIPPED.*(?:cannot|already|by)/u);
      await other.sees('f deliver, to DELIVERED');
      const shipments = await database.sql(
        'select s.tracking_number from shipments s join orders o on o.id = s.order_id where o.order_number = $1',
        [order],
      );
      expect(shipments).toEqual([{ tracking_number: 'FIRST-1' }]);
    }));

  test('an order that is done offers no step, and says so', () =>
    atDesk(async (open) => {
      const [row] = await database.sql<{ order_number: string }>(
        "select order_number from orders where status = 'CANCELLED' order by created_at desc limit 1",
      );
      const app = await open();
      await openOrder(app, row?.order_number ?? '');
      await app.sees('No further step of fulfilment from CANCELLED.');
      await app.press('f');
      await app.sees('is CANCELLED: there is no further step of fulfilment.');
      await app.press('x');
      await app.sees('a CANCELLED order has nothing to ship');
      expect(await statusOf(row?.order_number ?? '')).toBe('CANCELLED');
    }));

  test('somebody who may only look is told why each step is not theirs', () =>
    atDesk(async (open) => {
      const order = await taken(await nextOrder(), 'confirm');
      const app = await open({ role: 'oncall' });
      await openOrder(app, order);
      await app.press('f');
      await app.seesNot('Process?');
      await app.sees('process: It needs one of these roles: admin, manager, warehouse.');
      expect(await statusOf(order)).toBe('CONFIRMED');
    }));

  test('a lost answer is asked for again, and the step is taken once', () =>
    atDesk(async (open) => {
      const order = await taken(await nextOrder(), 'confirm', 'process', 'ship');
      const line = await openProxy(database);
      try {
        const app = await open({ database: line.database });
        await openOrder(app, order);
        await app.press('f');
        await app.sees('SHIPPED becomes DELIVERED?');
        const lost = line.loseCommit();
        app.send('y');
        await lost;
        await app.sees('Send it again');
        line.restore();
        await app.press('Enter');
        await app.sees('nothing was done twice');
        await app.sees('No further step of fulfilment from DELIVERED.');
        const [count] = await database.sql(
          `select count(*)::integer as steps
           from order_status_history h
           join orders o on o.id = h.order_id
           where o.order_number = $1 and h.to_status = 'DELIVERED'`,
          [order],
        );
        expect(count).toEqual({ steps: 1 });
      } finally {
        await line.close();
      }
    }));
});
