import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { Conflict, Refused } from '../../../src/domain/errors.ts';
import type { Role } from '../../../src/domain/permissions.ts';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { process as startPicking } from '../../../src/operations/orders/process.ts';
import { returnOrder } from '../../../src/operations/orders/return.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import type { Database } from '../../../src/platform/database/types.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

/** 32 people at the same order at the same moment. */
let shop: Shop;
let sessions: Database[];
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 300, [`${socks}@BER`]: 300, [`${shoe.middle}@HAM`]: 5 });
  sessions = Array.from({ length: 32 }, () => connectDatabase({ url: shop.appUrl, poolSize: 1 }));
});
afterAll(async () => {
  await Promise.all(sessions.map((one) => one.close()));
  await shop.close();
});

type Act = (database: Database, role: Role) => Promise<unknown>;
const act =
  <I extends z.ZodObject, O, P>(operation: Operation<I, O, P>, input: object): Act =>
  (database, role) =>
    run(operation, input, { database, actor: shop.actor(role) });

/** Who waited for the order longer than lock_timeout is told to try again in a moment, and does. */
async function patient(work: () => Promise<unknown>): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 20 || !(error instanceof Refused && error.message.includes('working on this right now')))
        throw error;
    }
  }
}

/** Every session tries its act once; what came of each. */
async function all(acts: readonly Act[]): Promise<{ won: unknown[]; lost: unknown[] }> {
  const outcomes = await Promise.allSettled(
    sessions.map(async (database, at) =>
      patient(async () => acts[at % acts.length]?.(database, at % 2 ? 'manager' : 'admin')),
    ),
  );
  return {
    won: outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    lost: outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])),
  };
}

/** Told in a sentence by a rule of the shop, never a deadlock, a time-out or a bug. */
function expectTold(lost: readonly unknown[]): void {
  const odd = lost.filter(
    (one) => !(one instanceof Refused || one instanceof Conflict) || /same moment|right now/u.test(one.message),
  );
  expect(odd).toEqual([]);
}

const reason = 'race';

test('confirm or cancel: one is done, once', async () => {
  const before = await shop.stock(socks, 'BER');
  const order = await shop.order(`${socks}=2`);
  await shop.sql(
    `update payments set status = 'COMPLETED' where order_id = (select order_id from order_registry where order_number = $1)`,
    [order],
  );
  const { won, lost } = await all([act(confirm, { order }), act(cancel, { order, reason, refund: 'full' })]);
  expectTold(lost);
  const { status, refunds, timeline } = await shop.act(show, { order });
  // A confirmed order can still be cancelled: then both were done, in this order.
  const steps = timeline.filter(({ kind }) => kind === 'status').map(({ text }) => text);
  expect(steps.length - 1).toBe(won.length);
  expect(won.length).toBeLessThanOrEqual(2);
  expect(status).toBe('CANCELLED');
  expect(refunds).toHaveLength(1);
  expect(await shop.stock(socks, 'BER')).toEqual(before);
});

test('ship or cancel: a parcel leaves or the stock is free again, never both', async () => {
  for (let round = 0; round < 3; round += 1) {
    const before = await shop.stock(socks, 'BER');
    const order = await shop.order(`${socks}=2`, 'PROCESSING');
    const sent = act(ship, { order, carrier: 'DHL', tracking: `race ${round}` });
    const { won, lost } = await all([sent, act(cancel, { order, reason, refund: 'later' })]);
    expectTold(lost);
    expect(won).toHaveLength(1);
    const { status, shipments } = await shop.act(show, { order });
    const gone = status === 'SHIPPED' ? 2 : 0;
    expect([status, shipments.length]).toEqual(gone ? ['SHIPPED', 1] : ['CANCELLED', 0]);
    expect(await shop.stock(socks, 'BER')).toEqual({
      quantity: before.quantity - gone,
      reserved: before.reserved,
      available: before.available - gone,
    });
  }
});

test('part by part: exactly what was ordered is sent, and exactly what was sent comes back', async () => {
  const order = await shop.order(`${shoe.middle}=7,${socks}=9`, 'PROCESSING');
  const labelled = sessions.map((_, at) =>
    act(ship, { order, carrier: 'DHL', tracking: `part ${at}`, lines: `${at % 2 ? socks : shoe.middle}=1` }),
  );
  const out = await all(labelled);
  expectTold(out.lost);
  expect(out.won).toHaveLength(16);
  await shop.act(deliver, { order });
  const stock = await shop.stock(shoe.middle, 'BER');
  // To two warehouses, so that it is the order's lock and not the place's that holds the limit.
  const back = await all([
    act(returnOrder, { order, reason, lines: `${shoe.middle}=1`, warehouse: 'BER', refund: true }),
    act(returnOrder, { order, reason, lines: `${shoe.middle}=1:damaged`, warehouse: 'HAM' }),
    act(returnOrder, { order, reason, lines: `${socks}=1`, warehouse: 'BER' }),
    act(returnOrder, { order, reason, lines: `${socks}=1:lost`, warehouse: 'HAM', refund: true }),
  ]);
  expectTold(back.lost);
  const seen = await shop.act(show, { order });
  expect(seen.items.map(({ shipped, returned }) => shipped - returned)).toEqual([0, 0]);
  expect(back.won).toHaveLength(16);
  expect(seen.status).toBe('RETURNED');
  expect(seen.returns).toHaveLength(16);
  const kept = seen.returns.filter(
    ({ warehouse, items }) => warehouse === 'BER' && items[0]?.sku === shoe.middle,
  ).length;
  expect((await shop.stock(shoe.middle, 'BER')).quantity).toBe(stock.quantity + kept);
  expect(Number(seen.money.refund_requested)).toBeLessThanOrEqual(Number(seen.money.paid));
});

test('whole returns, a delivery and a cancellation at once: each step is taken once', async () => {
  const order = await shop.order(`${socks}=1`, 'PROCESSING');
  await shop.act(ship, { order, carrier: 'DHL', tracking: 'whole' });
  const { won, lost } = await all([
    act(returnOrder, { order, reason, refund: true }),
    act(deliver, { order }),
    act(cancel, { order, reason, refund: 'full' }),
    act(startPicking, { order }),
  ]);
  expectTold(lost);
  const { status, timeline, refunds } = await shop.act(show, { order });
  expect(status).toBe('RETURNED');
  expect(refunds).toHaveLength(1);
  const steps = timeline.filter(({ kind }) => kind === 'status').slice(-won.length);
  expect(steps.at(-1)?.text).toMatch(/→ RETURNED$/u);
  expect(won.length).toBeLessThanOrEqual(2);
});
