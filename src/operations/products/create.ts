import * as z from 'zod';
import { makeSlug, skuLength, wishedSku } from '../../domain/shopify/names.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required, NewSku } from '../fields.ts';
import { operation } from '../operation.ts';
import { askBelowCost } from './parts/below-cost.ts';
import { columnCasts, demandFreeSku, Price, productColumns, productFields, type ColumnValue } from './parts/columns.ts';
import { freeNames } from './parts/import-names.ts';

export interface ProductCreated {
  readonly id: string;
  readonly sku: string;
  readonly slug: string;
  readonly name: string;
  readonly price: string;
  readonly is_active: boolean;
  readonly version: number;
}

const slugLength = 255;

export const create = operation({
  name: 'products.create',
  summary: 'Make a product; without a SKU and a slug they are made from its name.',
  permission: 'catalog:write',
  input: z.object({
    name: required(255).describe('name of the product'),
    price: Price,
    sku: NewSku.optional(),
    slug: required(slugLength)
      .regex(/^[^\s/?#%\\]+$/u, 'a word fit for a web address is needed')
      .toLowerCase()
      .optional()
      .describe('name in web addresses, e.g. trail-fox'),
    draft: z.boolean().default(false).describe('not on sale yet'),
    ...productFields,
  }),
  positional: ['name'],
  examples: ['products create "Trail Fox" --price 129.00 --brand Fjell --category Trail --tags men,trail --draft'],
  dryRun: true,
  undoable: true,
  refreshes: ['products'],
  confirm: askBelowCost,
  done: ({ name, sku, is_active }: ProductCreated) =>
    `${name} is made as ${sku}${is_active ? '' : ', not on sale yet'}.`,
  async run({ tx }, { name, price, sku, slug, draft, ...fields }): Promise<ProductCreated> {
    if (sku !== undefined) await demandFreeSku(tx, sku, null);
    const columns: Record<string, ColumnValue> = {
      sku: sku ?? (await freeSku(tx, name)),
      slug: slug ?? (await freeSlug(tx, name)),
      name,
      price,
      is_active: !draft,
      ...(await productColumns(tx, fields)),
    };
    const names = Object.keys(columns);
    const made = await tx.one<ProductCreated>(
      `insert into products (${names.join(', ')})
values (${names.map((column, index) => `$${index + 1}${columnCasts[column] ?? ''}`).join(', ')})
returning id, sku, slug, name, price, is_active, version`,
      Object.values(columns),
    );
    if (!made) throw new Error('the insert returned no row');
    return made;
  },
});

async function freeSku(tx: Tx, name: string): Promise<string> {
  const query = `select sku as name from products where sku = any($1::text[])
union
select sku from product_variants where sku = any($1::text[])`;
  return free(tx, wishedSku(name, []), query, skuLength);
}

const freeSlug = (tx: Tx, name: string) =>
  free(tx, makeSlug(name, slugLength), 'select slug as name from products where slug = any($1::text[])', slugLength);

async function free(tx: Tx, wish: string, query: string, max: number): Promise<string> {
  const taken = async (names: readonly string[]) => {
    const rows = await tx.query<{ name: string }>(query, [names]);
    return new Set(rows.map(({ name }) => name));
  };
  const [name] = await freeNames([wish], new Set(), taken, max);
  return name ?? wish;
}
