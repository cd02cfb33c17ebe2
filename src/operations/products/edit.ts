import { z } from 'zod';
import { Conflict, InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import { compareMoney } from '../../domain/money.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required, Sku } from '../fields.ts';
import { operation } from '../operation.ts';
import { columnCasts, demandFreeSku, Price, productColumns, productFields, type ColumnValue } from './columns.ts';

export interface ProductEdited {
  readonly id: string;
  readonly sku: string;
  readonly version: number;
  /** Column by column, in the words of the database; empty when nothing was different. */
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
}

export const edit = operation({
  name: 'products.edit',
  summary: 'Change fields of a product; an empty value clears a field that may be empty.',
  permission: 'catalog:write',
  input: z.object({
    product: required(255).describe('SKU, slug or id'),
    expected_version: z.coerce
      .number()
      .int()
      .positive()
      .optional()
      .describe('version that was looked at; refused when somebody changed it since'),
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
  refreshes: ['products', 'product_variants'],
  confirm: ({ price, cost }) =>
    price && cost && compareMoney(price, cost) < 0
      ? { question: `The price ${price} is below the cost ${cost}.`, typed: 'BELOW COST' }
      : undefined,
  done: ({ sku, changes }: ProductEdited) =>
    changes.length === 0
      ? `${sku} was so already: nothing was changed.`
      : `${sku} has a new ${changes.map(({ field }) => field.replace(/_id$/u, '').replaceAll('_', ' ')).join(', ')}.`,
  async run(
    { tx },
    { product, expected_version: version, name, price, sku, active, ...fields },
  ): Promise<ProductEdited> {
    const columns: Record<string, ColumnValue> = {
      ...(name !== undefined && { name }),
      ...(price !== undefined && { price }),
      ...(sku !== undefined && { sku }),
      ...(active !== undefined && { is_active: active === 'yes' }),
      ...(await productColumns(tx, fields)),
    };
    if (Object.keys(columns).length === 0) throw new InvalidInput('Nothing to change was given.');
    const before = await lock(tx, product);
    if (version !== undefined && version !== before.version) throw await stale(tx, before, version, columns);
    if (sku !== undefined) await demandFreeSku(tx, sku, before.id);
    const after = await update(tx, before.id, columns);
    const changes = Object.keys(columns)
      .map((field) => ({ field, from: before.row[field] ?? null, to: after?.row[field] ?? before.row[field] ?? null }))
      .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
    return { id: before.id, sku: after?.sku ?? before.sku, version: after?.version ?? before.version, changes };
  },
});

interface Locked {
  readonly id: string;
  readonly sku: string;
  readonly version: number;
  readonly archived: boolean;
  readonly row: Readonly<Record<string, unknown>>;
}

// Money and weight as text, so that a change is told exactly as it is kept.
const amountsAsText = (row: string) => `${row} || jsonb_build_object('price', ${row} ->> 'price',
  'compare_price', ${row} ->> 'compare_price', 'cost', ${row} ->> 'cost', 'weight', ${row} ->> 'weight')`;
const image = amountsAsText('to_jsonb(p)');

async function lock(tx: Tx, given: string): Promise<Locked> {
  const found = await tx.one<Locked>(
    `select p.id, p.sku, p.version, p.deleted_at is not null as archived, ${image} as row
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

async function update(tx: Tx, id: string, columns: Readonly<Record<string, ColumnValue>>): Promise<Locked | undefined> {
  const names = Object.keys(columns);
  const value = (column: string, index: number) => `$${index + 2}${columnCasts[column] ?? '::text'}`;
  return tx.one<Locked>(
    `update products p
set ${names.map((column, index) => `${column} = ${value(column, index)}`).join(',\n  ')}
where p.id = $1::uuid
  and (${names.map((column, index) => `p.${column} is distinct from ${value(column, index)}`).join(' or ')})
returning p.id, p.sku, p.version, false as archived, ${image} as row`,
    [id, ...Object.values(columns)],
  );
}

/** What was seen, what stands there now and what was to be written, field by field (schema.md, trap 4). */
async function stale(tx: Tx, now: Locked, version: number, columns: Record<string, ColumnValue>): Promise<Conflict> {
  const base = await tx.one<{ data: Record<string, unknown>; by: string | null }>(
    `select ${amountsAsText('v.data')} as data, (
    select u.email
    from product_versions n
    join users u on u.id = n.changed_by
    where n.product_id = v.product_id and n.version_number = $3
  ) as by
from product_versions v
where v.product_id = $1::uuid and v.version_number = $2`,
    [now.id, version, now.version],
  );
  const fields = Object.entries(columns).map(([field, mine]) => ({
    field,
    base: base?.data[field] ?? null,
    theirs: now.row[field] ?? null,
    mine,
  }));
  const by = base?.by ? ` by ${base.by}` : '';
  return new Conflict(`${now.sku} was changed${by} since version ${version}; it is at version ${now.version} now.`, {
    hint: `Look at it again, then edit it with --expected-version ${now.version}.`,
    details: { version, current_version: now.version, fields },
  });
}
