import * as z from 'zod';
import { operation } from '../operation.ts';
import { loadAddresses, type CustomerAddress } from './parts/contact.ts';
import { Customer, findCustomer } from './parts/find.ts';

export interface CustomerAddresses {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly CustomerAddress[];
}

export const addresses = operation({
  name: 'customers.addresses',
  summary: 'List the addresses of a customer.',
  permission: 'customers:read',
  input: z.object({ customer: Customer }),
  positional: ['customer'],
  examples: ['customers addresses SM-2026-000123', 'customers addresses anna@example.com --json'],
  reads: true,
  csv: true,
  async run({ tx, actor }, { customer }): Promise<CustomerAddresses> {
    const { id, name } = await findCustomer(tx, customer);
    return { id, name, rows: await loadAddresses(tx, actor.role, id) };
  },
});
