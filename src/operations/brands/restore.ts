import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { editRow, ExpectedVersion } from '../editing.ts';
import { lockNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { BrandKey } from './parts/columns.ts';

export interface BrandRestored {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly version: number;
}

export const restore = operation({
  name: 'brands.restore',
  summary: 'Bring a brand back from the archive, shown in the shop.',
  permission: 'catalog:write',
  input: z.object({ brand: BrandKey, expected_version: ExpectedVersion }),
  positional: ['brand'],
  examples: ['brands restore fjell'],
  dryRun: true,
  undoable: true,
  refreshes: ['brands', 'products'],
  done: ({ name }: BrandRestored) => `Brand ${name} is back.`,
  async run({ tx }, { brand, expected_version: expectedVersion }): Promise<BrandRestored> {
    const row = await lockNamed(tx, 'brands', brand);
    if (row.deleted_at === null) throw new Refused(`Brand ${row.name} is not in the archive.`);
    const { id, version } = await editRow(tx, {
      table: 'brands',
      name: `Brand ${row.name}`,
      row,
      columns: { deleted_at: null, is_active: true },
      expectedVersion,
    });
    return { id, name: row.name, slug: row.slug, version };
  },
});
