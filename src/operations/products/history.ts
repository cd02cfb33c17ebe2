import * as z from 'zod';
import { fieldDifferences, tellDifferences, type FieldDifference } from '../../domain/field-changes.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findProduct } from './parts/find.ts';
import { readPartChanges } from './parts/history-parts.ts';
import { readVersions } from './parts/versions.ts';

export interface HistoryRow {
  readonly at: string;
  readonly by: string | null;
  readonly operation: string | null;
  readonly operation_id: string | null;
  readonly reason: string | null;
  /** Of the product; null for a change of a variant, a picture or an attribute, which have no versions here. */
  readonly version: number | null;
  readonly what: 'product' | 'variant' | 'picture' | 'attribute';
  /** SKU, address or name. */
  readonly name: string;
  readonly action: 'made' | 'changed' | 'deleted';
  readonly changes: readonly FieldDifference[];
}

export interface ProductHistory {
  readonly sku: string;
  readonly version: number;
  /** Newest first; `changed` is `changes` in one line. */
  readonly rows: readonly (HistoryRow & { readonly changed: string })[];
}

const most = 500;

export const history = operation({
  name: 'products.history',
  summary: 'Tell who changed a product when and what, field by field, with its variants, pictures and attributes.',
  permission: 'catalog:read',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id'),
    limit: z.coerce.number().int().min(1).max(most).default(50).describe('rows, newest first, 1 to 500'),
  }),
  positional: ['product'],
  examples: ['products history RUN', 'products history RUN --limit 5 --json'],
  reads: true,
  csv: true,
  async run({ tx }, { product, limit }): Promise<ProductHistory> {
    const { id, sku } = await findProduct(tx, product);
    const versions = await readVersions(tx, id);
    const own = versions.slice(0, limit).map(({ image, ...version }, index): HistoryRow => {
      const before = versions[index + 1];
      const changes = before ? fieldDifferences(before.image, image) : [];
      return { ...version, what: 'product', name: sku, action: before ? 'changed' : 'made', changes };
    });
    const rows = [...own, ...(await readPartChanges(tx, id, limit))]
      .sort((one, other) =>
        one.at < other.at ? 1 : one.at > other.at ? -1 : (other.version ?? 0) - (one.version ?? 0),
      )
      .slice(0, limit)
      .map(({ changes, ...row }) => ({ ...row, changed: tellDifferences(changes), changes }));
    return { sku, version: versions[0]?.version ?? 1, rows };
  },
});
