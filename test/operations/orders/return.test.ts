import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Conflict, Forbidden, NotFound, Refused } from '../../../src/domain/errors.ts';
import { addMoney } from '../../../src/domain/money.ts';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { returnOrder } from '../../../src/operations/orders/return.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { refusal, transaction } from '../../migrations/shop.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({
    [`${shoe.middle}@BER`]: 400,
    [`${shoe.large}@HAM`]: 100,
    [`${socks}@BER`]: 400,
  });
});
afterAll(async () => shop.close());

const reason = 'too small';

async function sent(lines: string, status: 'SHIPPED' | 'DELIVERED' = 'DELIVERED'): Promise<string> {
  const order = await shop.order(lines, 'PROCESSING');
  const { items } = await shop.act(show, { order });
  const places = new Set(items.flatMap(({ reservations }) => reservations.map(({ warehouse }) => warehouse)));
  for (const warehouse of places) {
    await shop.act(ship, { order, warehouse, carrier: 'DHL', tracking: `T-${order}-${warehouse}` });
  }
  if (status === 'DELIVERED') await shop.act(deliver, { order });
  return order;
}

describe('what comes back', () => {
  test('of some lines goes on the shelf, and the order stays DELIVERED and shows it', async () => {
    const order = await sent(`${shoe.middle}=2,${socks}=3`);
    const before = await shop.stock(shoe.middle, 'BER');
    const back = await shop.act(returnOrder, { order, lines: `${shoe.middle}=1`, reason }, 'warehouse');
    expect(back).toMatchObject({ status: 'DELIVERED', warehouse: 'BER', returned: 1, shipped: 5, refund: null });
    expect(await shop.stock(shoe.middle, 'BER')).toMatchObject({ quantity: before.quantity + 1 });
    const seen = await shop.act(show, { order });
    expect(seen.items.find(({ sku }) => sku === shoe.middle)).toMatchObject({ shipped: 2, returned: 1 });
    expect(seen.returns).toMatchObject([
      {
        warehouse: 'BER',
        reason,
        created_by: shop.actor('warehouse').name,
        items: [{ sku: shoe.middle, quantity: 1, condition: 'RESALEABLE' }],
      },
    ]);
    expect(seen.timeline.find(({ kind }) => kind === 'return')).toMatchObject({
      text: '1 x RUN-42-BLK came back to BER',
      note: reason,
    });
  });

  test('a refund that is asked for does not move when the money came', async () => {
    const order = await sent(`${socks}=1`);
    await shop.act(returnOrder, { order, reason, refund: true });
    const texts = (await shop.act(show, { order })).timeline.map(({ text }) => text);
    const paid = texts.findIndex((text) => text.startsWith('payment COMPLETED'));
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThan(texts.indexOf('PENDING → CONFIRMED'));
  });

  test('damaged or lost is in the ledger twice: booked in, then written off', async () => {
    const order = await sent(`${socks}=3`);
    const before = await shop.stock(socks, 'BER');
    const lines = `${socks}=1:damaged,${socks}=1:lost,${socks}=1`;
    expect(await shop.act(returnOrder, { order, lines, reason })).toMatchObject({ status: 'RETURNED', returned: 3 });
    expect(await shop.stock(socks, 'BER')).toMatchObject({ quantity: before.quantity + 1 });
    const rows = await shop.sql(
      `select t.type, t.quantity, t.notes, t.reference_type, u.role
       from inventory_transactions t
       join order_items l on l.id = t.order_item_id
       join order_registry r on r.order_id = l.order_id
       left join users u on u.id = t.created_by
       where r.order_number = $1 and t.type in ('RETURN', 'ADJUSTMENT')
       order by t.created_at, t.notes`,
      [order],
    );
    const back = { type: 'RETURN', quantity: 1, notes: reason, reference_type: 'RETURN', role: 'manager' };
    const off = { ...back, type: 'ADJUSTMENT', quantity: -1 };
    expect(rows).toEqual([
      back,
      back,
      back,
      { ...off, notes: `damaged: ${reason}` },
      { ...off, notes: `lost: ${reason}` },
    ]);
  });

  test('as a whole makes the order RETURNED, from SHIPPED too, and later parcels count with earlier ones', async () => {
    const order = await sent(`${shoe.middle}=1,${socks}=2`, 'SHIPPED');
    const part = await shop.act(returnOrder, { order, lines: `${socks}=1`, reason: 'refused at the door' });
    expect(part.status).toBe('SHIPPED');
    const rest = await shop.act(returnOrder, { order, reason: 'refused at the door' });
    expect(rest).toMatchObject({ from_status: 'SHIPPED', status: 'RETURNED', returned: 3 });
    expect(rest.items).toEqual([
      { sku: shoe.middle, quantity: 1, condition: 'RESALEABLE' },
      { sku: socks, quantity: 1, condition: 'RESALEABLE' },
    ]);
    const seen = await shop.act(show, { order });
    expect(seen.stuck).toEqual([expect.stringContaining('is not paid back')]);
    expect(seen.money.owed).toBe(seen.money.paid);
    await expect(shop.act(returnOrder, { order, reason })).rejects.toBeInstanceOf(Conflict);
  });

  test('may come to another warehouse, also one that never had it', async () => {
    const order = await sent(`${shoe.middle}=1`);
    expect(await shop.act(returnOrder, { order, reason, warehouse: 'ham' })).toMatchObject({ warehouse: 'HAM' });
    expect(await shop.stock(shoe.middle, 'HAM')).toMatchObject({ quantity: 1 });
  });

  test('of two warehouses needs to be told where it is', async () => {
    const order = await sent(`${shoe.large}=1,${socks}=1`);
    const asked = shop.act(returnOrder, { order, reason });
    await expect(asked).rejects.toThrow(`The pieces of ${order} left from BER and HAM.`);
    expect(await shop.act(returnOrder, { order, reason, warehouse: 'BER' })).toMatchObject({ status: 'RETURNED' });
  });

  test('tried first changes nothing', async () => {
    const order = await sent(`${socks}=1`);
    const before = await shop.stock(socks, 'BER');
    const { run } = await import('../../../src/operations/operation.ts');
    const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
    const { output } = await run(returnOrder, { order, reason, refund: true }, call);
    expect(output).toMatchObject({ status: 'RETURNED', refund: { amount: '12.50', status: 'REQUESTED' } });
    expect(await shop.stock(socks, 'BER')).toEqual(before);
    expect(await shop.act(show, { order })).toMatchObject({ status: 'DELIVERED', returns: [], refunds: [] });
  });
});

