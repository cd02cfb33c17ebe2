import * as z from 'zod';
import { maskEmail } from '../../domain/contact.ts';
import { operation } from '../operation.ts';
import { loadAddresses, type CustomerAddress } from './parts/contact.ts';
import { Customer, findCustomer } from './parts/find.ts';
import {
  loadAccount,
  loadCart,
  loadOrders,
  loadReviews,
  loadTotals,
  loadWishlist,
  type CartLine,
  type CustomerAccount,
  type CustomerOrder,
  type CustomerReview,
  type CustomerTotals,
  type Wish,
} from './parts/show-parts.ts';

/** `customers.show`: JSON-safe, money decimal strings, times ISO UTC. */
export interface CustomerPage extends CustomerAccount {
  readonly id: string;
  readonly name: string;
  /** Masked: a…@example.com. */
  readonly email: string;
  readonly version: number;
  readonly totals: CustomerTotals;
  readonly addresses: readonly CustomerAddress[];
  /** The newest ten. */
  readonly orders: readonly CustomerOrder[];
  readonly reviews: readonly CustomerReview[];
  readonly cart: { readonly pieces: number; readonly value: string; readonly lines: readonly CartLine[] };
  readonly wishlist: readonly Wish[];
}

export const show = operation({
  name: 'customers.show',
  summary: 'Show all about one customer, contact data masked: orders, money, addresses, reviews, cart, wishlist.',
  permission: 'customers:read',
  input: z.object({ customer: Customer }),
  positional: ['customer'],
  examples: ['customers show SM-2026-000123', 'customers show anna@example.com --json'],
  reads: true,
  async run({ tx, actor }, { customer }): Promise<CustomerPage> {
    const { id, name, email, version } = await findCustomer(tx, customer);
    return {
      id,
      name,
      email: maskEmail(email),
      version,
      ...(await loadAccount(tx, id)),
      totals: await loadTotals(tx, id),
      addresses: await loadAddresses(tx, actor.role, id),
      orders: await loadOrders(tx, id),
      reviews: await loadReviews(tx, id),
      cart: await loadCart(tx, id),
      wishlist: await loadWishlist(tx, id),
    };
  },
});
