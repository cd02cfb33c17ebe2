import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { yesNo, type Edits } from '../edits.ts';
import { required, text, WarehouseCode } from '../fields.ts';
import { page } from '../listing.ts';
import { operation } from '../operation.ts';
import { list } from './list.ts';

export interface WarehouseEdited {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly is_active: boolean;
}

const Address = z.object({
  street_1: text(255).optional().describe('street and number'),
  street_2: text(255).optional().describe('second line of the address'),
  city: text(100).optional().describe('city'),
  state: text(100).optional().describe('state or region'),
  postal_code: text(20).optional().describe('postal code'),
});

export const edit = operation({
  name: 'warehouses.edit',
  summary: 'Rename a warehouse, correct its address, close it, or open it again.',
  permission: 'catalog:write',
  input: Address.extend({
    code: WarehouseCode,
    name: required(100).optional().describe('new name'),
    active: z
      .enum(['yes', 'no'])
      .optional()
      .describe('open: yes or no; no closes it: nothing is counted in or reserved there any more'),
  }),
  positional: ['code'],
  examples: ['warehouses edit HAM --name "Hamburg, Altona"', 'warehouses edit HAM --active yes'],
  dryRun: true,
  edits: { read: readStanding },
  refreshes: ['warehouses'],
  confirm: ({ code, active }) => (active === 'no' ? { question: `Close warehouse ${code.toUpperCase()}?` } : undefined),
  done: ({ code, name, is_active }: WarehouseEdited) =>
    `Warehouse ${code} is ${name}, ${is_active ? 'open' : 'closed'}.`,
  async run({ tx }, { code, name, active, ...address }): Promise<WarehouseEdited> {
    const moved = Object.values(address).some((line) => line !== undefined);
    if (name === undefined && active === undefined && !moved) {
      throw new InvalidInput('Nothing to change was given.', {
        hint: 'Give --name, --active or a line of the address.',
      });
    }
    const found = await tx.one<WarehouseEdited>(
      'select id, code, name, is_active from warehouses where code = upper($1) for no key update',
      [code],
    );
    if (!found) throw notFound(code);
    if (active === 'no') {
      await demandEmpty(tx, found);
    }
    const changed = {
      ...found,
      name: name ?? found.name,
      is_active: active === undefined ? found.is_active : active === 'yes',
    };
    const { street_1, street_2, city, state, postal_code } = address;
    // A line that was given empty is taken away.
    await tx.query(
      `update warehouses w
       set name = $2,
         is_active = $3,
         street_1 = case when $4::text is null then w.street_1 else nullif($4, '') end,
         street_2 = case when $5::text is null then w.street_2 else nullif($5, '') end,
         city = case when $6::text is null then w.city else nullif($6, '') end,
         state = case when $7::text is null then w.state else nullif($7, '') end,
         postal_code = case when $8::text is null then w.postal_code else nullif($8, '') end
       where w.id = $1::uuid`,
      [found.id, changed.name, changed.is_active, street_1, street_2, city, state, postal_code],
    );
    return changed;
  },
});

/** A shop has few warehouses: their list is one page. */
async function readStanding({ code = '' }: Parameters<Edits['read']>[0], call: Parameters<Edits['read']>[1]) {
  const { rows } = await page(list, { limit: 1000 }, call);
  const found = rows.find((row) => row['code'] === code.toUpperCase());
  if (!found) throw notFound(code);
  return { name: String(found['name']), fields: { name: found['name'], active: yesNo(found['is_active'] === true) } };
}

const notFound = (code: string) =>
  new NotFound(`There is no warehouse ${code}.`, { hint: 'See: solemate warehouses list' });

/**
 * What is promised to a customer must still leave through this door, and what lies behind a closed one would be counted
 * as stock that nobody can be sent. The database refuses the same to whoever does not ask here.
 */
async function demandEmpty(tx: Tx, { id, code }: WarehouseEdited): Promise<void> {
  const held = await tx.one<{ pieces: string; reserved: string }>(
    `select coalesce(sum(quantity), 0)::text as pieces, coalesce(sum(reserved), 0)::text as reserved
     from inventory
     where warehouse_id = $1`,
    [id],
  );
  const [pieces, reserved] = [Number(held?.pieces), Number(held?.reserved)];
  if (reserved > 0) {
    throw new Refused(`Warehouse ${code} still has ${plural(reserved, 'piece')} reserved for open orders.`, {
      hint: `Ship or cancel those orders first: solemate inventory reservations --warehouse ${code}`,
    });
  }
  if (pieces > 0) {
    throw new Refused(`Warehouse ${code} still holds ${plural(pieces, 'piece')}.`, {
      hint: 'Transfer them to another warehouse, or write them off (inventory transfer, inventory adjust).',
    });
  }
}
