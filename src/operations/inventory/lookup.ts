import { z } from 'zod';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findStockArticle } from './articles.ts';
import type { StockLookup, WarehouseStock } from './types.ts';

export const lookup = operation({
  name: 'inventory.lookup',
  summary: 'Tell what a scanned code is, and what lies where.',
  permission: 'stock:read',
  input: z.object({ code: required(100).describe('SKU, in any case') }),
  positional: ['code'],
  examples: ['inventory lookup RUN-42-BLK', 'inventory lookup run-42-blk --json'],
  reads: true,
  async run({ tx }, { code }): Promise<StockLookup> {
    const { sku, product_id, variant_id } = await findStockArticle(tx, code);
    const about = await tx.one<Pick<StockLookup, 'name' | 'size' | 'color' | 'price' | 'is_active'>>(
      `select p.name, v.size, v.color, coalesce(v.price, p.price) as price,
         p.is_active and p.deleted_at is null and coalesce(v.is_active, true) as is_active
       from products p
       left join product_variants v on v.id = $2::uuid
       where p.id = $1::uuid`,
      [product_id, variant_id],
    );
    const stock = await tx.query<WarehouseStock>(
      `select w.code as warehouse, w.name as warehouse_name, coalesce(i.quantity, 0) as quantity,
         coalesce(i.reserved, 0) as reserved, coalesce(i.available, 0) as available, i.reorder_point
       from warehouses w
       left join inventory i
         on i.warehouse_id = w.id
         and i.product_id = $1::uuid
         and i.variant_id is not distinct from $2::uuid
       where w.is_active
         or i.quantity > 0
       order by w.code`,
      [product_id, variant_id],
    );
    return {
      code,
      sku,
      product_id,
      variant_id,
      name: about?.name ?? '',
      size: about?.size ?? null,
      color: about?.color ?? null,
      price: about?.price ?? '0.00',
      is_active: about?.is_active ?? false,
      stock,
    };
  },
});
