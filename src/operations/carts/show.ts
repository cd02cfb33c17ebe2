import * as z from 'zod';
import { maskEmail } from '../../domain/contact.ts';
import { operation } from '../operation.ts';
import { Customer, findCustomer, loadCart, type CartLine } from '../customers/steps.ts';

export interface CartPage {
  /** Of the customer. */
  readonly id: string;
  readonly customer: string;
  /** Masked. */
  readonly email: string;
  readonly pieces: number;
  readonly value: string;
  readonly lines: readonly CartLine[];
}

export const show = operation({
  name: 'carts.show',
  summary: 'Show what a customer has in the cart, at the prices of when it was put in.',
  permission: 'customers:read',
  input: z.object({ customer: Customer }),
  positional: ['customer'],
  examples: ['carts show SM-2026-000123', 'carts show anna@example.com --json'],
  reads: true,
  async run({ tx }, { customer }): Promise<CartPage> {
    const { id, name, email } = await findCustomer(tx, customer);
    return { id, customer: name, email: maskEmail(email), ...(await loadCart(tx, id)) };
  },
});
