import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskEmail, maskEmailSql } from '../../src/domain/contact.ts';
import { percentOf, formatCents } from '../../src/domain/money.ts';
import { transitions } from '../../src/domain/order-status.ts';
import { ledgerEffect, transactionTypes, type TransactionType } from '../../src/domain/stock.ts';
import { loadOperation, operationNames } from '../../src/operations/index.ts';
import { stepsFrom } from '../../src/operations/orders/parts/show-steps.ts';
import { openShop, socks, type Shop } from './shop.ts';
import { operations } from '../helpers/operations.ts';

/** Rules that stand in the program and in the database: held against each other. */
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 50 });
});
afterAll(async () => shop.close());

test('the allowed steps of an order are the same in both', async () => {
  const rows = await shop.sql('select from_status as from, to_status as to from order_status_transitions');
  const pairs = (all: readonly object[]) => all.map((one) => JSON.stringify(Object.values(one).slice(0, 2))).sort();
  expect(pairs(rows)).toEqual(pairs(transitions.map(({ from, to }) => ({ from, to }))));
});

test('an operation is listed by the name that it has itself', async () => {
  for (const name of operationNames) expect((await loadOperation(name)).name).toBe(name);
});

test('a step is offered exactly when this version has its operation', () => {
  const known = new Set(operations.map(({ name }) => name));
  const payment = { status: 'COMPLETED', failure_reason: null };
  for (const { from, operation } of transitions) {
    const steps = stepsFrom({ status: from, total: '10.00' }, 'admin', payment, []);
    const step = steps.find((one) => one.operation === operation);
    expect({ from, operation, enabled: step?.enabled }).toEqual({ from, operation, enabled: known.has(operation) });
  }
});

test('any row of the ledger moves the stock as the rule says, or is refused and moves nothing', async () => {
  const entry = fc.record({
    type: fc.constantFrom<TransactionType>(...transactionTypes),
    quantity: fc.integer({ min: -20, max: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 8 }), async (entries) => {
      for (const { type, quantity } of entries) {
        const before = await shop.stock(socks, 'BER');
        const effect = ledgerEffect(type, quantity);
        const after = { quantity: before.quantity + effect.quantity, reserved: before.reserved + effect.reserved };
        const signed = type === 'ADJUSTMENT' ? quantity !== 0 : quantity > 0;
        const allowed = signed && after.reserved >= 0 && after.quantity >= after.reserved;
        const written = await shop
          .sql(
            `insert into inventory_transactions (inventory_id, type, quantity, notes)
             select id, $1, $2, 'property test' from inventory`,
            [type, quantity],
          )
          .then(
            () => true,
            () => false,
          );
        expect(written).toBe(allowed);
        expect(await shop.stock(socks, 'BER')).toMatchObject(allowed ? after : before);
      }
    }),
    { numRuns: 25 },
  );
});

test('a percentage is rounded as PostgreSQL rounds it', async () => {
  const cases = fc.sample(
    fc.tuple(fc.bigInt({ min: 0n, max: 99_999_999n }), fc.bigInt({ min: 1n, max: 10_000n })),
    200,
  );
  const amounts = cases.map(([cents]) => formatCents(cents));
  const percents = cases.map(([, share]) => formatCents(share));
  const [row] = await shop.sql<{ rounded: string[] }>(
    `select array_agg(round(a * p / 100, 2)::text order by n) as rounded
     from unnest($1::numeric[], $2::numeric[]) with ordinality as x (a, p, n)`,
    [amounts, percents],
  );
  expect(amounts.map((amount, index) => percentOf(amount, percents[index] ?? '0'))).toEqual(row?.rounded);
});

test('an e-mail is masked alike by both', async () => {
  const emails = ['anna@example.com', 'a@b@c.de', 'none', '@x', '', 'ö@ü.example', 'x'.repeat(200) + '@y.example'];
  const rows = await shop.sql<{ masked: string }>(
    `select ${maskEmailSql('e.email')} as masked from unnest($1::text[]) with ordinality as e (email, n) order by n`,
    [emails],
  );
  expect(rows.map(({ masked }) => masked)).toEqual(emails.map(maskEmail));
});
