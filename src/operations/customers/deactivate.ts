import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { Customer, findCustomer } from './parts/find.ts';

export interface CustomerDeactivated {
  readonly id: string;
  readonly name: string;
  readonly is_active: boolean;
}

export const deactivate = operation({
  name: 'customers.deactivate',
  summary: 'Close the account of a customer: nothing can be ordered for it; open orders go on.',
  permission: 'customers:write',
  input: z.object({ customer: Customer, reason: Reason }),
  positional: ['customer'],
  examples: ['customers deactivate anna@example.com --reason "stolen cards" --yes'],
  dryRun: true,
  async question({ tx }, { customer }) {
    const { name } = await findCustomer(tx, customer);
    return { question: `Deactivate the account of ${name || customer}` };
  },
  refreshes: ['users'],
  done: ({ name }: CustomerDeactivated) =>
    `The account of ${name || 'the customer'} is deactivated; open orders go on.`,
  async run({ tx }, { customer }): Promise<CustomerDeactivated> {
    const before = await findCustomer(tx, customer, 'for no key update');
    const { id, name } = before;
    if (before.deleted) throw new Refused('This account was deleted.');
    if (!before.is_active) throw new Refused(`The account of ${name || 'this customer'} is deactivated already.`);
    await tx.query('update users set is_active = false where id = $1::uuid', [id]);
    return { id, name, is_active: false };
  },
});
