import * as z from 'zod';
import { likeStart } from '../like.ts';
import { text } from '../fields.ts';
import { operation } from '../operation.ts';

export interface AttributeNames {
  readonly rows: readonly {
    readonly name: string;
    readonly products: number;
    /** The values used most, most first. */
    readonly values: readonly string[];
  }[];
}

export const names = operation({
  name: 'attributes.names',
  summary: 'List the attribute names in use, with how many products have them and their commonest values.',
  permission: 'catalog:read',
  input: z.object({
    prefix: text(100).optional().describe('only names that begin so'),
    limit: z.coerce.number().int().min(1).max(500).default(100).describe('at most so many'),
  }),
  positional: ['prefix'],
  examples: ['attributes names', 'attributes names mat --json'],
  reads: true,
  csv: true,
  async run({ tx }, { prefix, limit }): Promise<AttributeNames> {
    const rows = await tx.query<AttributeNames['rows'][number]>(
      `select n.name, n.products,
  (select array_agg(v.value order by v.times desc, v.value)
    from (
      select left(a.value, 100) as value, count(*) as times
      from product_attributes a
      where a.name = n.name
      group by 1
      order by times desc, value
      limit 5
    ) v) as values
from (
  select a.name, count(*)::integer as products
  from product_attributes a
  where lower(a.name) like lower($1)
  group by a.name
  order by products desc, a.name
  limit $2::integer
) n
order by n.products desc, n.name`,
      [likeStart(prefix ?? ''), limit],
    );
    return { rows };
  },
});