describe('is refused', () => {
  test('for more than left and is not back, naming both', async () => {
    const order = await sent(`${shoe.middle}=2`);
    await shop.act(returnOrder, { order, lines: `${shoe.middle}=1`, reason });
    await expect(shop.act(returnOrder, { order, lines: `${shoe.middle}=2`, reason })).rejects.toThrow(
      `2 of RUN-42-BLK cannot come back: 2 left with ${order}, 1 came back already.`,
    );
    const twice = `${shoe.middle}=1,${shoe.middle}=1:lost`;
    await expect(shop.act(returnOrder, { order, lines: twice, reason })).rejects.toBeInstanceOf(Refused);
    await expect(shop.act(returnOrder, { order, lines: `${socks}=1`, reason })).rejects.toBeInstanceOf(NotFound);
  });

  test('before anything left, and while the rest is still being packed', async () => {
    for (const status of ['PENDING', 'CONFIRMED', 'PROCESSING'] as const) {
      const order = await shop.order(`${socks}=1`, status);
      await expect(shop.act(returnOrder, { order, reason })).rejects.toThrow(`cannot become RETURNED`);
    }
  });

  test('with money for those who may not give any', async () => {
    const order = await sent(`${socks}=1`);
    await expect(shop.act(returnOrder, { order, reason, refund: true }, 'warehouse')).rejects.toBeInstanceOf(Forbidden);
    await expect(shop.act(returnOrder, { order, reason }, 'oncall')).rejects.toBeInstanceOf(Forbidden);
  });
});

test('with a refund the customer gets exactly what was paid, however the pieces come back', async () => {
  const pieces = fc.sample(fc.shuffledSubarray([shoe.middle, shoe.middle, socks, socks, socks], { minLength: 5 }), 3);
  for (const [at, parcels] of pieces.entries()) {
    const order = await sent(`${shoe.middle}=2,${socks}=3`);
    let paid = '0.00';
    for (const [step, sku] of parcels.entries()) {
      const back = await shop.act(returnOrder, {
        order,
        lines: `${sku}=1`,
        reason: `parcel ${at} ${step}`,
        refund: true,
      });
      paid = addMoney(paid, back.refund?.amount ?? '0.00');
    }
    const seen = await shop.act(show, { order });
    expect(seen.status).toBe('RETURNED');
    expect(seen.money).toMatchObject({ refund_requested: seen.money.paid, owed: '0.00' });
    expect(paid).toBe(seen.money.total);
    expect(seen.returns.every(({ refund_id }) => seen.refunds.some(({ id }) => id === refund_id))).toBe(true);
  }
});

