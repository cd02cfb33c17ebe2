import { formatCents, parseCents } from './money.ts';

/** Money of an order as far as it is paid back by its lines. Amounts are decimal strings. */
export interface RefundableOrder {
  readonly total: string;
  readonly shipping: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly total: string }[];
}

export interface LinesRefund {
  readonly amount: string;
  /** The part of `amount` that is shipping: all of it with the last pieces of the order, else 0.00. */
  readonly shipping: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly amount: string }[];
}

/**
 * What is paid back for pieces of lines. A line counts with its price, less its share of the order's discount, plus its
 * share of the tax, both in proportion to the lines' totals; shipping was earned until the very last piece of the order
 * comes back, and goes back with it. Every share is the difference of two running sums, so that whatever the pieces and
 * their order, nothing is lost to rounding: all of the lines together are exactly the order's total.
 * @param before pieces of each line that were paid back (or returned) earlier, by line id
 * @throws RangeError for a line that is none of the order's, or more pieces than it has
 */
export function refundForLines(
  order: RefundableOrder,
  before: Readonly<Record<string, number>>,
  now: readonly { readonly id: string; readonly quantity: number }[],
): LinesRefund {
  const shares = shareGoods(order);
  const already = new Map(Object.entries(before));
  const lines = now.map(({ id, quantity }) => {
    const line = order.lines.find((one) => one.id === id);
    const from = already.get(id) ?? 0;
    const to = from + quantity;
    if (!line || quantity < 1 || to > line.quantity) throw new RangeError(`${quantity} of line ${id} cannot come back`);
    already.set(id, to);
    const share = shares.get(id) ?? 0n;
    const part = (pieces: number) => rounded(share * BigInt(pieces), BigInt(line.quantity));
    return { id, quantity, cents: part(to) - part(from) };
  });
  const whole = order.lines.every(({ id, quantity }) => (already.get(id) ?? 0) === quantity);
  const shipping = whole ? parseCents(order.shipping) : 0n;
  const goods = lines.reduce((sum, { cents }) => sum + cents, 0n);
  return {
    amount: formatCents(goods + shipping),
    shipping: formatCents(shipping),
    lines: lines.map(({ id, quantity, cents }) => ({ id, quantity, amount: formatCents(cents) })),
  };
}

/** Cents of each line: the order's total without shipping, in proportion to what the lines cost. */
function shareGoods({ total, shipping, lines }: RefundableOrder): Map<string, bigint> {
  const goods = parseCents(total) - parseCents(shipping);
  const costs = lines.map((line) => parseCents(line.total));
  const free = costs.every((cents) => cents === 0n);
  // An order given away can still have cost a tax: then its pieces count.
  const weights = lines.map(({ quantity }, at) => (free ? BigInt(quantity) : (costs[at] ?? 0n)));
  const sum = weights.reduce((all, one) => all + one, 0n);
  const shares = new Map<string, bigint>();
  let running = 0n;
  let given = 0n;
  for (const [at, { id }] of lines.entries()) {
    running += weights[at] ?? 0n;
    const upTo = sum === 0n ? 0n : rounded(goods * running, sum);
    shares.set(id, upTo - given);
    given = upTo;
  }
  return shares;
}

/** Half a cent goes up; nothing here is negative. */
const rounded = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);
