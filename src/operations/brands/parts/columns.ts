import { entered, naming, required, text } from '../../fields.ts';
import type { ColumnValue } from '../../editing.ts';
import { WebAddress } from '../../named.ts';

export const BrandKey = naming('brand', required(100)).describe('slug, name or id of the brand');

/** What a person may say about a brand beside its name and slug; an empty value clears. */
export const brandFields = {
  website: WebAddress(255).optional().describe('web site, https://…'),
  logo_url: WebAddress(500).optional().describe('address of the logo, https://…'),
  description: entered('long', text(10_000)).optional().describe('description, plain text'),
};

type Fields = { readonly [K in keyof typeof brandFields]?: string | undefined };

export function brandColumns(fields: Fields): Record<string, ColumnValue> {
  const given = Object.entries(fields).filter(([key, value]) => key in brandFields && value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, value || null]));
}
