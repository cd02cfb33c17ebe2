import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { operation } from '../operation.ts';
import { VariantKey } from './parts/columns.ts';
import { lockVariant, type LockedVariant } from './parts/find.ts';
import { list } from './list.ts';

export interface VariantArchived {
  readonly id: string;
  readonly sku: string;
  readonly version: number;
}

export const archive = operation({
  name: 'variants.archive',
  summary: 'Take a variant off sale and out of the lists; refused while any of it is in stock.',
  permission: 'catalog:write',
  input: z.object({ variant: VariantKey, expected_version: ExpectedVersion }),
  positional: ['variant'],
  examples: ['variants archive RUN-41-BLK'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'variant', matching: () => list, column: 'sku' },
  refreshes: ['product_variants', 'products'],
  confirm: ({ variant }) => ({ question: `Archive the variant ${variant}?` }),
  done: ({ sku }: VariantArchived) => `${sku} is in the archive.`,
  async run({ tx }, { variant: given, expected_version: expectedVersion }): Promise<VariantArchived> {
    const variant = await lockVariant(tx, given);
    if (variant.deleted_at !== null) throw new Refused(`${variant.sku} is in the archive already.`);
    await refuseStock(tx, variant);
    const { id, version } = await editRow(tx, {
      table: 'product_variants',
      name: variant.sku,
      row: variant,
      columns: { is_active: false, deleted_at: new Date().toISOString() },
      expectedVersion,
    });
    return { id, sku: variant.sku, version };
  },
});

/** The same rule stands in the database (0022); here it says where the pieces are. */
async function refuseStock(tx: Tx, { id, sku }: LockedVariant): Promise<void> {
  const places = await tx.query<{ warehouse: string; quantity: number; reserved: number }>(
    `select w.code as warehouse, i.quantity, i.reserved
from inventory i
join warehouses w on w.id = i.warehouse_id
where i.variant_id = $1::uuid and i.quantity > 0
order by w.code`,
    [id],
  );
  if (places.length === 0) return;
  const sum = (key: 'quantity' | 'reserved') => places.reduce((total, place) => total + place[key], 0);
  const where = places.map(({ warehouse, quantity }) => `${warehouse} ${quantity}`).join(', ');
  const reserved = sum('reserved') > 0 ? `, ${sum('reserved')} of them reserved for open orders` : '';
  throw new Refused(`${sku} still has ${plural(sum('quantity'), 'piece')} in stock (${where})${reserved}.`, {
    hint: `Sell or write them off first; to take it off sale only: solemate variants edit ${sku} --active no`,
    details: { sku, places },
  });
}
