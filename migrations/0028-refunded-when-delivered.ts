import type { Migration } from './migration.ts';

const trigger = (states: string) => `
create or replace trigger orders_then_refunded
  after update of status on orders
  for each row when (old.status <> new.status and new.status in (${states}))
  execute function finish_refunded_order();
`;

/**
 * Of a parcel that is under way all money may go back. Delivered afterwards, the order would stay DELIVERED for ever with
 * its payment REFUNDED: no refund is left that could move it.
 */
export const refundedWhenDelivered: Migration = {
  name: '0028-refunded-when-delivered',
  up: [
    trigger(`'CANCELLED', 'RETURNED', 'DELIVERED'`),
    `
update orders o
set status = 'REFUNDED'
from payments p
where p.order_id = o.id
  and p.status = 'REFUNDED'
  and o.status = 'DELIVERED';
`,
  ],
  down: trigger(`'CANCELLED', 'RETURNED'`),
};
