import * as z from 'zod';
import { entered, naming, required, text } from '../../fields.ts';
import type { ColumnValue } from '../../editing.ts';
import { WebAddress } from '../../named.ts';

export const CategoryKey = naming('category', required(100)).describe('slug, name or id of the category');

/** What a person may say about a category beside its name, slug and place; an empty value clears. */
export const categoryFields = {
  description: entered('long', text(10_000)).optional().describe('description, plain text'),
  image_url: WebAddress(500).optional().describe('address of a picture, https://…'),
  sort_order: z.coerce.number().int().min(0).max(1_000_000).optional().describe('place among its sisters, small first'),
};

type Fields = { readonly [K in keyof typeof categoryFields]?: string | number | undefined };

export function categoryColumns(fields: Fields): Record<string, ColumnValue> {
  const columns: Record<string, ColumnValue> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && key in categoryFields) columns[key] = value === '' ? null : value;
  }
  return columns;
}
