import type { OrderStatus, PaymentStatus, RefundStatus, ShipmentStatus } from './order-status.ts';
import { compareMoney, subtractMoney } from './money.ts';
import { age } from './time.ts';

export interface LineFacts {
  readonly sku: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly reserved: number;
  /** Where its open pieces are reserved. */
  readonly kept: readonly { readonly warehouse: string; readonly reserved: number }[];
  /** Where such pieces lie, for whomever; known when some of the line are reserved nowhere. */
  readonly stock: readonly { readonly warehouse: string; readonly quantity: number; readonly available: number }[];
}

export interface OrderFacts {
  readonly status: OrderStatus;
  /** When it came into this status. */
  readonly since: Date;
  readonly total: string;
  readonly assigned_to: string | null;
  /** Who it is assigned to does not work here any more. */
  readonly picker_left: boolean;
  /** What an address needs and this one has not; null when it is whole, or not known. */
  readonly address_lacks: string | null;
  readonly payment: {
    readonly status: PaymentStatus;
    readonly amount: string;
    readonly refund_amount: string;
    readonly failure_reason: string | null;
    readonly pay_later: boolean;
  } | null;
  /** Oldest first. */
  readonly refunds: readonly {
    readonly status: RefundStatus;
    readonly amount: string;
    readonly since: Date;
    readonly provider: string;
    /** No provider is asked: staff pay it out. */
    readonly by_hand: boolean;
    readonly failure_reason: string | null;
  }[];
  readonly shipments: readonly {
    readonly status: ShipmentStatus;
    readonly warehouse: string | null;
    readonly since: Date;
  }[];
  readonly lines: readonly LineFacts[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** How long an order may rest in a status before somebody should look. */
export const patience: Partial<Record<OrderStatus, number>> = {
  PENDING: day,
  CONFIRMED: day,
  PROCESSING: 2 * day,
  SHIPPED: 14 * day,
};
/** Who has paid waits for us, not we for them. */
export const paidPatience = 2 * hour;
/** A refund is sent within seconds. */
export const refundPatience = 15 * minute;
const parcelPatience = 12 * hour;
/** After delivery, for those who pay later. */
const billPatience = 14 * day;
const captured: readonly PaymentStatus[] = ['COMPLETED', 'PARTIAL_REFUND'];
const inWork: readonly OrderStatus[] = ['PENDING', 'CONFIRMED', 'PROCESSING'];

/** What keeps an order from moving on, in words, with what to do about it; nothing when all is well. */
export function orderFindings(facts: OrderFacts, now: Date): string[] {
  const late = waiting(facts, now);
  const told = (finding: string) => late.some((one) => one.endsWith(`: ${finding}`));
  return [
    ...late,
    ...payment(facts, now).filter((one) => !told(one)),
    ...refunds(facts, now),
    ...stock(facts),
    ...parcels(facts, now),
    ...people(facts),
  ];
}

const isPaid = ({ payment }: OrderFacts) => payment !== null && captured.includes(payment.status);

function waiting(facts: OrderFacts, now: Date): string[] {
  const { status, since, assigned_to, payment, lines } = facts;
  const limit = status === 'PENDING' && isPaid(facts) ? paidPatience : patience[status];
  if (limit === undefined || now.getTime() - since.getTime() < limit) return [];
  const head = `${status} for ${age(since, now)}`;
  if (status === 'PENDING') {
    if (isPaid(facts)) return [`${head}: paid, but nobody confirmed it`];
    return [`${head}: ${payment ? paymentWords(payment) : 'there is no payment'}`];
  }
  if (status === 'CONFIRMED') return [`${head}: nobody picked it`];
  if (status === 'SHIPPED') return [`${head}: no delivery was reported`];
  const [shipped, ordered] = [total(lines, 'shipped'), total(lines, 'quantity')];
  const who = assigned_to === null ? 'assigned to nobody' : `assigned to ${assigned_to}`;
  return [`${head}: ${who}, ${shipped} of ${ordered} shipped`];
}

const total = (lines: readonly LineFacts[], key: 'shipped' | 'quantity') =>
  lines.reduce((sum, one) => sum + one[key], 0);

function paymentWords({ status, failure_reason }: NonNullable<OrderFacts['payment']>): string {
  return `payment ${status}${failure_reason ? ` (${failure_reason})` : ''}`;
}

function payment(facts: OrderFacts, now: Date): string[] {
  const { status, since, payment, lines, total: ordered } = facts;
  if (lines.length === 0) return ['The order has no lines'];
  if (!payment) return status === 'PENDING' || compareMoney(ordered, '0') === 0 ? [] : ['There is no payment'];
  const ended = status === 'CANCELLED' || status === 'RETURNED';
  if (ended && isPaid(facts) && compareMoney(payment.amount, payment.refund_amount) > 0) {
    return [`${status}, but ${subtractMoney(payment.amount, payment.refund_amount)} is not paid back`];
  }
  const open = inWork.includes(status);
  if (open && payment.status === 'REFUNDED') return ['The payment was refunded in full: cancel the order'];
  if (open && compareMoney(payment.amount, ordered) !== 0) {
    return [`The payment is over ${payment.amount}, the order over ${ordered}`];
  }
  if (payment.status === 'FAILED' && open && !payment.pay_later) return [paymentWords(payment)];
  const unpaid = ['PENDING', 'PROCESSING', 'FAILED'].includes(payment.status);
  if (status === 'DELIVERED' && unpaid && now.getTime() - since.getTime() >= billPatience) {
    return [`DELIVERED for ${age(since, now)}, and ${payment.amount} was not paid`];
  }
  return [];
}

function refunds({ refunds, payment }: OrderFacts, now: Date): string[] {
  const waiting = refunds
    .filter(({ status, since }) => status === 'REQUESTED' && now.getTime() - since.getTime() >= refundPatience)
    .map(({ amount, since, provider, by_hand, failure_reason }) => {
      const head = `Refund of ${amount} REQUESTED ${age(since, now)} ago`;
      if (by_hand) return `${head}: pay it out by hand, then say so (refunds complete)`;
      const answer = failure_reason === null ? 'did not answer' : `said: ${failure_reason}`;
      return `${head}, ${provider} ${answer}: payments reconcile asks again`;
    });
  const last = refunds.at(-1);
  if (last?.status !== 'FAILED' || payment?.status === 'REFUNDED') return waiting;
  const why = last.failure_reason === null ? '' : ` (${last.failure_reason})`;
  return [...waiting, `Refund of ${last.amount} FAILED${why}: the customer did not get it`];
}

function stock({ status, lines }: OrderFacts): string[] {
  if (!inWork.includes(status)) return [];
  const short = lines.flatMap((line) => {
    const missing = line.quantity - line.shipped - line.reserved;
    return missing > 0 ? [shortage(line, missing, status)] : [];
  });
  return short.length > 0 ? short : scattered(lines);
}

/** Why pieces of a line are reserved nowhere: nobody has any, others were promised them, or nobody reserved them yet. */
function shortage({ sku, kept, stock }: LineFacts, missing: number, status: OrderStatus): string {
  const head = `${missing} of ${sku} not reserved`;
  const free = stock.filter(({ available }) => available > 0);
  if (free.length > 0) {
    const words = free.map(({ warehouse, available }) => `${available} free in ${warehouse}`).join(', ');
    return `${head}: ${words}${status === 'PROCESSING' ? '' : '; orders process reserves them'}`;
  }
  const mine = (warehouse: string) =>
    kept.reduce((sum, one) => sum + (one.warehouse === warehouse ? one.reserved : 0), 0);
  const others = stock
    .map(({ warehouse, quantity }) => ({ warehouse, pieces: quantity - mine(warehouse) }))
    .filter(({ pieces }) => pieces > 0);
  if (others.length === 0) return `${head}: no warehouse has any more; restock it`;
  const words = others.map(({ warehouse, pieces }) => `${pieces} in ${warehouse}`).join(', ');
  return `${head}: ${words}, all reserved for other orders`;
}

/** A parcel leaves one warehouse: where none has all, somebody must know that there will be several. */
function scattered(lines: readonly LineFacts[]): string[] {
  const open = lines.filter(({ quantity, shipped }) => quantity > shipped);
  const codes = [...new Set(open.flatMap(({ kept }) => kept.map(({ warehouse }) => warehouse)))].sort();
  const keeps = (line: LineFacts, code: string) =>
    line.kept.reduce((sum, one) => sum + (one.warehouse === code ? one.reserved : 0), 0);
  const whole = codes.some((code) => open.every((line) => keeps(line, code) >= line.quantity - line.shipped));
  if (whole || codes.length < 2) return [];
  const words = codes.map((code) => `${code} ${open.reduce((sum, line) => sum + keeps(line, code), 0)}`).join(', ');
  return [`No warehouse keeps all of it (${words}): ship one parcel from each`];
}

function parcels({ shipments, status }: OrderFacts, now: Date): string[] {
  if (!inWork.includes(status)) return [];
  return shipments
    .filter((one) => one.status === 'PENDING' && now.getTime() - one.since.getTime() >= parcelPatience)
    .map(({ warehouse, since }) => {
      const where = warehouse === null ? '' : ` in ${warehouse}`;
      return `A parcel is packed${where} for ${age(since, now)}, without tracking number: ship or unpack it`;
    });
}

function people({ status, assigned_to, picker_left, address_lacks }: OrderFacts): string[] {
  if (!inWork.includes(status)) return [];
  const gone = picker_left ? [`${assigned_to ?? 'Its picker'} picks it and works here no more: assign it anew`] : [];
  const nobody = status === 'PROCESSING' && assigned_to === null ? ['Nobody picks it: assign it'] : [];
  const address = address_lacks === null ? [] : [`The shipping address has no ${address_lacks}`];
  return [...gone, ...nobody, ...address];
}
