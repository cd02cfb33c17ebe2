import { randomUUID } from 'node:crypto';
import { deliver } from '../../../src/operations/orders/deliver.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { parseCents } from '../../../src/domain/money.ts';
import { stripeKey, stripeServer, type StripeServer } from '../../helpers/stripe-server.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

/** A shop whose customers paid at Stripe, and the Stripe that they paid at. */
export interface PaidShop extends Shop {
  readonly stripe: StripeServer;
  /** A paid order, e.g. of socks at 12.50 each; `delivered` brings it to the door. */
  paid(lines?: string, delivered?: boolean): Promise<Paid>;
  refunds(order: string): Promise<{ id: string; status: string; amount: string; provider_reference: string | null }[]>;
  payment(order: string): Promise<{ status: string; refund_amount: string; owed: boolean; order_status: string }>;
}

export interface Paid {
  readonly order: string;
  readonly transaction_id: string;
}

export async function openPaidShop(): Promise<PaidShop> {
  const shop = await openShop({ [`${socks}@BER`]: 5000, [`${shoe.middle}@BER`]: 500, [`${shoe.large}@HAM`]: 500 });
  const stripe = await stripeServer();
  Object.assign(process.env, {
    SOLEMATE_STRIPE_URL: stripe.url,
    SOLEMATE_STRIPE_KEY: stripeKey,
    SOLEMATE_STRIPE_TIMEOUT: '0.4',
  });
  return {
    ...shop,
    stripe,
    async paid(lines = `${socks}=8`, delivered = false) {
      const order = await shop.order(lines, 'PROCESSING');
      const transaction_id = `pi_${randomUUID().replaceAll('-', '')}`;
      const [row] = await shop.sql<{ amount: string }>(
        `update payments set provider = 'stripe', transaction_id = $2
         where order_id = (select order_id from order_registry where order_number = $1)
         returning amount`,
        [order, transaction_id],
      );
      stripe.payment(transaction_id, Number(parseCents(row?.amount ?? '0.00')));
      if (delivered) {
        await shop.act(ship, { order, carrier: 'DHL', tracking: order }, 'warehouse');
        await shop.act(deliver, { order }, 'warehouse');
      }
      return { order, transaction_id };
    },
    refunds: (order) =>
      shop.sql(
        `select r.id, r.status, r.amount, r.provider_reference
         from refunds r
         join payments p on p.id = r.payment_id
         join order_registry g on g.order_id = p.order_id
         where g.order_number = $1
         order by r.created_at, r.id`,
        [order],
      ),
    async payment(order) {
      const [row] = await shop.sql<{ status: string; refund_amount: string; owed: boolean; order_status: string }>(
        `select p.status, p.refund_amount, p.owed_since is not null as owed, o.status as order_status
         from payments p
         join orders o on o.id = p.order_id and o.created_at = p.order_created_at
         where o.order_number = $1`,
        [order],
      );
      if (!row) throw new Error(`no payment of ${order}`);
      return row;
    },
    async close() {
      await stripe.close();
      await shop.close();
    },
  };
}
