import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { parseFilter } from '../../domain/filter.ts';
import { ownHeader, ownRows } from '../../domain/product-csv/own-write.ts';
import { ShopifyWriter } from '../../domain/shopify/write.ts';
import { exporting, type ExportContext } from '../export.ts';
import { text } from '../fields.ts';
import { demandKnown } from '../reference.ts';
import { list as productsList } from './list.ts';
import { attributeNames, readOutgoing } from './parts/export-rows.ts';

const input = z.object({
  filter: text(2000).optional().describe('only products of this filter of "products list", e.g. "brand:stride"'),
  format: z
    .enum(['csv', 'shopify'])
    .default('csv')
    .describe('csv: ours, with everything but stock; shopify: what Shopify imports'),
});

export const exportProducts = exporting({
  name: 'products.export',
  summary: 'Write products as CSV, with variants, pictures and attributes, ours or as Shopify takes it.',
  permission: 'catalog:read',
  input,
  examples: [
    'products export --to products.csv',
    'products export --filter "brand:stride active:yes" --format shopify --to shopify.csv',
  ],
  what: 'products',
  async *stream({ tx, actor, progress }: ExportContext, { filter = '', format }) {
    const words = parseFilter(filter).text;
    if (words !== '') {
      throw new InvalidInput(`"${words.slice(0, 60)}" is a search, which finds what fits best and not all of it.`, {
        hint: 'Use filters such as brand:, category:, tag:, sku: or active:yes.',
      });
    }
    await demandKnown(tx, productsList.filters, filter);
    const shopify = format === 'shopify' ? new ShopifyWriter(await attributeNames(tx, filter, actor.role)) : undefined;
    yield shopify ? shopify.header() : ownHeader;
    let done = 0;
    for await (const batch of readOutgoing(tx, filter, actor.role)) {
      yield batch.map((product) => (shopify ? shopify.rows(product) : ownRows(product))).join('');
      done += batch.length;
      progress({ done, what: 'products' });
    }
  },
});
