import * as z from 'zod';
import { findNamed } from '../named.ts';
import { operation } from '../operation.ts';
import { BrandKey } from './parts/columns.ts';

export interface ShownBrand {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly website: string | null;
  readonly logo_url: string | null;
  readonly description: string | null;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'ARCHIVED';
  readonly is_active: boolean;
  readonly version: number;
  readonly created_at: string;
  readonly deleted_at: string | null;
  readonly counts: { readonly products: number; readonly on_sale: number; readonly archived: number };
}

export const show = operation({
  name: 'brands.show',
  summary: 'Show a brand: its fields and how many products it has.',
  permission: 'catalog:read',
  input: z.object({ brand: BrandKey }),
  positional: ['brand'],
  examples: ['brands show stride', 'brands show Stride --json'],
  reads: true,
  async run({ tx }, { brand }): Promise<ShownBrand> {
    const found = await tx.one<ShownBrand>(
      `select b.id, b.name, b.slug, b.website, b.logo_url, b.description,
  case when b.deleted_at is not null then 'ARCHIVED' when b.is_active then 'ACTIVE' else 'INACTIVE' end as status,
  b.is_active, b.version, b.created_at, b.deleted_at,
  (select json_build_object(
      'products', count(*) filter (where p.deleted_at is null),
      'on_sale', count(*) filter (where p.deleted_at is null and p.is_active),
      'archived', count(*) filter (where p.deleted_at is not null)
    )
    from products p
    where p.brand_id = b.id) as counts
from brands b
where b.id = $1::uuid`,
      [await findNamed(tx, 'brands', brand)],
    );
    if (!found) throw new Error('the brand is gone within one transaction');
    return found;
  },
});
