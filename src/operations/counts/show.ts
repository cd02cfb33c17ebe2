import * as z from 'zod';
import type { Tx } from '../../platform/database/types.ts';
import { Sku } from '../fields.ts';
import { operation } from '../operation.ts';
import { personName } from '../orders/steps.ts';
import { CountNumber, findCount } from './parts/find.ts';
import { countSheet } from './parts/sheet.ts';
import type { CountLine, CountShown } from './parts/types.ts';

const only = ['all', 'different', 'uncounted', 'moved'] as const;

const conditions: Record<(typeof only)[number], string> = {
  all: 'true',
  different: 's.counted <> s.expected',
  uncounted: 's.counted is null',
  moved: 's.moved',
};

export const show = operation({
  name: 'counts.show',
  summary: 'Show a count: what was expected, what was counted, and the difference; on paper, the sheet to count with.',
  permission: 'stock:read',
  input: z.object({
    count: CountNumber,
    only: z.enum(only).default('all').describe('which lines'),
    skus: z.array(Sku).min(1).max(20_000).optional().describe('only these SKUs'),
    limit: z.number().int().min(1).max(50_000).default(1000).describe('how many lines'),
  }),
  positional: ['count'],
  examples: ['counts show 1', 'counts show 1 --only different --json'],
  reads: true,
  csv: true,
  text: (output: CountShown) => countSheet(output),
  async run({ tx }, { count: given, only: which, skus, limit }): Promise<CountShown> {
    const count = await findCount(tx, given);
    const hidden = count.blind && count.status === 'OPEN';
    // What a blind sheet hides, the choice of its lines must not tell.
    const rows = await loadLines(
      tx,
      count.id,
      hidden && which === 'different' ? 'false' : conditions[which],
      skus,
      limit + 1,
    );
    const sums = await tx.one<Record<'lines' | 'counted_lines' | 'different_lines' | 'surplus' | 'shortage', number>>(
      `select count(*)::integer as lines, count(l.counted)::integer as counted_lines,
         (count(*) filter (where l.counted <> l.expected))::integer as different_lines,
         coalesce(sum(greatest(l.counted - l.expected, 0)), 0)::integer as surplus,
         coalesce(sum(greatest(l.expected - l.counted, 0)), 0)::integer as shortage
       from stock_count_lines l
       where l.count_id = $1::uuid`,
      [count.id],
    );
    const { lines = 0, counted_lines = 0, different_lines = 0, surplus = 0, shortage = 0 } = sums ?? {};
    const secret = hidden
      ? { different_lines: null, surplus: null, shortage: null }
      : { different_lines, surplus, shortage };
    return {
      ...count,
      lines,
      counted_lines,
      ...secret,
      rows: rows
        .slice(0, limit)
        .map((row) => (hidden ? { ...row, quantity: null, expected: null, difference: null } : row)),
      more: rows.length > limit,
    };
  },
});

async function loadLines(
  tx: Tx,
  countId: string,
  condition: string,
  skus: readonly string[] | undefined,
  limit: number,
): Promise<CountLine[]> {
  return tx.query<CountLine>(
    `select s.*, s.counted - s.expected as difference
     from (
       select coalesce(v.sku, p.sku) as sku, p.name, v.size, v.color, coalesce(v.barcode, p.barcode) as barcode, i.quantity,
         l.expected, l.counted,
         l.counted is not null and exists (
           select
           from inventory_transactions t
           where t.inventory_id = l.inventory_id
             and t.position > l.ledger_position
             and t.type not in ('RESERVATION', 'RELEASE')
             and (t.reference_type is distinct from 'COUNT' or t.reference_id <> l.count_id)
         ) as moved,
         ${personName('u')} as counted_by, l.counted_at
       from stock_count_lines l
       join inventory i on i.id = l.inventory_id
       join products p on p.id = i.product_id
       left join product_variants v on v.id = i.variant_id
       left join users u on u.id = l.counted_by
       where l.count_id = $1::uuid
     ) s
     where ${condition}
       and ($3::text[] is null or lower(s.sku) = any ($3))
     order by s.sku
     limit $2::integer`,
    [countId, limit, skus?.map((sku) => sku.toLowerCase()) ?? null],
  );
}
