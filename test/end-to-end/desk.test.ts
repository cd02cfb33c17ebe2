import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reveal } from '../../src/operations/customers/reveal.ts';
import { show } from '../../src/operations/dashboard/show.ts';
import { run } from '../../src/operations/operation.ts';
import { edit } from '../../src/operations/products/edit.ts';
import { testDatabase, testPiiKey, type TestDatabase } from '../helpers/database.ts';
import { handOn } from '../helpers/hand.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ sample: true });
});
afterAll(() => database.close());

async function atDesk(work: (app: TestTerminal) => Promise<void>, options: TerminalOptions = {}): Promise<void> {
  const app = await openTerminal({ database, env: { SOLEMATE_PII_KEY: testPiiKey }, ...options });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

async function goTo(app: TestTerminal, screen: string, sees: string): Promise<void> {
  await app.type(`:${screen}`);
  await app.press('Enter');
  await app.sees(sees);
}

const anna = async () =>
  (
    await database.sql<{ id: string; email: string; name: string }>(
      `select u.id, u.email, u.first_name || ' ' || u.last_name as name
       from users u
       where u.role = 'customer' and u.phone_number is not null and exists (select from orders o where o.user_id = u.id)
       order by u.email limit 1`,
    )
  )[0];

describe('The audit log', () => {
  test('tells who changed a price, and takes it back', () =>
    atDesk(async (app) => {
      const [product] = await database.sql<{ sku: string; price: string }>(
        `select sku, price from products where deleted_at is null and price > 20 order by sku limit 1`,
      );
      const { sku = '', price = '' } = product ?? {};
      const call = { database: database.database, actor: database.actor('manager') };
      await run(edit, { product: sku, price: '999.99' }, call);
      const priceOf = async () =>
        (await database.sql<{ price: string }>('select price from products where sku = $1', [sku]))[0]?.price;

      const hand = handOn(app);
      await hand.type(':audit');
      await hand.press('Enter');
      await app.sees('Through');
      await hand.press('/');
      await hand.type(sku);
      await hand.press('Enter');
      await app.sees('products.edit');
      await hand.press('Enter');
      await app.sees('It can be undone');
      await app.sees(`${price} → 999.99`);
      await app.sees(database.actor('manager').name);
      await hand.press('z');
      await app.sees('It is refused when something was built on it since.');
      expect(await priceOf()).toBe('999.99');
      await hand.press('y');
      await app.sees('products edit of');
      await app.sees('Undone by');
      expect(await priceOf()).toBe(price);
      expect(hand.keys()).toBeLessThanOrEqual(14 + sku.length);

      // the undo stands in the log itself, and from there one comes to the product
      await app.press('-');
      await app.sees('audit.undo');
      await app.press('x');
      await app.sees(`Open ${sku}`);
    }));

  test('says why what was seen cannot be undone', () =>
    atDesk(async (app) => {
      const { email = '' } = (await anna()) ?? {};
      const secrets = { piiKey: () => Promise.resolve(testPiiKey) };
      const call = { database: database.database, actor: database.actor('manager'), secrets };
      await run(reveal, { customer: email, reason: 'a test', what: 'all' }, call);
      await goTo(app, 'audit', 'Through');
      await app.press('/');
      await app.type('operation:customers.reveal');
      await app.press('Enter');
      await app.sees('customers.reveal');
      await app.press('Enter');
      await app.sees('what was seen cannot be made unseen');
      await app.press('x');
      await app.sees('Undo all of it');
      await app.press('Esc', 'z');
      await app.seesNot('It is refused when something was built on it since.');
    }));

  test('is not for the warehouse', () =>
    atDesk(
      async (app) => {
        await app.type(':audit');
        await app.sees('warehouse may not open it');
      },
      { role: 'warehouse' },
    ));
});

describe('A customer', () => {
  test('shows the telephone for a reason, hides it again, and the audit log has both', () =>
    atDesk(
      async (app) => {
        const { id = '', email = '', name = '' } = (await anna()) ?? {};
        const hand = handOn(app);
        await hand.type(':customers');
        await hand.press('Enter');
        await app.sees('Spent');
        await hand.press('/');
        await hand.type(`email:${email}`);
        await hand.press('Enter');
        await app.sees(name);
        await hand.press('Enter');
        await app.sees('Contact data is masked');
        expect(app.screen()).not.toContain(email);
        await hand.press('u');
        await app.sees('is kept in the audit log');
        await hand.press('Enter');
        await app.sees('A reason is needed');
        await hand.type('courier asks');
        await hand.press('Enter');
        await app.sees('Revealed until');
        await app.sees(email);
        await app.sees(/telephone\s+\+?[\d ()-]{6,}/u);
        await hand.press('u');
        await app.sees('Contact data is masked');
        expect(app.screen()).not.toContain(email);

        await app.press('[');
        await app.sees('customers.reveal');
        await app.sees('courier asks');
        const [looked] = await database.sql<{ count: number }>(
          `select count(*)::integer as count from audit_logs
           where operation = 'customers.reveal' and record_id = $1::uuid and reason = 'courier asks'`,
          [id],
        );
        expect(looked?.count).toBe(1);
      },
      { role: 'oncall' },
    ));

  test('leads to orders, reviews and cart, and is told apart from other pages by its tabs', () =>
    atDesk(async (app) => {
      const { id = '', name = '' } = (await anna()) ?? {};
      await goTo(app, 'customers', 'Spent');
      await app.press('/');
      await app.type(name);
      await app.press('Enter');
      await app.sees(name);
      await app.press('Enter');
      await app.sees('[Profile]');
      await app.press(']', ']');
      await app.sees('[Orders]');
      await app.press('j', 'Enter');
      await app.sees('all actions');
      await app.press('Esc');
      await app.sees('[Orders]');
      expect(id).not.toBe('');
    }));
});

describe('The dashboard', () => {
  test('opens the list of each figure by its digit, and by Enter, with the filter it was counted with', () =>
    atDesk(async (app) => {
      const { queues } = (await run(show, {}, { database: database.database, actor: database.actor('manager') }))
        .output;
      await app.sees('to confirm');
      const opened: readonly (readonly [digit: string, sees: string | RegExp])[] = [
        ['1', /› Orders\s+since:\d{4}/u],
        ['2', /› Orders\s+status:PENDING/u],
        ['3', /› Orders\s+status:CONFIRMED/u],
        ['4', /› Orders\s+status:PROCESSING/u],
        ['5', /› Orders\s+status:RETURNED/u],
        ['6', /› Refunds\s+status:REQUESTED/u],
        ['7', '› Money owed'],
        ['8', /› Low stock/u],
        ['9', '› Moderate reviews'],
      ];
      for (const [digit, sees] of opened) {
        await app.press(digit);
        await app.sees(sees);
        if (digit === '2') await app.sees(`/${queues.to_confirm.count}`);
        if (digit === '9') await app.sees(`${queues.reviews_waiting.count} wait`);
        await app.press('-');
        await app.sees('Revenue by day');
      }
      // the last one is still selected: Enter opens it again
      await app.press('Enter');
      await app.sees('› Moderate reviews');
    }));
});

describe('Staff', () => {
  test('invites somebody, tells the token once, and closes the account again', () =>
    atDesk(async (app) => {
      const hand = handOn(app);
      await hand.type(':staff');
      await hand.press('Enter');
      await app.sees('Last sign-in');
      await hand.press('i');
      await app.sees('one-time token with which they set their password');
      await hand.type('mia@shop.example');
      await hand.press('Tab');
      await hand.type('ware');
      await hand.press('Tab');
      await hand.type('Mia');
      await hand.press('Tab');
      await hand.type('Lang');
      await hand.press('Enter');
      await app.sees('The one-time token of Mia Lang, told only now');
      const token = /Copy the token\s+(\S{40,})/u.exec(app.screen())?.[1] ?? '';
      await hand.press('Enter');
      await app.sees('Copied');
      expect(app.output()).toContain(Buffer.from(token).toString('base64'));
      await hand.press('j', 'j', 'Enter');
      await app.seesNot('told only now');
      await app.seesNot(token);

      await app.press('/');
      await app.type('mia');
      await app.press('Enter');
      await app.sees('INVITED');
      await app.press('Enter');
      await app.sees('[Profile]');
      await app.press('x');
      await app.sees('for somebody who left');
      await app.press('j', 'j', 'j', 'Enter');
      await app.sees('staff deactivate');
      await app.type('never came');
      await app.press('Ctrl-s');
      await app.sees('Deactivate mia@shop.example and end what they have open');
      await app.press('y');
      await app.sees('DEACTIVATED');
      const [mia] = await database.sql<{ is_active: boolean }>(
        `select is_active from users where email = 'mia@shop.example'`,
      );
      expect(mia?.is_active).toBe(false);
    }));

  test('sets what a manager may refund, for all people of the shop', () =>
    atDesk(async (app) => {
      await goTo(app, 'settings', 'manager_refund_limit');
      await app.press('j', 'Enter');
      await app.sees('Empty takes it away');
      await app.type('250');
      await app.press('Enter');
      await app.sees('manager_refund_limit is');
      await app.sees(/manager_refund_limit {2}250/u);
    }));
});

describe('Reports', () => {
  test('go through kinds, rows and times, and from a row to what it means', () =>
    atDesk(async (app) => {
      await goTo(app, 'reports', 'beside');
      await app.press('b');
      await app.sees('by brand');
      await app.press('Esc', 'E');
      await app.sees('Write Sales by day to a file');
      const file = join(tmpdir(), `desk-report-${process.pid}.csv`);
      await app.press('Ctrl-u');
      await app.type(file);
      await app.press('Enter');
      await app.sees('Sales by day written to');
      expect(readFileSync(file, 'utf8')).toMatch(/^key,name,net,orders,[^]*\r\n\d{4}-\d\d-\d\d,/u);
      rmSync(file);
      await app.press(']');
      await app.sees('[Stock value]');
      await app.sees('as it is now');
      await app.press('Enter');
      await app.sees(/› Inventory\s+warehouse:/u);
      await app.press('-', '[', 't');
      await app.sees('Which time');
      await app.press('G', 'Enter');
      await app.type('2026-02-31 to 2026-03-01');
      await app.press('Enter');
      await app.sees('Two days are needed');
      await app.press('Esc');
      await app.seesNot('Which days');
      await app.press('G', 'Enter');
      await app.sees(/› Orders\s+since:.* until:/u);
    }));
});
