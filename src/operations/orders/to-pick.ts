import * as z from 'zod';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { fullyReserved, loadPickOrders, pickableIn, type PickOrder } from './parts/pick-orders.ts';
import { openWarehouse } from './parts/warehouse.ts';

/** Orders that wait to be picked in a warehouse. Counted up to a few thousand: a queue that long is long enough. */
export interface PickQueue {
  readonly warehouse: string;
  readonly name: string;
  /** Yours, begun or given to you. */
  readonly mine: number;
  /** Nobody's yet. */
  readonly free: number;
  readonly others: number;
}

export interface ToPick {
  readonly queues: readonly PickQueue[];
  /** Of those that were named: what is still yours to pick. */
  readonly orders: readonly PickOrder[];
}

const counted = 2000;

export const toPick = operation({
  name: 'orders.to_pick',
  summary: 'Tell how many orders wait to be picked in each warehouse, and what is left of your own.',
  permission: 'orders:fulfil',
  input: z.object({
    warehouse: WarehouseCode.optional().describe('only this warehouse'),
    orders: required(2000).optional().describe('tell what is left to pick of these: order numbers with commas between'),
  }),
  positional: ['warehouse'],
  examples: ['orders to-pick', 'orders to-pick BER --json'],
  reads: true,
  done: ({ queues }: ToPick) => {
    const sum = queues.reduce((all, { mine, free }) => all + mine + free, 0);
    return `${plural(sum, 'order')} to pick.`;
  },
  async run({ tx }, { warehouse, orders }): Promise<ToPick> {
    const place = warehouse === undefined ? undefined : await openWarehouse(tx, warehouse);
    const queues = await loadQueues(tx, place?.id ?? null);
    const numbers = orders?.split(/[\s,;]+/u).filter(Boolean) ?? [];
    return { queues, orders: place && numbers.length > 0 ? await left(tx, numbers, place.id) : [] };
  },
});

async function left(tx: Tx, numbers: readonly string[], warehouseId: string): Promise<PickOrder[]> {
  const rows = await tx.query<{ id: string }>(
    `select r.order_id as id
     from unnest($1::text[]) with ordinality as g (number, n)
     join order_registry r on r.order_number = upper(g.number)
     order by g.n`,
    [numbers],
  );
  return loadPickOrders(
    tx,
    rows.map(({ id }) => id),
    warehouseId,
  );
}

async function loadQueues(tx: Tx, warehouseId: string | null): Promise<PickQueue[]> {
  const waiting = (status: string) => `(
       select o.id, o.status, o.assigned_to
       from orders o
       where o.status = '${status}'
       order by o.created_at, o.id
       limit ${counted}
     )`;
  const count = (who: string) => `(count(o.id) filter (where ${who}))::integer`;
  return tx.query<PickQueue>(
    `with open_orders as materialized (
       ${waiting('PROCESSING')} union all ${waiting('CONFIRMED')}
     )
     select w.code as warehouse, w.name, ${count('o.assigned_to = current_user_id()')} as mine,
       ${count('o.assigned_to is null')} as free, ${count('o.assigned_to <> current_user_id()')} as others
     from warehouses w
     left join open_orders o on ${pickableIn('w.id')}
       and (o.status = 'PROCESSING' or ${fullyReserved})
     where w.is_active
       and ($1::uuid is null or w.id = $1::uuid)
     group by w.id, w.code, w.name
     order by w.code`,
    [warehouseId],
  );
}
