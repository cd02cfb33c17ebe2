import * as z from 'zod';
import { openPhone } from '../../platform/pii.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { Customer, findCustomer } from './parts/find.ts';
import { contactKey } from './parts/keyring.ts';

/** What was revealed is told once: null for what was not asked for, and when the same operation id is sent again. */
export interface CustomerRevealed {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly address_phones: readonly { readonly name: string; readonly phone: string }[] | null;
}

interface Shown {
  readonly kind: 'email' | 'phone' | 'address_phone';
  readonly name: string | null;
  readonly value: string;
}

export const reveal = operation({
  name: 'customers.reveal',
  summary: 'Show the e-mail and telephone numbers of a customer; who looked and why is kept in the audit log.',
  permission: 'customers:reveal',
  input: z.object({
    customer: Customer,
    reason: Reason,
    what: z.enum(['all', 'email', 'phone']).default('all').describe('email, phone or all'),
  }),
  positional: ['customer'],
  examples: ['customers reveal SM-2026-000123 --reason "the courier needs to call"'],
  secret: ['email', 'phone_number', 'address_phones'],
  done: ({ name, email, phone_number }: CustomerRevealed) => {
    const shown = [email, phone_number].filter((one) => one !== null);
    return `${name || 'The customer'}: ${shown.length > 0 ? shown.join(', ') : 'nothing to show'}. That you looked is kept.`;
  },
  prepare: (preparation, { what }) => (what === 'email' ? Promise.resolve(undefined) : contactKey(preparation)),
  async run({ tx }, { customer, what }, key): Promise<CustomerRevealed> {
    const { id, name } = await findCustomer(tx, customer);
    const shown = await tx.query<Shown>('select kind, name, value from reveal_contact($1::uuid)', [id]);
    const of = (kind: Shown['kind']) => shown.filter((one) => one.kind === kind);
    if (key === undefined) {
      return { id, name, email: of('email')[0]?.value ?? null, phone_number: null, address_phones: null };
    }
    const phone = of('phone')[0];
    return {
      id,
      name,
      email: what === 'all' ? (of('email')[0]?.value ?? null) : null,
      phone_number: phone ? openPhone(phone.value, key) : null,
      address_phones: of('address_phone').map((one) => ({ name: one.name ?? '', phone: openPhone(one.value, key) })),
    };
  },
});
