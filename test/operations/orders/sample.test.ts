import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { process as startPicking } from '../../../src/operations/orders/process.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import type { z } from 'zod';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase({ sample: true });
});
afterAll(() => shop.close());

async function act<I extends z.ZodObject, O>(operation: Operation<I, O>, input: object): Promise<O> {
  return (await run(operation, input, { database: shop.database, actor: shop.actor('warehouse') })).output;
}

/** From whatever state it is in; one parcel from each warehouse that holds something of it. */
async function fulfil(order: string): Promise<string> {
  const { status } = await act(show, { order });
  if (status === 'PENDING') await act(confirm, { order, pay_later: true });
  if (status !== 'PROCESSING') await act(startPicking, { order });
  const { items } = await act(show, { order });
  const warehouses = new Set(items.flatMap(({ reservations }) => reservations.map(({ warehouse }) => warehouse)));
  for (const warehouse of warehouses) {
    await act(ship, { order, warehouse, carrier: 'DHL', tracking: `T-${order}-${warehouse}` });
  }
  await act(deliver, { order });
  return (await act(show, { order })).status;
}

test('every open order of the sample shop can be brought to its customer', async () => {
  const open = await shop.sql<{ order_number: string }>(
    `select order_number from orders where status in ('PENDING', 'CONFIRMED', 'PROCESSING') order by order_number`,
  );
  expect(open.length).toBeGreaterThan(10);
  const stuck: string[] = [];
  for (const { order_number } of open) {
    const end = await fulfil(order_number).catch((error: unknown) => String(error));
    if (end !== 'DELIVERED') stuck.push(`${order_number}: ${end}`);
  }
  expect(stuck).toEqual([]);
});
