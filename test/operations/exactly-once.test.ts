import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict } from '../../src/domain/errors.ts';
import { adjust } from '../../src/operations/inventory/adjust.ts';
import { restock } from '../../src/operations/inventory/restock.ts';
import { run } from '../../src/operations/operation.ts';
import { show } from '../../src/operations/orders/show.ts';
import { ship } from '../../src/operations/orders/ship.ts';
import type { Database } from '../../src/platform/database/types.ts';
import { brokenAtCommit, killedBeforeCommit } from '../helpers/faults.ts';
import { openShop, shoe, socks, type Shop } from './shop.ts';

let shop: Shop;
const open: (() => Promise<void> | void)[] = [];
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 50, [`${shoe.middle}@BER`]: 20 });
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(async () => {
  await shop.close();
});

const killed = (times: number): Database => killedBeforeCommit(shop, times);

async function cut(): Promise<Database> {
  const wire = await brokenAtCommit(shop);
  open.push(async () => {
    await wire.close();
    expect(wire.broke()).toBe(true);
  });
  return wire.database;
}

describe('a connection that dies', () => {
  test('before COMMIT: the operation runs again and happens once', async () => {
    const before = await shop.stock(socks, 'BER');
    const call = { database: killed(2), actor: shop.actor('warehouse') };
    const { output, replayed } = await run(restock, { sku: socks, warehouse: 'BER', quantity: 5 }, call);
    expect(replayed).toBe(false);
    expect(output.rows[0]).toMatchObject({ quantity_before: before.quantity, quantity_after: before.quantity + 5 });
    expect(await shop.stock(socks, 'BER')).toMatchObject({ quantity: before.quantity + 5 });
  });

  test('before COMMIT: what comes through a pipe was read once, before anything was begun', async () => {
    const before = await shop.stock(socks, 'BER');
    let sessions = -1;
    let opened = 0;
    const pipe = {
      name: 'standard input',
      async *open() {
        opened += 1;
        const [open] = await shop.sql<{ transactions: number }>(
          `select count(*)::integer as transactions from pg_stat_activity
           where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`,
        );
        sessions = open?.transactions ?? -1;
        yield Buffer.from(`sku,warehouse,quantity\n${socks},BER,4\n`);
      },
    };
    const call = { database: killed(2), actor: shop.actor('warehouse') };
    await run(restock, { file: pipe }, call);
    expect({ opened, sessions }).toEqual({ opened: 1, sessions: 0 });
    expect(await shop.stock(socks, 'BER')).toMatchObject({ quantity: before.quantity + 4 });
  });

  test('for good: one sentence, nothing half-written, and the person can go on', async () => {
    const before = await shop.stock(socks, 'BER');
    const input = { sku: socks, warehouse: 'BER', quantity: 5 };
    const operationId = randomUUID();
    const lost = run(restock, input, { database: killed(9), actor: shop.actor('warehouse'), operationId });
    await expect(lost).rejects.toMatchObject({ exitCode: 6 });
    expect(await shop.stock(socks, 'BER')).toEqual(before);
    await shop.act(restock, input, 'warehouse', operationId);
    expect(await shop.stock(socks, 'BER')).toMatchObject({ quantity: before.quantity + 5 });
  });

  test('during COMMIT: the answer comes from the first run, and stock moved once', async () => {
    const before = await shop.stock(socks, 'BER');
    const call = { database: await cut(), actor: shop.actor('warehouse') };
    const { output, replayed } = await run(restock, { sku: socks, warehouse: 'BER', quantity: 7 }, call);
    expect(replayed).toBe(true);
    expect(output).toMatchObject({ units: 7, rows: [{ quantity_after: before.quantity + 7 }] });
    expect(await shop.stock(socks, 'BER')).toMatchObject({ quantity: before.quantity + 7 });
  });

  test('during the COMMIT of a shipment: one parcel, one SALE', async () => {
    const order = await shop.order(`${shoe.middle}=2`, 'PROCESSING');
    const call = { database: await cut(), actor: shop.actor('warehouse') };
    const { output } = await run(ship, { order, carrier: 'DHL', tracking: 'T-1' }, call);
    expect(output).toMatchObject({ status: 'SHIPPED', shipped: 2 });
    expect((await shop.act(show, { order })).shipments).toHaveLength(1);
    expect(await shop.ledger(shoe.middle)).toEqual(['RESTOCK 20', 'RESERVATION 2', 'SALE 2']);
  });
});

describe('an operation id', () => {
  test('used again for another quantity is a conflict, and nothing moves', async () => {
    const id = randomUUID();
    const delivery = { sku: socks, warehouse: 'BER', quantity: 3 };
    await shop.act(restock, delivery, 'warehouse', id);
    const { quantity } = await shop.stock(socks, 'BER');
    await expect(shop.act(restock, { ...delivery, quantity: 4 }, 'warehouse', id)).rejects.toThrow(Conflict);
    await shop.act(restock, { quantity: 3, warehouse: 'BER', sku: socks }, 'warehouse', id);
    expect((await shop.stock(socks, 'BER')).quantity).toBe(quantity);
  });

  test('used again for something else is a conflict', async () => {
    const id = randomUUID();
    await shop.act(restock, { sku: socks, warehouse: 'BER', quantity: 1 }, 'warehouse', id);
    const other = shop.act(adjust, { sku: socks, warehouse: 'BER', by: 1, reason: 'x' }, 'warehouse', id);
    await expect(other).rejects.toBeInstanceOf(Conflict);
  });

  test('sent by eight at once ships one parcel and all eight hear the same', async () => {
    const order = await shop.order(`${socks}=3`, 'PROCESSING');
    const id = randomUUID();
    const input = { order, carrier: 'DHL', tracking: 'T-2' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.act(ship, input, 'warehouse', id)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await shop.act(show, { order })).shipments).toHaveLength(1);
  });
});
