import * as z from 'zod';
import { Conflict, NotFound } from '../../domain/errors.ts';
import { ExpectedVersion } from '../editing.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { lockProduct } from '../products/steps.ts';
import { lockAttribute } from './parts/find.ts';

export interface AttributeUnset {
  readonly id: string;
  readonly product: string;
  readonly name: string;
  /** What it was. */
  readonly value: string;
}

export const unset = operation({
  name: 'attributes.unset',
  summary: 'Take an attribute off a product.',
  permission: 'catalog:write',
  input: z.object({
    product: naming('product', required(255)).describe('SKU, slug or id of the product'),
    name: required(100).describe('name of the attribute'),
    expected_version: ExpectedVersion,
  }),
  positional: ['product', 'name'],
  examples: ['attributes unset RUN material'],
  dryRun: true,
  undoable: true,
  refreshes: ['product_attributes', 'products'],
  confirm: ({ product, name }) => ({ question: `Take ${name} off ${product}?` }),
  done: ({ product, name, value }: AttributeUnset) => `${product} has no ${name} any more; it was ${value}.`,
  async run({ tx }, { product: given, name, expected_version: expected }): Promise<AttributeUnset> {
    const product = await lockProduct(tx, given);
    const there = await lockAttribute(tx, product.id, name);
    if (!there) {
      throw new NotFound(`${product.sku} has no attribute "${name.slice(0, 60)}".`, {
        hint: `See: solemate attributes list ${product.sku}`,
      });
    }
    const { id, version, value } = there;
    if (expected !== undefined && expected !== version) {
      throw new Conflict(`${there.name} of ${product.sku} was changed since version ${expected}.`, {
        hint: `Look at it again: it is "${value.slice(0, 60)}" now, at version ${version}.`,
        details: { version: expected, current_version: version, fields: [] },
      });
    }
    await tx.query('delete from product_attributes where id = $1::uuid', [id]);
    return { id, product: product.sku, name: there.name, value };
  },
});
