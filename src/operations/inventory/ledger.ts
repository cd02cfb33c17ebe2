import * as z from 'zod';
import { InvalidInput, NotFound, Refused } from '../../domain/errors.ts';
import type { Tx } from '../../platform/database/types.ts';
import { Sku, text, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { findStockArticle, type StockArticle } from './parts/articles.ts';
import { loadMovements, readMark, type Mark, writeMark } from './parts/ledger-rows.ts';
import type { StockCard } from './parts/ledger-types.ts';

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
    after: text(400).optional().describe('the page after this one: "next" of --json'),
  }),
  positional: ['sku'],
  examples: ['inventory ledger RUN-42-BLK --warehouse BER', 'inventory ledger RUN-42-BLK --warehouse BER --json'],
  reads: true,
  csv: true,
  async run({ tx }, { sku, warehouse, limit, after }): Promise<StockCard> {
    const article = await findStockArticle(tx, sku);
    const { id, ...place } = await findPlace(tx, article, warehouse?.toUpperCase());
    const found = await loadMovements(tx, id, limit + 1, markOf(after, id));
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      sku: article.sku,
      ...place,
      rows: rows.map(({ row }) => row),
      more: last !== undefined,
      next: last ? writeMark(id, last.before) : null,
    };
  },
});

function markOf(after: string | undefined, inventoryId: string): Mark | undefined {
  if (after === undefined) return undefined;
  const mark = readMark(after, inventoryId);
  if (mark) return mark;
  throw new InvalidInput('That is no page of this stock card.', {
    hint: 'Use the value of "next" from the page before.',
  });
}

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
