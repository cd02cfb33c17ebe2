import * as z from 'zod';
import { InvalidInput, NotFound } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findStockArticle, findStockArticles, type StockArticle } from './parts/articles.ts';
import type { HoldingOrder, StockFound, StockLookup, StockLookups, WarehouseStock } from './parts/types.ts';

const Code = required(100);

export const lookup = operation({
  name: 'inventory.lookup',
  summary: 'Tell what a scanned code is, or several, and what lies where.',
  permission: 'stock:read',
  input: z.object({
    code: Code.optional().describe('SKU in any case, or barcode'),
    codes: z
      .array(z.string().max(1000))
      .min(1)
      .max(20_000)
      .optional()
      .describe('several codes at once: an answer each, in their order, also for those that nobody knows'),
  }),
  positional: ['code'],
  examples: ['inventory lookup RUN-42-BLK', 'inventory lookup --codes RUN-42-BLK --codes SOCKS --json'],
  reads: true,
  async run({ tx }, { code, codes }): Promise<StockFound | StockLookups> {
    if ((code === undefined) === (codes === undefined)) {
      throw new InvalidInput('Give either one code or --codes.', { hint: 'See solemate inventory lookup --help.' });
    }
    if (codes === undefined) {
      const article = await findStockArticle(tx, code ?? '');
      const [one] = await describe(tx, [{ code: code ?? '', article }]);
      if (!one) throw new NotFound(`There is no SKU ${article.sku}.`);
      return { ...one, orders: await loadHolders(tx, article) };
    }
    return { rows: await lookUpAll(tx, codes) };
  },
});

async function lookUpAll(tx: Tx, codes: readonly string[]): Promise<StockLookups['rows']> {
  const asked = codes.map((given) => ({ given, code: Code.safeParse(given).data }));
  const found = await findStockArticles(tx, [...new Set(asked.flatMap(({ code }) => code ?? []))]);
  const known = [...found].filter(([, { has_variants }]) => !has_variants);
  const told = new Map(
    (
      await describe(
        tx,
        known.map(([code, article]) => ({ code, article })),
      )
    ).map((one) => [one.code, one]),
  );
  return asked.map(({ given, code }) => {
    const one = told.get(code ?? '');
    if (one) return { ...one, code: given, found: true };
    const article = found.get(code ?? '');
    const problem = article
      ? `${article.sku} is a product with variants: give the SKU of one of them.`
      : code === undefined
        ? 'That is no code.'
        : `There is no SKU ${code}.`;
    return { code: given, found: false, unknown: article === undefined, problem };
  });
}

interface Asked {
  readonly code: string;
  readonly article: StockArticle;
}

async function describe(tx: Tx, asked: readonly Asked[]): Promise<StockLookup[]> {
  const products = asked.map(({ article }) => article.product_id);
  const variants = asked.map(({ article }) => article.variant_id);
  const about = await tx.query<Omit<StockLookup, 'code' | 'sku' | 'product_id' | 'variant_id' | 'stock'>>(
    `select p.name, v.size, v.color, coalesce(v.price, p.price) as price, coalesce(v.barcode, case when v.id is null then p.barcode end) as barcode,
       p.is_active and p.deleted_at is null and coalesce(v.is_active, true) as is_active
     from unnest($1::uuid[], $2::uuid[]) with ordinality as a (product_id, variant_id, n)
     join products p on p.id = a.product_id
     left join product_variants v on v.id = a.variant_id
     order by a.n`,
    [products, variants],
  );
  const stock = await tx.query<{ stock: readonly WarehouseStock[] }>(
    `select (
       select json_agg(json_build_object(
         'warehouse', w.code, 'warehouse_name', w.name, 'quantity', coalesce(i.quantity, 0),
         'reserved', coalesce(i.reserved, 0), 'available', coalesce(i.available, 0), 'reorder_point', i.reorder_point
       ) order by w.code)
       from warehouses w
       left join inventory i
         on i.warehouse_id = w.id
         and i.product_id = a.product_id
         and i.variant_id is not distinct from a.variant_id
       where w.is_active
         or i.quantity > 0
     ) as stock
     from unnest($1::uuid[], $2::uuid[]) with ordinality as a (product_id, variant_id, n)
     order by a.n`,
    [products, variants],
  );
  return asked.flatMap(({ code, article: { sku, product_id, variant_id } }, n) => {
    const [facts, lying] = [about[n], stock[n]];
    return facts ? { code, sku, product_id, variant_id, ...facts, stock: lying?.stock ?? [] } : [];
  });
}

const mostHolders = 50;

/** The orders that wait for it, the longest first. */
async function loadHolders(tx: Tx, article: StockArticle): Promise<HoldingOrder[]> {
  const rows = await tx.query<HoldingOrder & { readonly reserved_at: Date }>(
    `select o.order_number, o.status, w.code as warehouse, r.quantity, r.reserved_at
     from inventory i
     join stock_reservations r on r.inventory_id = i.id
     join warehouses w on w.id = i.warehouse_id
     join order_items l on l.id = r.order_item_id
     join orders o on o.id = l.order_id and o.created_at = l.order_created_at
     where i.product_id = $1::uuid
       and i.variant_id is not distinct from $2::uuid
     order by r.reserved_at, r.id
     limit ${mostHolders}`,
    [article.product_id, article.variant_id],
  );
  return rows.map((row) => ({ ...row, reserved_at: new Date(row.reserved_at).toISOString() }));
}
