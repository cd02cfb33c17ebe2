import * as z from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { addMoney, compareMoney, subtractMoney } from '../../domain/money.ts';
import type { OrderStatus } from '../../domain/order-status.ts';
import { paymentProviders } from '../../domain/stored-values.ts';
import type { Tx } from '../../platform/database/types.ts';
import { Money, OrderNumber, Reason, required } from '../fields.ts';
import { operation, type Confirmation } from '../operation.ts';
import { findOrder, SkuQuantities, type SkuQuantity } from '../orders/steps.ts';
import { readPayment, type LockedPayment } from './parts/find.ts';
import { demandSettled, prepareGateways } from './parts/gateways.ts';
import { requestRefund } from './parts/request.ts';
import { settleRefund } from './parts/settle.ts';
import type { RefundMade } from './parts/types.ts';
import { loadRefundable, worthOf } from './parts/worth.ts';

export const refund = operation({
  name: 'payments.refund',
  summary: 'Give money back: an amount, what some pieces cost, or all that is left.',
  permission: 'payments:refund',
  input: z.object({
    order: OrderNumber,
    amount: Money.optional().describe('amount, e.g. 10.00; without it and --lines all that is left'),
    lines: SkuQuantities.optional().describe('what these pieces cost with their share of discount and tax, e.g. SKU=1'),
    reason: Reason,
    provider: z.enum(paymentProviders).optional().describe('manual: made elsewhere; else how the money came'),
    reference: required(255).optional().describe('of a refund that was made elsewhere, e.g. of the bank transfer'),
    expected_left: Money.optional().describe('refuse when another amount is left than this'),
  }),
  positional: ['order'],
  examples: [
    'payments refund SM-2026-000123 --amount 10.00 --reason "the box was damaged"',
    'payments refund SM-2026-000123 --lines RUN-42-BLK=1 --reason "too small"',
    'payments refund SM-2026-000123 --provider manual --reference "SEPA 4711" --reason "cancelled by phone"',
  ],
  dryRun: true,
  refreshes: ['payments', 'refunds', 'orders'],
  async question({ tx, operationId }, input): Promise<Confirmation | undefined> {
    if (operationId !== undefined && (await exists(tx, operationId))) return undefined;
    const payment = await readPayment(tx, (await findOrder(tx, input.order)).id);
    if (!payment) return undefined;
    return confirmation(payment, await amountOf(tx, payment, input), input.provider ?? payment.provider);
  },
  done: ({ amount, currency, order_number, status, provider, provider_reference, left, by_hand, id }: RefundMade) => {
    const what = `${amount} ${currency} of ${order_number}`;
    const rest = left === '0.00' ? 'nothing is left' : `${left} is left`;
    if (status === 'COMPLETED') return `${what} went back ${by(provider)} (${provider_reference ?? id}); ${rest}.`;
    if (by_hand)
      return `${what} is set aside; ${rest}. Pay it back ${by(provider)}, then: solemate refunds complete ${id} --reference …`;
    return `${provider} took the refund of ${what} (${provider_reference ?? id}) and is at it; ${rest}.`;
  },
  prepare: ({ secrets }) => prepareGateways(secrets),
  async run({ tx, operationId }, input, gateways): Promise<RefundMade> {
    const { order, amount, lines, reason, provider, reference, expected_left } = input;
    return requestRefund(tx, {
      order,
      amount: amount ?? (lines ? 'lines' : 'rest'),
      reason,
      lines: lines && (await linesOf(tx, order, lines)),
      id: operationId,
      provider,
      reference,
      expected_left,
      gateways,
    });
  },
  async after(aftermath, made, _input, gateways): Promise<RefundMade> {
    const { status, provider_reference } = demandSettled(await settleRefund(aftermath, made.id, gateways));
    return { ...made, status, provider_reference };
  },
});

interface Wanted {
  readonly order: string;
  readonly amount?: string | undefined;
  readonly lines?: readonly SkuQuantity[] | undefined;
}

async function exists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.one('select from refunds where id = $1::uuid', [id])) !== undefined;
}

async function amountOf(tx: Tx, payment: LockedPayment, { order, amount, lines }: Wanted): Promise<string> {
  if (amount !== undefined) return addMoney(amount);
  return lines ? (await worthOf(tx, payment, await linesOf(tx, order, lines))).amount : payment.left;
}

/** @throws NotFound for a SKU that is not in the order */
async function linesOf(tx: Tx, given: string, wanted: readonly SkuQuantity[]) {
  const { id, order_number } = await findOrder(tx, given);
  const { skus } = await loadRefundable(tx, id);
  return wanted.map(({ sku, quantity }) => {
    const [found] = [...skus].find(([, one]) => one.toUpperCase() === sku.toUpperCase()) ?? [];
    if (found !== undefined) return { order_item_id: found, quantity };
    throw new NotFound(`${sku} is not in ${order_number}: it has ${[...skus.values()].join(', ')}.`);
  });
}

function confirmation(payment: LockedPayment, amount: string, provider: string): Confirmation | undefined {
  const { order_number, order_status, currency, left, customer } = payment;
  if (compareMoney(amount, left) > 0 || compareMoney(amount, '0.00') <= 0) return undefined;
  const after = subtractMoney(left, amount);
  const to = customer === null ? '' : ` to ${customer}`;
  const question = `Refund ${amount} ${currency} of ${order_number}${to} ${by(provider)}? ${left} is left, then ${after}. It cannot be undone.`;
  const ended = ['RETURNED', 'CANCELLED'].includes(order_status);
  if (after !== '0.00' || ended) return { question };
  return {
    question: `${question} ${order_number} is ${order_status}: ${aftermathOf(order_status)}.`,
    typed: order_number,
  };
}

const by = (provider: string): string => (provider === 'manual' ? 'by hand' : `by ${provider}`);

/** What somebody who refunds an order that goes on should have thought of. */
function aftermathOf(status: OrderStatus): string {
  if (status === 'PENDING') return 'with all its money given back it cannot be confirmed any more, only cancelled';
  if (status === 'DELIVERED' || status === 'SHIPPED') {
    return 'with all its money given back the stock will NOT come back';
  }
  return 'it keeps its stock; to give the order up, cancel it with a refund instead';
}
