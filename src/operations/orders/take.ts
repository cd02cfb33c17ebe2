import * as z from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockOrder, personName } from './parts/order-row.ts';
import { fullyReserved, loadPickOrders, pickableIn, type PickOrder } from './parts/pick-orders.ts';
import { openWarehouse } from './parts/warehouse.ts';

/** What one person picks in one round. */
export interface PickBatch {
  readonly warehouse: string;
  readonly orders: readonly PickOrder[];
}

export const take = operation({
  name: 'orders.take',
  summary: 'Take the next orders of a warehouse to pick: they become yours, two people never get the same one.',
  permission: 'orders:fulfil',
  input: z.object({
    warehouse: WarehouseCode.describe('where you pick, e.g. BER'),
    most: z.number().int().min(1).max(50).default(3).describe('how many orders at once'),
    orders: required(2000).optional().describe('these and no others: order numbers with commas between'),
  }),
  positional: ['warehouse'],
  examples: ['orders take BER', 'orders take BER --most 10', 'orders take BER --orders SM-2026-000123 --json'],
  dryRun: true,
  refreshes: ['orders'],
  done: ({ orders, warehouse }: PickBatch) =>
    orders.length === 0
      ? `Nothing waits to be picked in ${warehouse}.`
      : `${plural(orders.length, 'order')} to pick in ${warehouse}: ${orders.map(({ order_number }) => order_number).join(', ')}.`,
  async run({ tx, actor }, { warehouse, most, orders }): Promise<PickBatch> {
    const place = await openWarehouse(tx, warehouse);
    const wanted = orders?.split(/[\s,;]+/u).filter(Boolean);
    const found = wanted ? await named(tx, wanted, actor.id) : await next(tx, place.id, most);
    await begin(tx, found, actor.id);
    const ids = found.map(({ id }) => id);
    return { warehouse: place.code, orders: await loadPickOrders(tx, ids, place.id) };
  },
});

interface Found {
  readonly id: string;
  readonly created_at: Date;
  readonly status: string;
}

/**
 * What the person has begun, then what somebody put back, then what nobody began: each the oldest first. What another
 * one is taking at this moment is passed over, not waited for.
 */
async function next(tx: Tx, warehouseId: string, most: number): Promise<Found[]> {
  const kinds = [
    "o.status in ('PROCESSING', 'CONFIRMED') and o.assigned_to = current_user_id()",
    "o.status = 'PROCESSING' and o.assigned_to is null",
    "o.status = 'CONFIRMED' and o.assigned_to is null",
  ];
  const found: Found[] = [];
  for (const kind of kinds) {
    if (found.length >= most) break;
    const rows = await tx.query<Found>(
      `select o.id, o.created_at, o.status
       from orders o
       where ${kind}
         and ${pickableIn('$1::uuid')}
         and (o.status = 'PROCESSING' or ${fullyReserved})
       order by o.created_at, o.id
       limit $2
       for no key update of o skip locked`,
      [warehouseId, most - found.length],
    );
    found.push(...rows);
  }
  return found;
}

/** @throws NotFound @throws Refused for what is not confirmed or is over @throws Conflict for what another one picks */
async function named(tx: Tx, numbers: readonly string[], me: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const number of [...new Set(numbers.map((one) => one.toUpperCase()))].sort()) {
    const order = await lockOrder(tx, number);
    if (!['CONFIRMED', 'PROCESSING'].includes(order.status)) {
      throw new Refused(`${order.order_number} is ${order.status}: it is not to be picked.`, {
        ...(order.status === 'PENDING' && { hint: `Confirm it first: solemate orders confirm ${order.order_number}` }),
        details: { order_number: order.order_number, status: order.status },
      });
    }
    if (order.assigned_to !== null && order.assigned_to !== me) throw await taken(tx, order);
    found.push(order);
  }
  return found;
}

async function taken(tx: Tx, order: { readonly order_number: string; readonly assigned_to: string | null }) {
  const row = await tx.one<{ name: string | null }>(
    `select ${personName('u')} as name from users u where u.id = $1::uuid`,
    [order.assigned_to],
  );
  return new Conflict(`${order.order_number} is picked by ${row?.name ?? 'somebody else'}.`, {
    hint: `To pick it in their place: solemate orders assign ${order.order_number}`,
    details: { order_number: order.order_number },
  });
}

async function begin(tx: Tx, found: readonly Found[], me: string): Promise<void> {
  for (const { id, created_at } of found) {
    await tx.query(
      `update orders
       set status = 'PROCESSING',
         assigned_to = $3::uuid
       where id = $1::uuid
         and created_at = $2::timestamptz
         and (status <> 'PROCESSING' or assigned_to is distinct from $3::uuid)`,
      [id, created_at, me],
    );
  }
}
