import * as z from 'zod';
import { required } from '../fields.ts';
import { freeSlug, Slug } from '../named.ts';
import { operation } from '../operation.ts';
import { brandColumns, brandFields } from './parts/columns.ts';

export interface BrandCreated {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly is_active: boolean;
  readonly version: number;
}

export const create = operation({
  name: 'brands.create',
  summary: 'Make a brand; without a slug it is made from the name.',
  permission: 'catalog:write',
  input: z.object({
    name: required(100).describe('name of the brand'),
    slug: Slug.optional().describe('name in web addresses, e.g. stride'),
    ...brandFields,
    draft: z.boolean().default(false).describe('not shown in the shop yet'),
  }),
  positional: ['name'],
  examples: ['brands create Fjell --website https://fjell.example --draft'],
  dryRun: true,
  undoable: true,
  refreshes: ['brands'],
  done: ({ name, slug, is_active }: BrandCreated) =>
    `Brand ${name} is made as ${slug}${is_active ? '' : ', not shown yet'}.`,
  async run({ tx }, { name, slug, draft, ...fields }): Promise<BrandCreated> {
    const columns = brandColumns(fields);
    const made = await tx.one<BrandCreated>(
      `insert into brands (name, slug, is_active, website, logo_url, description)
values ($1, $2, $3::boolean, $4, $5, $6)
returning id, name, slug, is_active, version`,
      [
        name,
        slug ?? (await freeSlug(tx, 'brands', name)),
        !draft,
        columns['website'],
        columns['logo_url'],
        columns['description'],
      ],
    );
    if (!made) throw new Error('the insert returned no row');
    return made;
  },
});
