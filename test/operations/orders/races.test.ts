import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { run } from '../../../src/operations/operation.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import type { Database } from '../../../src/platform/database/types.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
let sessions: Database[];
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 100, [`${shoe.small}@BER`]: 500, [`${shoe.large}@BER`]: 500 });
  sessions = Array.from({ length: 16 }, () => connectDatabase({ url: shop.appUrl, poolSize: 1 }));
});
afterAll(async () => {
  await Promise.all(sessions.map((one) => one.close()));
  await shop.close();
});

/** Every session works through its attempts one after the other, all sessions at once. */
async function race(
  attempts: number,
  work: (database: Database, session: number) => Promise<unknown>,
): Promise<unknown[]> {
  const one = async (database: Database, session: number) => {
    const outcomes: unknown[] = [];
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      outcomes.push(await work(database, session).catch((error: unknown) => error));
    }
    return outcomes;
  };
  return (await Promise.all(sessions.map(one))).flat();
}

test('16 sessions order the last 100 pieces 400 times: exactly 100 get one, the others are told in words', async () => {
  const actor = shop.actor('manager');
  const outcomes = await race(25, (database) => run(place, { customer, lines: `${socks}=1` }, { database, actor }));
  const refused = outcomes.filter((one) => one instanceof Error);
  expect(outcomes.length - refused.length).toBe(100);
  expect(refused.every((one) => one instanceof Refused)).toBe(true);
  expect((refused[0] as Error).message).toBe(
    'There is not enough stock in any one warehouse of SOCKS (1 wanted, none available).',
  );
  expect(await shop.stock(socks, 'BER')).toEqual({ quantity: 100, reserved: 100, available: 0 });
  const [ledger] = await shop.sql(
    `select count(*)::int as rows, sum(quantity)::int as units from inventory_transactions where type = 'RESERVATION'`,
  );
  expect(ledger).toEqual({ rows: 100, units: 100 });
});

test('lines in any order never wait for each other for ever', async () => {
  const actor = shop.actor('manager');
  const outcomes = await race(6, (database, session) => {
    const lines = [`${shoe.small}=1`, `${shoe.large}=1`];
    if (session % 2) lines.reverse();
    return run(place, { customer, lines: lines.join(',') }, { database, actor });
  });
  expect(outcomes.filter((one) => one instanceof Error)).toEqual([]);
  expect(await shop.stock(shoe.small, 'BER')).toMatchObject({ reserved: 96 });
});

test('restocks and corrections at once lose nothing', async () => {
  const actor = shop.actor('warehouse');
  const before = await shop.stock(shoe.large, 'BER');
  const outcomes = await race(6, (database, session) =>
    session % 2
      ? run(restock, { sku: shoe.large, warehouse: 'BER', quantity: 3 }, { database, actor })
      : run(adjust, { sku: shoe.large, warehouse: 'BER', by: -1, reason: 'race' }, { database, actor }),
  );
  expect(outcomes.filter((one) => one instanceof Error)).toEqual([]);
  expect((await shop.stock(shoe.large, 'BER')).quantity).toBe(before.quantity + 8 * 6 * 3 - 8 * 6);
});

test('compare and set: of 16 who saw the same number one sets it', async () => {
  const actor = shop.actor('warehouse');
  const { quantity } = await shop.stock(shoe.small, 'BER');
  const outcomes = await race(1, (database, session) =>
    run(
      adjust,
      { sku: shoe.small, warehouse: 'BER', to: quantity + session + 1, expect: quantity, reason: 'counted' },
      { database, actor },
    ),
  );
  expect(outcomes.filter((one) => !(one instanceof Error))).toHaveLength(1);
});
