import * as z from 'zod';
import { plural } from '../../domain/plural.ts';
import { text } from '../fields.ts';
import { operation } from '../operation.ts';
import { approveCount } from './parts/approval.ts';
import { CountNumber, demandOpen, lockOpenCount } from './parts/find.ts';
import type { Approved } from './parts/types.ts';

export const approve = operation({
  name: 'counts.approve',
  summary: 'Approve a count: its differences are booked into stock, and it is closed.',
  permission: 'stock:write',
  input: z.object({
    count: CountNumber,
    moved: z
      .enum(['refuse', 'recount', 'accept'])
      .default('refuse')
      .describe(
        'lines whose stock moved since they were counted: refuse to approve, have them counted again, or book the difference found then',
      ),
    uncounted: z
      .enum(['refuse', 'keep', 'zero'])
      .default('refuse')
      .describe('lines that nobody counted: refuse to approve, keep their stock, or say that none are there'),
    note: text(500).optional().describe('kept with the count and in the ledger'),
  }),
  positional: ['count'],
  examples: ['counts approve 1 --yes', 'counts approve 1 --moved recount --uncounted keep --yes'],
  dryRun: true,
  refreshes: ['stock_counts', 'stock_count_lines', 'inventory', 'product_variants'],
  confirm: ({ count, uncounted }) => ({
    question: `Approve count ${count} and book its differences${uncounted === 'zero' ? ', with nothing left of what was not counted' : ''}?`,
  }),
  done: ({ count_number, status, different_lines, surplus, shortage, recount }: Approved) =>
    status === 'OPEN'
      ? `Nothing was booked: ${plural(recount.length, 'line')} of count ${count_number} moved and must be counted again.`
      : `Count ${count_number} is approved: ${plural(different_lines, 'difference')}, ${surplus} more and ${shortage} missing.`,
  async run(context, { count: given, moved, uncounted, note }): Promise<Approved> {
    const count = await lockOpenCount(context.tx, given);
    demandOpen(count);
    return approveCount(context, count, { moved, uncounted, note: note || undefined });
  },
});
