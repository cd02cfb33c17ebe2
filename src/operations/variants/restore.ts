import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { operation } from '../operation.ts';
import type { VariantArchived } from './archive.ts';
import { VariantKey } from './parts/columns.ts';
import { lockVariant, refuseArchived } from './parts/find.ts';
import { list } from './list.ts';

export const restore = operation({
  name: 'variants.restore',
  summary: 'Bring a variant back from the archive, on sale.',
  permission: 'catalog:write',
  input: z.object({ variant: VariantKey, expected_version: ExpectedVersion }),
  positional: ['variant'],
  examples: ['variants restore RUN-41-BLK'],
  dryRun: true,
  undoable: true,
  bulk: { key: 'variant', matching: () => list, column: 'sku' },
  refreshes: ['product_variants', 'products'],
  done: ({ sku }: VariantArchived) => `${sku} is back on sale.`,
  async run({ tx }, { variant: given, expected_version: expectedVersion }): Promise<VariantArchived> {
    const variant = await lockVariant(tx, given);
    refuseArchived({ ...variant, deleted_at: null });
    if (variant.deleted_at === null) throw new Refused(`${variant.sku} is not in the archive.`);
    const { id, version } = await editRow(tx, {
      table: 'product_variants',
      name: variant.sku,
      row: variant,
      columns: { deleted_at: null, is_active: true },
      expectedVersion,
    });
    return { id, sku: variant.sku, version };
  },
});
