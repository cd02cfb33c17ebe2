import * as z from 'zod';
import { returnConditions } from '../../domain/order-return.ts';
import { demand } from '../../domain/permissions.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { OrderNumber, Reason, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { requestRefund, type Gateways } from '../payments/steps.ts';
import { demandStep, lockOrder } from './parts/order-row.ts';
import { askedRefund, moneyExitCode, prepareMoney, refundSentence, sendRefund } from './parts/money-back.ts';
import { ReturnLines } from './parts/return-lines.ts';
import { loadSentLines, planReturn, warehouseOf, type BackItem } from './parts/return-plan.ts';
import type { OrderReturned, RefundAsked } from './parts/act-types.ts';
import { openWarehouse } from './parts/warehouse.ts';

export const returnOrder = operation({
  name: 'orders.return',
  summary: 'Take back what left: all of an order or some lines, in the condition it came back in.',
  permission: 'orders:fulfil',
  input: z.object({
    order: OrderNumber,
    lines: ReturnLines.optional(),
    condition: z
      .enum(lowerCase(returnConditions))
      .default('resaleable')
      .describe('of the lines that say none; damaged and lost pieces are written off again'),
    reason: Reason.describe('why it came back, kept in the ledger and the audit log'),
    warehouse: WarehouseCode.optional().describe('where it is now; the one it left from when left out'),
    refund: z.boolean().default(false).describe('pay back at once what these pieces cost'),
  }),
  positional: ['order'],
  examples: [
    'orders return SM-2026-000123 --reason "too small"',
    'orders return SM-2026-000123 --lines RUN-42-BLK=1:damaged,SOCKS=2 --reason "did not fit" --refund',
  ],
  dryRun: true,
  refreshes: ['orders', 'inventory', 'order_returns', 'payments', 'refunds'],
  confirm: ({ order, lines, refund }) => {
    if (!refund) return undefined;
    const what = lines ? lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(', ') : 'all that is out';
    return {
      question: `Take back ${what} of ${order} and pay back its price? Shipping goes back with the last piece.`,
      typed: 'refund',
    };
  },
  done: ({ order_number, status, warehouse, items, returned, shipped, refund }: OrderReturned) => {
    const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
    const off = items.reduce((sum, one) => sum + (one.condition === 'RESALEABLE' ? 0 : one.quantity), 0);
    const written = off === 0 ? '' : ` (${off === pieces ? '' : `${off} of them `}written off)`;
    const came = `${plural(pieces, 'piece')} of ${order_number} came back to ${warehouse}${written}`;
    return `${came}: ${returned} of ${shipped} ${returned === 1 ? 'is' : 'are'} back, it is ${status}.${refundSentence(refund)}`;
  },
  exitCode: (output: OrderReturned, dryRun) => (dryRun ? 0 : moneyExitCode(output)),
  prepare: prepareMoney,
  async run({ tx, actor, operationId }, { order: given, lines: wishes, ...wish }, gateways): Promise<OrderReturned> {
    if (wish.refund) demand(actor, 'payments:refund', 'orders.return with a refund');
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'RETURNED');
    const lines = await loadSentLines(tx, order.id);
    const condition = returnConditions.find((one) => one.toLowerCase() === wish.condition) ?? 'RESALEABLE';
    const items = planReturn(order.order_number, lines, wishes, condition);
    const code = wish.warehouse?.toUpperCase() ?? warehouseOf(order.order_number, lines, items);
    const refund = wish.refund
      ? await payBack(tx, order.id, items, { reason: wish.reason, id: operationId, gateways })
      : null;
    const warehouse = (await openWarehouse(tx, code)).id;
    const id = await book(tx, order.id, { warehouse, reason: wish.reason, refund: refund?.id ?? null, items });
    const after = await loadSentLines(tx, order.id);
    const returned = after.reduce((sum, line) => sum + line.returned, 0);
    const [now] = await tx.query<{ status: OrderReturned['status'] }>(
      'select status from orders where id = $1::uuid and created_at = $2::timestamptz',
      [order.id, order.created_at],
    );
    return {
      id: order.id,
      order_number: order.order_number,
      from_status: order.status,
      status: now?.status ?? order.status,
      return_id: id,
      warehouse: code,
      items: items.map(({ sku, quantity, condition: state }) => ({ sku, quantity, condition: state })),
      returned,
      shipped: after.reduce((sum, line) => sum + line.sold, 0),
      refund,
    };
  },
  after: sendRefund,
});

function lowerCase<T extends string>(words: readonly T[]): Lowercase<T>[] {
  return words.map((word) => word.toLowerCase() as Lowercase<T>);
}

async function payBack(
  tx: Tx,
  order: string,
  items: readonly BackItem[],
  act: { readonly reason: string; readonly id: string; readonly gateways: Gateways | undefined },
): Promise<RefundAsked> {
  const pieces = new Map<string, number>();
  for (const { order_item_id, quantity } of items) {
    pieces.set(order_item_id, (pieces.get(order_item_id) ?? 0) + quantity);
  }
  const lines = [...pieces].map(([order_item_id, quantity]) => ({ order_item_id, quantity }));
  return askedRefund(await requestRefund(tx, { order, amount: 'lines', lines, ...act }));
}

/** The facts; stock and state follow from them by trigger (0019). */
async function book(
  tx: Tx,
  orderId: string,
  back: { warehouse: string; reason: string; refund: string | null; items: readonly BackItem[] },
): Promise<string> {
  const made = await tx.one<{ id: string }>(
    `insert into order_returns (order_id, warehouse_id, reason, refund_id)
     values ($1::uuid, $2::uuid, $3, $4::uuid)
     returning id`,
    [orderId, back.warehouse, back.reason, back.refund],
  );
  const id = made?.id ?? '';
  await tx.query(
    `insert into return_items (return_id, order_item_id, quantity, condition)
     select $1::uuid, b.order_item_id, sum(b.quantity), b.condition
     from unnest($2::uuid[], $3::integer[], $4::text[]) as b (order_item_id, quantity, condition)
     group by b.order_item_id, b.condition`,
    [
      id,
      back.items.map(({ order_item_id }) => order_item_id),
      back.items.map(({ quantity }) => quantity),
      back.items.map(({ condition }) => condition),
    ],
  );
  return id;
}
