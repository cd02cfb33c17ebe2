import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCents } from '../../src/domain/money.ts';
import { stripeKey, stripeServer, type StripeServer } from '../helpers/stripe-server.ts';
import { cliStore, type CliStore } from './store.ts';

let shop: CliStore;
let stripe: StripeServer;
beforeAll(async () => {
  shop = await cliStore();
  stripe = await stripeServer();
  process.env['SOLEMATE_STRIPE_URL'] = stripe.url;
  delete process.env['SOLEMATE_STRIPE_KEY'];
});
afterAll(async () => {
  await stripe.close();
  await shop.close();
});

interface Payment {
  readonly order_number: string;
  readonly left: string;
  readonly transaction_id: string;
}
const payments = async (filter: string) =>
  (await shop.json<{ rows: Payment[] }>(['payments', 'list', '--filter', filter])).rows.filter(
    ({ left }) => left !== '0.00',
  );

test('a monitor learns from the exit code whether money is owed, and for how long', async () => {
  expect((await shop.run(['payments', 'owed', '--check', '--csv'], { as: 'oncall' })).code).toBe(3);
  expect((await shop.run(['payments', 'owed'], { as: 'oncall' })).code).toBe(0);
  expect((await shop.run(['payments', 'owed', '--longer', '5200w', '--check'])).code).toBe(0);
});

test('a refund says what it would do before it does it, and needs a yes', async () => {
  const [payment] = await payments('provider:stripe status:COMPLETED');
  const { order_number: order = '', left = '', transaction_id = '' } = payment ?? {};
  stripe.payment(transaction_id, Number(parseCents(left)));
  const wanted = ['payments', 'refund', order, '--amount', '1', '--reason', 'scratched'];
  const silent = await shop.run(wanted);
  expect(silent.code).toBe(2);
  expect(silent.stderr).toContain(`Refund 1.00 USD of ${order} to `);
  expect(silent.stderr).toContain(`${left} is left, then `);

  const keyless = await shop.run([...wanted, '--yes']);
  expect(keyless).toMatchObject({ code: 6, stdout: '' });
  expect(keyless.stderr).toContain('The Stripe key is not known here');

  writeFileSync(join(shop.home, 'stripe.key'), stripeKey, { mode: 0o600 });
  const done = await shop.run([...wanted, '--yes']);
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(done.stdout).toMatch(/^1\.00 USD of \S+ went back by stripe \(re_\w+\); [\d.]+ is left\.\n/u);
  expect(stripe.moved(transaction_id).total).toBe(100);
});

test('a bulk cancellation ends with 3 when the money of one of them did not go back', async () => {
  const open = await shop.db.sql<{ order_number: string; amount: string; transaction_id: string }>(
    `select o.order_number, p.amount, p.transaction_id
     from orders o
     join payments p on p.order_id = o.id
     where o.status in ('PENDING', 'CONFIRMED')
       and p.status = 'COMPLETED'
       and p.provider = 'stripe'
       and not exists (select from refunds r where r.payment_id = p.id)
     order by o.order_number
     limit 2`,
  );
  expect(open).toHaveLength(2);
  for (const { transaction_id, amount } of open) stripe.payment(transaction_id, Number(parseCents(amount)));
  stripe.next({ status: 402, type: 'card_error', message: 'The card is closed.' });
  const orders = open.map(({ order_number }) => order_number);
  const args = ['orders', 'cancel', ...orders, '--reason', 'sold out', '--refund', 'full', '--yes', '--json'];
  const { code, stdout } = await shop.run(args);
  const { rows } = JSON.parse(stdout) as { rows: { state: string; result: { refund: { status: string } } }[] };
  expect(rows.map(({ state, result }) => [state, result.refund.status])).toEqual([
    ['done', 'FAILED'],
    ['done', 'COMPLETED'],
  ]);
  expect(code).toBe(3);
});

test('reconcile from cron ends with 3 while something needs a person', async () => {
  const { code, stdout, stderr } = await shop.run(['payments', 'reconcile', '--json']);
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ result: { completed: 0 } });
  expect((await shop.run(['payments', 'reconcile', '--minutes', '525600'])).code).toBe(0);
  const nothing = await shop.db.sql<{ told: boolean }>(
    'select bool_or(a::text like $1 or r::text like $1) as told from audit_logs a, operation_results r',
    [`%${stripeKey}%`],
  );
  expect(nothing).toEqual([{ told: false }]);
});
