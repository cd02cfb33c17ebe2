import * as z from 'zod';
import { text } from '../fields.ts';
import { operation } from '../operation.ts';
import { CountNumber, demandOpen, lockOpenCount } from './parts/find.ts';

export interface CountCancelled {
  readonly id: string;
  readonly count_number: number;
  readonly warehouse: string;
  readonly status: 'CANCELLED';
}

export const cancel = operation({
  name: 'counts.cancel',
  summary: 'Cancel a count: nothing is booked, what was counted stays to be read.',
  permission: 'stock:write',
  input: z.object({ count: CountNumber, note: text(500).optional().describe('why') }),
  positional: ['count'],
  examples: ['counts cancel 1 --note "wrong aisle" --yes'],
  dryRun: true,
  refreshes: ['stock_counts'],
  confirm: ({ count }) => ({ question: `Cancel count ${count}?` }),
  done: ({ count_number }: CountCancelled) => `Count ${count_number} is cancelled; nothing was booked.`,
  async run({ tx }, { count: given, note }): Promise<CountCancelled> {
    const count = await lockOpenCount(tx, given);
    demandOpen(count);
    await tx.query(
      `update stock_counts
       set status = 'CANCELLED',
         note = coalesce($2, note)
       where id = $1::uuid`,
      [count.id, note || null],
    );
    return { id: count.id, count_number: count.count_number, warehouse: count.warehouse, status: 'CANCELLED' };
  },
});
