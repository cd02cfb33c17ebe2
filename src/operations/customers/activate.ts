import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { Customer, findCustomer } from './parts/find.ts';

export interface CustomerActivated {
  readonly id: string;
  readonly name: string;
  readonly is_active: boolean;
}

export const activate = operation({
  name: 'customers.activate',
  summary: 'Open the account of a customer again.',
  permission: 'customers:write',
  input: z.object({ customer: Customer, reason: Reason }),
  positional: ['customer'],
  examples: ['customers activate anna@example.com --reason "cleared"'],
  dryRun: true,
  refreshes: ['users'],
  done: ({ name }: CustomerActivated) => `${name || 'The customer'} may order again.`,
  async run({ tx }, { customer }): Promise<CustomerActivated> {
    const before = await findCustomer(tx, customer, 'for no key update');
    const { id, name } = before;
    if (before.deleted) throw new Refused('This account was deleted.');
    if (before.is_active) throw new Refused(`The account of ${name || 'this customer'} is active already.`);
    await tx.query('update users set is_active = true where id = $1::uuid', [id]);
    return { id, name, is_active: true };
  },
});
