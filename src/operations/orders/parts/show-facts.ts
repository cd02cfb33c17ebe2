import type { OrderFacts } from '../../../domain/order-findings.ts';
import { automatic } from '../../../platform/payments/index.ts';
import type { OrderRefund } from './money-types.ts';
import type { Head } from './show-head.ts';
import type { HistoryRow, PaymentRow } from './show-parts.ts';
import type { OrderLine, OrderShipment } from './types.ts';

interface Shown {
  readonly head: Head;
  readonly items: readonly OrderLine[];
  readonly payment: PaymentRow | undefined;
  readonly refunds: readonly OrderRefund[];
  readonly shipments: readonly OrderShipment[];
  readonly history: readonly HistoryRow[];
}

/** What the page of an order knows, as the rule wants it that says what keeps the order. */
export function factsOf({ head, items, payment, refunds, shipments, history }: Shown): OrderFacts {
  return {
    status: head.status,
    since: history.at(-1)?.created_at ?? head.created_at,
    total: head.total,
    assigned_to: head.assignee,
    picker_left: head.assignee_active === false,
    address_lacks: lacking(head),
    payment: payment ?? null,
    refunds: refunds.map(({ status, amount, created_at, provider, failure_reason }) => {
      const by_hand = !automatic.includes(provider);
      return { status, amount, since: new Date(created_at), provider, by_hand, failure_reason };
    }),
    shipments: shipments.map(({ status, warehouse, created_at }) => {
      return { status, warehouse, since: new Date(created_at) };
    }),
    lines: items.map(({ sku, quantity, shipped, reservations, stock }) => ({
      sku,
      quantity,
      shipped,
      reserved: reservations.reduce((sum, { reserved }) => sum + reserved, 0),
      kept: reservations,
      stock,
    })),
  };
}

const needed = { street_1: 'street', city: 'city', country: 'country' } as const;

function lacking({ shipping_address: address }: Head): string | null {
  const keys = Object.keys(needed) as (keyof typeof needed)[];
  const missing = keys.filter((key) => (address[key] ?? '').trim() === '').map((key) => needed[key]);
  return missing.length === 0 ? null : missing.join(' and no ');
}
