import * as z from 'zod';
import { shellWord } from '../../app/list-params.ts';
import { screen } from '../../app/screen.ts';
import { Import, type ImportParams } from './Import.tsx';

export const productImport = screen<ImportParams>({
  name: 'product-import',
  title: () => 'Import products',
  words: ['import products', 'shopify import', 'products csv'],
  permission: 'catalog:write',
  component: Import,
  params: z.object({ file: z.string().optional() }),
  twin: ({ file }) => `products import ${file === undefined ? 'products.csv' : shellWord(file)} --dry-run`,
});
