import * as z from 'zod';
import { fieldDifferences, type FieldDifference } from '../../domain/field-changes.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { findProduct } from './parts/find.ts';
import { noSuchVersion, readVersions, type ProductVersion } from './parts/versions.ts';

type Side = Pick<ProductVersion, 'version' | 'at' | 'by'>;

export interface ProductDiff {
  readonly sku: string;
  readonly from: Side;
  readonly to: Side;
  /** Field by field, from the one to the other; empty when they say the same. */
  readonly rows: readonly FieldDifference[];
}

const Version = z.coerce.number().int().positive();

export const diff = operation({
  name: 'products.diff',
  summary: 'Compare two versions of a product, or one with how it is now, field by field.',
  permission: 'catalog:read',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id'),
    from: Version.describe('number of the one version'),
    to: Version.optional().describe('number of the other; left out: how it is now'),
  }),
  positional: ['product', 'from', 'to'],
  examples: ['products diff RUN 1', 'products diff RUN 1 1 --json'],
  reads: true,
  csv: true,
  async run({ tx }, { product, from, to }): Promise<ProductDiff> {
    const { id, sku } = await findProduct(tx, product);
    const newest = to === undefined ? (await readVersions(tx, id))[0]?.version : to;
    const versions = await readVersions(tx, id, [from, newest ?? from]);
    const pick = async (wanted: number) => {
      const found = versions.find(({ version }) => version === wanted);
      if (!found) throw await noSuchVersion(tx, id, sku, wanted);
      return found;
    };
    const one = await pick(from);
    const other = await pick(newest ?? from);
    const side = ({ version, at, by }: ProductVersion): Side => ({ version, at, by });
    return { sku, from: side(one), to: side(other), rows: fieldDifferences(one.image, other.image) };
  },
});
