import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { Country, required, text } from '../fields.ts';
import { operation } from '../operation.ts';

export interface WarehouseCreated {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export const create = operation({
  name: 'warehouses.create',
  summary: 'Open a warehouse.',
  permission: 'catalog:write',
  input: z.object({
    code: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$/u, 'letters and digits, at most 20, e.g. BER')
      .describe('short code, e.g. MUC'),
    name: required(100).describe('name, e.g. Munich'),
    country: Country,
    street_1: text(255).optional().describe('street and number'),
    street_2: text(255).optional().describe('second line of the address'),
    city: text(100).optional().describe('city'),
    state: text(100).optional().describe('state or region'),
    postal_code: text(20).optional().describe('postal code'),
  }),
  positional: ['code'],
  examples: ['warehouses create MUC --name Munich --country DE --city Munich'],
  dryRun: true,
  refreshes: ['warehouses'],
  done: ({ code, name }: WarehouseCreated) => `Warehouse ${code} (${name}) is open.`,
  async run({ tx }, { code, name, country, ...address }): Promise<WarehouseCreated> {
    const { street_1, street_2, city, state, postal_code } = address;
    const made = await tx.one<WarehouseCreated>(
      `insert into warehouses (code, name, country, street_1, street_2, city, state, postal_code)
       values (upper($1), $2, $3, $4, $5, $6, $7, $8)
       on conflict (code) do nothing
       returning id, code, name`,
      [code, name, country, street_1, street_2, city, state, postal_code],
    );
    if (!made) throw new Refused(`There is already a warehouse ${code.toUpperCase()}.`);
    return made;
  },
});
