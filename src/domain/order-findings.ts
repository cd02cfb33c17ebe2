import type { OrderStatus, PaymentStatus } from './order-status.ts';
import { compareMoney, subtractMoney } from './money.ts';
import { age } from './time.ts';

export interface OrderFacts {
  readonly status: OrderStatus;
  /** When it came into this status. */
  readonly since: Date;
  readonly assigned_to: string | null;
  readonly payment: {
    readonly status: PaymentStatus;
    readonly amount: string;
    readonly refund_amount: string;
    readonly failure_reason: string | null;
    readonly pay_later: boolean;
  } | null;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly shipped: number;
    readonly reserved: number;
  }[];
}

const day = 86_400_000;
/** How long an order may rest in a status before somebody should look. */
export const patience: Partial<Record<OrderStatus, number>> = {
  PENDING: day,
  CONFIRMED: day,
  PROCESSING: 2 * day,
  SHIPPED: 14 * day,
};
const captured: readonly PaymentStatus[] = ['COMPLETED', 'PARTIAL_REFUND'];

/** What keeps an order from moving on, in words; nothing when all is well. */
export function orderFindings(facts: OrderFacts, now: Date): string[] {
  const late = waiting(facts, now);
  const told = (finding: string) => late.some((one) => one.endsWith(`: ${finding}`));
  return [...late, ...payment(facts).filter((one) => !told(one)), ...stock(facts)];
}

function waiting({ status, since, assigned_to, payment, lines }: OrderFacts, now: Date): string[] {
  const limit = patience[status];
  if (limit === undefined || now.getTime() - since.getTime() < limit) return [];
  const head = `${status} for ${age(since, now)}`;
  if (status === 'PENDING') {
    if (payment && captured.includes(payment.status)) return [`${head}: paid, but nobody confirmed it`];
    return [`${head}: ${payment ? paymentWords(payment) : 'there is no payment'}`];
  }
  if (status === 'CONFIRMED') return [`${head}: nobody picked it`];
  if (status === 'SHIPPED') return [`${head}: no delivery was reported`];
  const [shipped, ordered] = [total(lines, 'shipped'), total(lines, 'quantity')];
  const who = assigned_to === null ? 'assigned to nobody' : `assigned to ${assigned_to}`;
  return [`${head}: ${who}, ${shipped} of ${ordered} shipped`];
}

const total = (lines: OrderFacts['lines'], key: 'shipped' | 'quantity') =>
  lines.reduce((sum, one) => sum + one[key], 0);

function paymentWords({ status, failure_reason }: NonNullable<OrderFacts['payment']>): string {
  return `payment ${status}${failure_reason ? ` (${failure_reason})` : ''}`;
}

function payment({ status, payment, lines }: OrderFacts): string[] {
  if (lines.length === 0) return ['The order has no lines'];
  if (!payment) return status === 'PENDING' ? [] : ['There is no payment'];
  const ended = status === 'CANCELLED' || status === 'RETURNED';
  if (ended && captured.includes(payment.status) && compareMoney(payment.amount, payment.refund_amount) > 0) {
    return [`${status}, but ${subtractMoney(payment.amount, payment.refund_amount)} is not paid back`];
  }
  const open = ['PENDING', 'CONFIRMED', 'PROCESSING'].includes(status);
  if (open && payment.status === 'REFUNDED') return ['The payment was refunded in full: cancel the order'];
  if (payment.status === 'FAILED' && open && !payment.pay_later) return [paymentWords(payment)];
  return [];
}

function stock({ status, lines }: OrderFacts): string[] {
  if (!['PENDING', 'CONFIRMED', 'PROCESSING'].includes(status)) return [];
  return lines.flatMap(({ sku, quantity, shipped, reserved }) => {
    const open = quantity - shipped;
    if (open <= 0 || reserved >= open) return [];
    return [reserved === 0 ? `${sku} has no reservation` : `${sku} is short: ${reserved} reserved of ${open}`];
  });
}
