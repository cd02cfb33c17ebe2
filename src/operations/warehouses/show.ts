import * as z from 'zod';
import { NotFound } from '../../domain/errors.ts';
import { WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';

export interface WarehouseShown {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly is_active: boolean;
  readonly street_1: string | null;
  readonly street_2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postal_code: string | null;
  readonly country: string;
  /** SKUs of which a piece is there. */
  readonly articles: number;
  readonly pieces: number;
  readonly reserved: number;
  /** SKUs that are at or below their reorder point. */
  readonly low: number;
  readonly open_counts: number;
  /** The SKUs with most pieces there. */
  readonly most: readonly {
    readonly sku: string;
    readonly name: string;
    readonly quantity: number;
    readonly available: number;
  }[];
}

export const show = operation({
  name: 'warehouses.show',
  summary: 'Show a warehouse: where it is, what it holds, what is promised from it.',
  permission: 'stock:read',
  input: z.object({ code: WarehouseCode }),
  positional: ['code'],
  examples: ['warehouses show BER'],
  reads: true,
  async run({ tx }, { code }): Promise<WarehouseShown> {
    const house = await tx.one<Omit<WarehouseShown, 'most'>>(
      `select w.id, w.code, w.name, w.is_active, w.street_1, w.street_2, w.city, w.state, w.postal_code, w.country,
         h.articles, h.pieces, h.reserved, h.low,
         (select count(*)::integer from stock_counts c where c.warehouse_id = w.id and c.status = 'OPEN') as open_counts
       from warehouses w
       cross join lateral (
         select count(*) filter (where i.quantity > 0)::integer as articles,
           coalesce(sum(i.quantity), 0)::integer as pieces,
           coalesce(sum(i.reserved), 0)::integer as reserved,
           (count(*) filter (where i.available <= i.reorder_point))::integer as low
         from inventory i
         where i.warehouse_id = w.id
       ) h
       where w.code = upper($1)`,
      [code],
    );
    if (!house) throw new NotFound(`There is no warehouse ${code}.`, { hint: 'See: solemate warehouses list' });
    const most = await tx.query<WarehouseShown['most'][number]>(
      `select coalesce(v.sku, p.sku) as sku, p.name, i.quantity, i.available
       from inventory i
       join products p on p.id = i.product_id
       left join product_variants v on v.id = i.variant_id
       where i.warehouse_id = $1::uuid
         and i.quantity > 0
       order by i.quantity desc, i.id
       limit 20`,
      [house.id],
    );
    return { ...house, most };
  },
});
