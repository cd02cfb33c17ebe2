import * as z from 'zod';
import { maskEmail } from '../../domain/contact.ts';
import { hashPhone } from '../../platform/pii.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { customerName } from './parts/find.ts';
import { contactKey } from './parts/keyring.ts';

export interface CustomersFound {
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    /** Masked. */
    readonly email: string;
    readonly last_order: string | null;
    readonly last_status: string | null;
    readonly is_active: boolean;
  }[];
}

export const lookup = operation({
  name: 'customers.lookup',
  summary: 'Find who is calling: the customers with this telephone number, and their last order.',
  permission: 'customers:read',
  input: z.object({
    phone: required(40)
      .regex(/^[+\d][\d\s()/.-]{4,}$/u, 'that is no telephone number')
      .describe('telephone number as the customer gave it; spaces and brackets do not matter'),
  }),
  positional: ['phone'],
  examples: ['customers lookup "+1 415 555 0123"'],
  reads: true,
  csv: true,
  prepare: contactKey,
  async run({ tx }, { phone }, key): Promise<CustomersFound> {
    const rows = await tx.query<CustomersFound['rows'][number]>(
      `select u.id, ${customerName('u')} as name, u.email, o.order_number as last_order, o.status as last_status, u.is_active
       from users u
       left join lateral (
         select x.order_number, x.status
         from orders x
         where x.user_id = u.id
         order by x.created_at desc, x.id desc
         limit 1
       ) o on true
       where u.phone_number_hash = $1
         and u.role = 'customer'
         and u.deleted_at is null
       order by u.created_at desc, u.id desc
       limit 20`,
      [hashPhone(phone, key)],
    );
    return { rows: rows.map((row) => ({ ...row, email: maskEmail(row.email) })) };
  },
});
