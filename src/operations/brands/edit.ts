import * as z from 'zod';
import { editRow, ExpectedVersion, toldChanges, type RowEdited } from '../editing.ts';
import { editsShownBy, yesNo } from '../edits.ts';
import { required } from '../fields.ts';
import { lockNamed, refuseArchivedNamed, Slug } from '../named.ts';
import { operation } from '../operation.ts';
import { brandColumns, brandFields, BrandKey } from './parts/columns.ts';
import { show } from './show.ts';

export interface BrandEdited extends RowEdited {
  readonly name: string;
  readonly slug: string;
}

export const edit = operation({
  name: 'brands.edit',
  summary: 'Change fields of a brand; an empty value clears a field that may be empty.',
  permission: 'catalog:write',
  input: z.object({
    brand: BrandKey,
    expected_version: ExpectedVersion,
    name: required(100).optional().describe('new name'),
    slug: Slug.optional().describe('new name in web addresses'),
    ...brandFields,
    active: z.enum(['yes', 'no']).optional().describe('shown in the shop: yes or no'),
  }),
  positional: ['brand'],
  examples: [
    'brands edit stride --website https://stride.example --expected-version 1',
    'brands edit stride --active no',
  ],
  edits: editsShownBy(show, ({ name, version, slug, website, logo_url, description, is_active }) => ({
    name,
    version,
    fields: { name, slug, website, logo_url, description, active: yesNo(is_active) },
  })),
  dryRun: true,
  undoable: true,
  refreshes: ['brands', 'products'],
  done: ({ name, changes }: BrandEdited) => toldChanges(`Brand ${name}`, changes),
  async run({ tx }, { brand, expected_version: expectedVersion, name, slug, active, ...fields }): Promise<BrandEdited> {
    const row = await lockNamed(tx, 'brands', brand);
    refuseArchivedNamed('brands', row);
    const columns = {
      ...(name !== undefined && { name }),
      ...(slug !== undefined && { slug }),
      ...(active !== undefined && { is_active: active === 'yes' }),
      ...brandColumns(fields),
    };
    const done = await editRow(tx, { table: 'brands', name: `Brand ${row.name}`, row, columns, expectedVersion });
    return { ...done, name: name ?? row.name, slug: slug ?? row.slug };
  },
});