describe('the database itself', () => {
  const facts = async (order: string) => {
    const [row] = await shop.sql<{ order_id: string; item: string; warehouse: string; place: string }>(
      `select r.order_id, l.id as item, w.id as warehouse, i.id as place
       from order_registry r
       join order_items l on l.order_id = r.order_id
       join warehouses w on w.code = 'BER'
       join inventory i on i.warehouse_id = w.id and i.product_id = l.product_id and i.variant_id is not distinct from l.variant_id
       where r.order_number = $1
       limit 1`,
      [order],
    );
    if (!row) throw new Error('no such order');
    return row;
  };
  const as = (role: string) => ({ role, user_id: shop.actor('warehouse').id });
  const book = (role: string, order_id: string, warehouse: string, item: string, quantity: number) =>
    transaction(shop.appUrl, as(role), async (tx) => {
      const [made] = await tx<{ id: string }>(
        'insert into order_returns (order_id, warehouse_id, reason) values ($1, $2, $3) returning id',
        [order_id, warehouse, 'by hand'],
      );
      await tx('insert into return_items (return_id, order_item_id, quantity, condition) values ($1, $2, $3, $4)', [
        made?.id,
        item,
        quantity,
        'RESALEABLE',
      ]);
      return made?.id ?? '';
    });

  test('lets a role book a return and moves stock and state for it, and no more than left', async () => {
    for (const role of ['manager_role', 'warehouse_role']) {
      const order = await sent(`${socks}=2`);
      const before = await shop.stock(socks, 'BER');
      const { order_id, item, warehouse } = await facts(order);
      expect(await refusal(book(role, order_id, warehouse, item, 3))).toMatchObject({
        constraint: 'check_return_covers',
      });
      const id = await book(role, order_id, warehouse, item, 2);
      expect(await shop.stock(socks, 'BER')).toMatchObject({ quantity: before.quantity + 2 });
      expect((await shop.act(show, { order })).status).toBe('RETURNED');
      const late = transaction(shop.appUrl, as(role), (tx) =>
        tx('insert into return_items (return_id, order_item_id, quantity, condition) values ($1, $2, 1, $3)', [
          id,
          item,
          'LOST',
        ]),
      );
      expect(await refusal(late)).toMatchObject({ constraint: 'return_items_append_only' });
    }
  });

  test('refuses what the operation refuses, as every role that works', async () => {
    const order = await sent(`${socks}=2`);
    const pending = await shop.order(`${socks}=1`);
    const { order_id, item, warehouse, place } = await facts(order);
    const open = await facts(pending);
    for (const role of ['admin_role', 'manager_role', 'warehouse_role']) {
      const no = (text: string, values: readonly unknown[]) =>
        refusal(transaction(shop.appUrl, as(role), (tx) => tx(text, values)));
      expect(await refusal(book(role, open.order_id, warehouse, open.item, 1))).toMatchObject({
        constraint: 'check_return_order',
      });
      expect(await refusal(book(role, order_id, warehouse, open.item, 1))).toMatchObject({
        constraint: 'check_return_line',
      });
      const ledger = `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
        values ($1, 'RETURN', 1, 'ORDER', $2, $3)`;
      expect(await no(ledger, [place, order_id, item])).toMatchObject({ constraint: 'ledger_returns_derived' });
      expect(await no("update orders set status = 'RETURNED' where id = $1", [order_id])).toMatchObject({
        constraint: 'check_order_returned',
      });
      expect(await no("update order_returns set reason = 'other'", [])).toMatchObject({ code: '42501' });
      expect(await no('delete from return_items', [])).toMatchObject({ code: '42501' });
      expect(await no('update order_notes set note = note', [])).toMatchObject({ code: '42501' });
    }
    for (const role of ['readonly_role', 'customer_role']) {
      expect(await refusal(book(role, order_id, warehouse, item, 1))).toMatchObject({ code: '42501' });
    }
  });
});
