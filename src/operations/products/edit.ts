import { z } from 'zod';
import { NotFound, Refused } from '../../domain/errors.ts';
import { compareMoney } from '../../domain/money.ts';
import type { Tx } from '../../platform/database/types.ts';
import { editRow, ExpectedVersion, toldChanges, type ColumnValue, type RowEdited } from '../editing.ts';
import { required, Sku } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandFreeSku, Price, productColumns, productFields } from './columns.ts';

export interface ProductEdited extends RowEdited {
  readonly sku: string;
}

export const edit = operation({
  name: 'products.edit',
  summary: 'Change fields of a product; an empty value clears a field that may be empty.',
  permission: 'catalog:write',
  input: z.object({
    product: required(255).describe('SKU, slug or id'),
    expected_version: ExpectedVersion,
    name: required(255).optional().describe('name of the product'),
    price: Price.optional(),
    sku: Sku.optional().describe('new SKU of the product'),
    active: z.enum(['yes', 'no']).optional().describe('on sale: yes or no'),
    ...productFields,
  }),
  positional: ['product'],
  examples: [
    'products edit trail-fox --price 119.00 --compare-price 129.00',
    'products edit trail-fox --active no --expected-version 3',
  ],
  dryRun: true,
  undoable: true,
  refreshes: ['products', 'product_variants'],
  confirm: ({ price, cost }) =>
    price && cost && compareMoney(price, cost) < 0
      ? { question: `The price ${price} is below the cost ${cost}.`, typed: 'BELOW COST' }
      : undefined,
  done: ({ sku, changes }: ProductEdited) => toldChanges(sku, changes),
  async run(
    { tx },
    { product, expected_version: expectedVersion, name, price, sku, active, ...fields },
  ): Promise<ProductEdited> {
    const columns: Record<string, ColumnValue> = {
      ...(name !== undefined && { name }),
      ...(price !== undefined && { price }),
      ...(sku !== undefined && { sku }),
      ...(active !== undefined && { is_active: active === 'yes' }),
      ...(await productColumns(tx, fields)),
    };
    const before = await lock(tx, product);
    if (sku !== undefined) await demandFreeSku(tx, sku, before.id);
    const done = await editRow(tx, {
      table: 'products',
      name: before.sku,
      row: before,
      columns,
      expectedVersion,
    });
    return { ...done, sku: sku ?? before.sku };
  },
});

interface Locked {
  readonly id: string;
  readonly sku: string;
  readonly version: number;
  readonly archived: boolean;
}

async function lock(tx: Tx, given: string): Promise<Locked> {
  const found = await tx.one<Locked>(
    `select p.id, p.sku, p.version, p.deleted_at is not null as archived
from products p
where p.id = (
  select s.id
  from products s
  where s.sku in ($1::text, upper($1::text)) or s.slug = lower($1::text) or s.id = $2::uuid
  order by s.sku = $1::text desc, s.slug = lower($1::text) desc
  limit 1
)
for no key update`,
    [given, z.guid().safeParse(given).success ? given : null],
  );
  if (!found)
    throw new NotFound(`There is no product "${given.slice(0, 100)}".`, { hint: 'See: solemate products list' });
  if (found.archived) throw new Refused(`${found.sku} is in the archive.`, { hint: 'Restore it first.' });
  return found;
}
