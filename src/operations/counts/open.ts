import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import type { Tx } from '../../platform/database/types.ts';
import { naming, required, Sku, text, WarehouseCode } from '../fields.ts';
import { demandNone, findWarehouse, openPlaces, placeRows } from '../inventory/steps.ts';
import { operation } from '../operation.ts';
import { addLines } from './parts/lines.ts';
import type { CountOpened } from './parts/types.ts';

/** One sheet that people can walk with; a whole warehouse is counted in several. */
const mostLines = 50_000;

const input = z.object({
  warehouse: WarehouseCode,
  brand: naming('brand', required(100)).optional().describe('only this brand, by name'),
  category: naming('category', required(255))
    .optional()
    .describe('only this category and those below it, by name or slug'),
  skus: z.array(Sku).min(1).max(5000).optional().describe('only these SKUs'),
  all: z.boolean().default(false).describe('everything that has a place there; else, with no filter, an empty sheet'),
  blind: z.boolean().default(false).describe('whoever counts does not see what is expected until it is closed'),
  note: text(500).optional().describe('what it is for'),
});

export const open = operation({
  name: 'counts.open',
  summary: 'Open a count of a warehouse: a sheet of what lies there, or an empty one that fills by scanning.',
  permission: 'stock:write',
  input,
  positional: ['warehouse'],
  examples: [
    'counts open BER --brand Stride --blind --note "third quarter"',
    'counts open BER --skus RUN-42-BLK --skus SOCKS',
    'counts open HAM',
  ],
  dryRun: true,
  refreshes: ['stock_counts'],
  done: ({ count_number, warehouse, lines }: CountOpened) =>
    `Count ${count_number} of ${warehouse} is open${lines > 0 ? ` with ${plural(lines, 'line')}` : ', an empty sheet'}.`,
  next: ({ count_number }: CountOpened) =>
    `solemate counts scan ${count_number} CODE for what lies there; then solemate counts approve ${count_number}`,
  async run({ tx }, given): Promise<CountOpened> {
    const warehouse = await findWarehouse(tx, given.warehouse);
    if (!warehouse.is_active) throw new Refused(`Warehouse ${warehouse.code} is closed: there is nothing to count.`);
    const places = await chosenPlaces(tx, warehouse, given);
    if (places.length > mostLines) {
      throw new Refused(`That sheet would have more than ${mostLines} lines.`, { hint: 'Count by brand or category.' });
    }
    const made = await tx.one<Omit<CountOpened, 'warehouse' | 'lines'>>(
      `insert into stock_counts (warehouse_id, blind, note)
       values ($1::uuid, $2, $3)
       returning id, count_number, blind`,
      [warehouse.id, given.blind, given.note || null],
    );
    if (!made) throw new Refused('The count could not be opened.');
    await addLines(tx, made.id, places);
    return { ...made, warehouse: warehouse.code, lines: places.length };
  },
});

type Chosen = z.infer<typeof input>;
type House = { readonly id: string; readonly code: string };

async function chosenPlaces(tx: Tx, house: House, chosen: Chosen): Promise<readonly string[]> {
  const { brand, category, skus, all } = chosen;
  if (skus && (brand ?? category) !== undefined) {
    throw new InvalidInput('SKUs and a brand or category cannot be given at once.');
  }
  if (skus) {
    const rows = skus.map((sku, index) => ({ row: index + 1, sku, warehouse: house.code }));
    const { rows: known, problems } = await placeRows(tx, rows);
    demandNone(problems, known.length, 'counted', { hint: 'Correct these SKUs.', single: skus.length === 1 });
    const found = await openPlaces(
      tx,
      known.map(({ place }) => place),
    );
    return [...found.values()].map(({ id }) => id);
  }
  if (brand === undefined && category === undefined && !all) return [];
  const rows = await tx.query<{ id: string }>(
    `select i.id
     from inventory i
     join products p on p.id = i.product_id
     where i.warehouse_id = $1::uuid
       and (i.quantity > 0 or p.deleted_at is null)
       and ($2::uuid[] is null or p.brand_id = any ($2))
       and ($3::uuid[] is null or p.category_id = any ($3))
     limit ${mostLines + 1}`,
    [
      house.id,
      brand === undefined ? null : await brandIds(tx, brand),
      category === undefined ? null : await categoryIds(tx, category),
    ],
  );
  if (rows.length === 0) throw new Refused(`Nothing of that has a place in ${house.code}.`);
  return rows.map(({ id }) => id);
}

async function brandIds(tx: Tx, given: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from brands where lower(name) = lower($1) or slug = lower($1)',
    [given],
  );
  if (rows.length === 0) throw new NotFound(`There is no brand ${given}.`, { hint: 'See: solemate brands list' });
  return rows.map(({ id }) => id);
}

async function categoryIds(tx: Tx, given: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with recursive below as (
       select id from categories where lower(name) = lower($1) or slug = lower($1)
       union
       select c.id from categories c join below b on c.parent_id = b.id
     )
     select id from below`,
    [given],
  );
  if (rows.length === 0)
    throw new NotFound(`There is no category ${given}.`, { hint: 'See: solemate categories list' });
  return rows.map(({ id }) => id);
}
