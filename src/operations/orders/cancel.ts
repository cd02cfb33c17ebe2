import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { compareMoney } from '../../domain/money.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { OrderNumber, Reason } from '../fields.ts';
import { operation, type Asking, type Confirmation } from '../operation.ts';
import { readPayment, requestRefund } from '../payments/steps.ts';
import { demandStep, findOrder, lockOrder, moveOrder, type LockedOrder } from './parts/order-row.ts';
import { list } from './list.ts';
import { askedRefund, moneyExitCode, prepareMoney, refundSentence, sendRefund } from './parts/money-back.ts';
import { release, releasable } from './parts/release.ts';
import type { OrderCancelled } from './parts/act-types.ts';

const input = z.object({
  order: OrderNumber,
  reason: Reason,
  refund: z
    .enum(['full', 'later'])
    .optional()
    .describe('captured money: full pays it back now, later leaves it in the queue of money owed'),
});

export const cancel = operation({
  name: 'orders.cancel',
  summary: 'Cancel an order that has not left the house: stock and promo code are free again, the money goes back.',
  permission: 'orders:cancel',
  input,
  positional: ['order'],
  examples: [
    'orders cancel SM-2026-000123 --reason "the customer changed their mind" --refund full',
    'orders cancel --matching "status:PENDING until:14d" --reason "never paid" --refund later --yes',
  ],
  dryRun: true,
  bulk: { key: 'order', matching: () => list, column: 'order_number' },
  refreshes: ['orders', 'payments', 'refunds', 'inventory', 'promo_codes'],
  confirm: ({ order, refund }) => ({
    question: `Cancel ${order}? An order cannot be opened again.`,
    ...(refund === 'full' && { typed: 'cancel and refund' }),
  }),
  question: effects,
  done: ({ order_number, status, released, refund, owed }: OrderCancelled) => {
    const pieces = released.reduce((sum, { quantity }) => sum + quantity, 0);
    const later = compareMoney(owed, '0') > 0 ? ` ${owed} is owed to the customer.` : '';
    return `${order_number} is ${status}: ${plural(pieces, 'piece')} can be sold again.${refundSentence(refund)}${later}`;
  },
  exitCode: (output: OrderCancelled, dryRun) => (dryRun ? 0 : moneyExitCode(output)),
  prepare: prepareMoney,
  async run({ tx, operationId }, { order: given, reason, refund }, gateways): Promise<OrderCancelled> {
    const order = await lockOrder(tx, given);
    await demandStep(tx, order, 'CANCELLED');
    await demandNothingPacked(tx, order);
    await tx.query('select from payments where order_id = $1::uuid for no key update', [order.id]);
    const payment = await readPayment(tx, order.id);
    const captured = payment !== undefined && compareMoney(payment.left, '0') > 0 && isCaptured(payment.status);
    if (captured && !refund) {
      throw new Refused(`${payment.left} of ${order.order_number} was captured: say whether it goes back now.`, {
        hint: 'Add --refund full, or --refund later to leave it in the queue of money owed.',
        details: { captured: payment.left },
      });
    }
    const wish = { order: order.id, amount: 'rest', reason, id: operationId, gateways } as const;
    const asked = captured && refund === 'full' ? await requestRefund(tx, wish) : null;
    const promo = await promoCode(tx, order);
    await moveOrder(tx, order, 'CANCELLED');
    const released = await release(tx, order.id);
    return {
      id: order.id,
      order_number: order.order_number,
      from_status: order.status,
      status: payment?.status === 'REFUNDED' ? 'REFUNDED' : 'CANCELLED',
      released,
      promo_code: promo,
      payment_status: payment ? (isOpen(payment.status) ? 'FAILED' : payment.status) : null,
      refund: asked && askedRefund(asked),
      owed: captured && !asked ? payment.left : '0.00',
    };
  },
  after: sendRefund,
});

const isCaptured = (status: string) => status === 'COMPLETED' || status === 'PARTIAL_REFUND';
const isOpen = (status: string) => status === 'PENDING' || status === 'PROCESSING';

/** What it does, of this very order, before anybody agrees to it. */
async function effects({ tx }: Asking, { order: given, refund }: z.infer<typeof input>): Promise<Confirmation> {
  const order = await findOrder(tx, given);
  const payment = await readPayment(tx, order.id);
  const pieces = (await releasable(tx, order.id)).reduce((sum, { quantity }) => sum + quantity, 0);
  const code = await promoCode(tx, order);
  const said = [`Cancel ${order.order_number}? It cannot be opened again.`];
  if (pieces > 0) said.push(`${plural(pieces, 'reserved piece')} can be sold again.`);
  if (code !== null) said.push(`The use of ${code} is given back.`);
  if (payment && isOpen(payment.status)) said.push(`The open payment of ${payment.amount} is closed.`);
  if (!payment || !isCaptured(payment.status) || compareMoney(payment.left, '0') <= 0)
    return { question: said.join(' ') };
  if (refund !== 'full') {
    return { question: [...said, `${payment.left} stays owed to the customer until it is refunded.`].join(' ') };
  }
  said.push(
    `${payment.left} ${payment.currency} goes back to ${payment.customer ?? 'the customer'} by ${payment.provider}.`,
  );
  return { question: said.join(' '), typed: `refund ${payment.left}` };
}

async function promoCode(tx: Tx, order: Pick<LockedOrder, 'id' | 'created_at'>): Promise<string | null> {
  const row = await tx.one<{ code: string }>(
    `select c.code
     from orders o
     join promo_codes c on c.id = o.promo_code_id
     where o.id = $1::uuid
       and o.created_at = $2::timestamptz`,
    [order.id, order.created_at],
  );
  return row?.code ?? null;
}

async function demandNothingPacked(tx: Tx, order: LockedOrder): Promise<void> {
  const parcels = await tx.query<{ id: string; tracking_number: string | null; status: string }>(
    `select id, tracking_number, status
     from shipments
     where order_id = $1::uuid
     order by status = 'PENDING', created_at, id`,
    [order.id],
  );
  const [first] = parcels;
  if (!first) return;
  const packed = first.status === 'PENDING';
  const which = first.tracking_number === null ? '' : ` (${first.tracking_number})`;
  const details = { parcels: parcels.map(({ id, status }) => ({ shipment_id: id, status })) };
  throw new Refused(
    `${order.order_number} cannot be cancelled: a parcel of it is ${packed ? 'packed' : first.status}${which}.`,
    packed
      ? { hint: `Unpack it first: ${parcels.map(({ id }) => `solemate orders unpack ${id}`).join(', then ')}`, details }
      : { hint: 'Ship the rest, then take it back as a return.', details },
  );
}
