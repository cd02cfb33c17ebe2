import { seesAddress } from '../../../domain/contact.ts';
import type { OrderStatus } from '../../../domain/order-status.ts';
import type { Actor } from '../../../domain/permissions.ts';
import type { OrderAddress } from './types.ts';

/** Who may not know where it goes still learns the town, for that is how orders are told apart. */
export function addressFor(
  actor: Actor,
  { status }: { readonly status: OrderStatus },
  address: Partial<OrderAddress>,
): OrderAddress {
  const sees = seesAddress(actor.role, status);
  const private_ = (value: string | null | undefined) => (sees ? (value ?? null) : null);
  return {
    name: private_(address.name),
    street_1: private_(address.street_1),
    street_2: private_(address.street_2),
    city: address.city ?? null,
    state: address.state ?? null,
    postal_code: private_(address.postal_code),
    country: address.country ?? null,
  };
}
