import * as z from 'zod';
import { editRow, ExpectedVersion, type RowEdited } from '../editing.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import { lockAttribute } from './parts/find.ts';

export interface AttributeSet extends RowEdited {
  readonly product: string;
  readonly name: string;
  readonly value: string;
}

export const set = operation({
  name: 'attributes.set',
  summary: 'Give a product an attribute, or another value for one it has.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id of the product'),
    name: required(100).describe('name, e.g. material'),
    value: required(10_000).describe('value, e.g. leather'),
    expected_version: ExpectedVersion,
  }),
  positional: ['product', 'name', 'value'],
  examples: ['attributes set RUN material leather'],
  dryRun: true,
  undoable: true,
  refreshes: ['product_attributes', 'products'],
  done: ({ product, name, value, changes }: AttributeSet) =>
    changes.length === 0 ? `${product} had ${name} = ${value} already.` : `${product} has ${name} = ${value}.`,
  async run({ tx }, { product: given, name, value, expected_version: expectedVersion }): Promise<AttributeSet> {
    const product = await lockProduct(tx, given);
    const there = await lockAttribute(tx, product.id, name);
    if (there) {
      const edit = { table: 'product_attributes' as const, name: `${there.name} of ${product.sku}`, row: there };
      const done = await editRow(tx, { ...edit, columns: { value }, expectedVersion });
      return { ...done, product: product.sku, name: there.name, value };
    }
    const made = await tx.one<{ id: string; version: number }>(
      `insert into product_attributes (product_id, name, value)
values ($1::uuid, $2, $3)
returning id, version`,
      [product.id, name, value],
    );
    if (!made) throw new Error('the insert returned no row');
    return { ...made, changes: [{ field: 'value', from: null, to: value }], product: product.sku, name, value };
  },
});
