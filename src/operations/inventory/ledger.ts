import { z } from 'zod';
import { NotFound, Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { Sku, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { personName } from '../orders/steps.ts';
import { findStockArticle, type StockArticle } from './articles.ts';
import type { LedgerRow, StockCard } from './types.ts';

interface Place {
  readonly id: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
}

export const ledger = operation({
  name: 'inventory.ledger',
  summary: 'Show the stock card of a SKU: every movement, who made it, and what was left after it.',
  permission: 'stock:read',
  input: z.object({
    sku: Sku,
    warehouse: WarehouseCode.optional().describe('needed when the SKU lies in several'),
    limit: z.number().int().min(1).max(10_000).default(100).describe('how many movements, newest first'),
  }),
  positional: ['sku'],
  examples: ['inventory ledger RUN-42-BLK --warehouse BER', 'inventory ledger RUN-42-BLK --warehouse BER --json'],
  reads: true,
  async run({ tx }, { sku, warehouse, limit }): Promise<StockCard> {
    const article = await findStockArticle(tx, sku);
    const { id, ...place } = await findPlace(tx, article, warehouse?.toUpperCase());
    const rows = await loadRows(tx, id, limit + 1);
    return { sku: article.sku, ...place, rows: rows.slice(0, limit), more: rows.length > limit };
  },
});

/** @throws NotFound when it never lay there @throws Refused when it lies in several and none was named */
async function findPlace(tx: Tx, article: StockArticle, warehouse: string | undefined): Promise<Place> {
  const places = await tx.query<Place>(
    `select i.id, w.code as warehouse, i.quantity, i.reserved, i.available
     from inventory i
     join warehouses w on w.id = i.warehouse_id
     where i.product_id = $1::uuid
       and i.variant_id is not distinct from $2::uuid
     order by w.code`,
    [article.product_id, article.variant_id],
  );
  const codes = places.map((place) => place.warehouse).join(', ');
  if (warehouse !== undefined) {
    const found = places.find((place) => place.warehouse === warehouse);
    if (found) return found;
    const hint = places.length > 0 ? `It has a ledger in ${codes}.` : 'It was never in stock.';
    throw new NotFound(`${article.sku} never lay in a warehouse ${warehouse.slice(0, 20)}.`, { hint });
  }
  const [only] = places;
  if (!only) throw new NotFound(`${article.sku} was never in stock, so it has no ledger.`);
  if (places.length > 1) throw new Refused(`${article.sku} lies in ${codes}.`, { hint: 'Say which with --warehouse.' });
  return only;
}

/** Balances are counted back from what is there now, so that only the rows asked for are read. */
async function loadRows(tx: Tx, inventoryId: string, limit: number): Promise<LedgerRow[]> {
  return tx.query<LedgerRow>(
    `with newest as (
       select t.*,
         case t.type when 'SALE' then -t.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else t.quantity end as dq,
         case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end as dr
       from inventory_transactions t
       where t.inventory_id = $1::uuid
       order by t.created_at desc, t.id desc
       limit $2::integer
     )
     select n.id, to_char(n.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at, n.type, n.quantity,
       (i.quantity - coalesce(sum(n.dq) over newer, 0))::integer as quantity_after,
       (i.reserved - coalesce(sum(n.dr) over newer, 0))::integer as reserved_after,
       n.reference_type, n.reference_id, r.order_number, n.notes, ${personName('u')} as actor
     from newest n
     join inventory i on i.id = n.inventory_id
     left join users u on u.id = n.created_by
     left join order_items l on l.id = n.order_item_id
     left join order_registry r on r.order_id = l.order_id
     window newer as (
       order by n.created_at desc, n.id desc
       rows between unbounded preceding and 1 preceding
     )
     order by n.created_at desc, n.id desc`,
    [inventoryId, limit],
  );
}
