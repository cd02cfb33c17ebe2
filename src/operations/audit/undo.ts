import * as z from 'zod';
import { commandName } from '../../domain/command-name.ts';
import { Conflict, Refused } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { wordsOf } from '../../domain/undo.ts';
import { Reason } from '../fields.ts';
import { operation } from '../operation.ts';
import { findOperation, OperationId } from './parts/facts.ts';
import { list } from './list.ts';
import type { Fixed } from './parts/undo-made.ts';
import { putBackRows, readTouched } from './parts/undo-rows.ts';
import { putBackStock } from './parts/undo-stock.ts';
import { demandUndoable } from './parts/undo-target.ts';

export interface Undone {
  /** The operation that was put back. */
  readonly operation_id: string;
  readonly operation: string;
  readonly done_by: string | null;
  readonly done_at: string;
  /** It was an undo itself, so that what it had put back is done again. */
  readonly again: boolean;
  readonly records: number;
  readonly changes: readonly Fixed[];
}

export const undo = operation({
  name: 'audit.undo',
  summary: 'Put back what an operation changed, as long as nothing was built on it; an undo can be undone.',
  permission: 'audit:undo',
  input: z.object({
    operation: OperationId,
    reason: Reason.optional().describe('why, kept in the audit log'),
  }),
  positional: ['operation'],
  examples: [
    'audit undo 7d1f0c52-6a51-4a0e-9f0c-2b7f3a1d9e10 --dry-run',
    'audit undo --matching "person:me operation:reviews.approve since:10m" --dry-run',
  ],
  dryRun: true,
  undoable: true,
  bulk: { key: 'operation', matching: () => list, column: 'operation_id' },
  refreshes: [
    'promo_codes',
    'reviews',
    'categories',
    'brands',
    'products',
    'product_variants',
    'product_images',
    'product_attributes',
    'inventory',
  ],
  done: ({ operation: name, done_by, again, records, changes }: Undone) => {
    const told = changes
      .map(({ table, records: some, what }) => `${plural(some, ...wordsOf(table))} ${what}`)
      .join(', ');
    const whose = done_by === null ? '' : ` of ${done_by}`;
    return `${commandName(name)}${whose} is ${again ? 'done again' : 'undone'}: ${records === 0 ? 'nothing' : told}.`;
  },
  async run({ tx, actor, progress }, { operation: given, reason }): Promise<Undone> {
    const id = await findOperation(tx, actor, given);
    const facts = await demandUndoable(tx, actor, id);
    const [mine] = await tx.query<{ fresh: boolean }>('select begin_undo($1::uuid) as fresh', [id]);
    if (!mine?.fresh) throw new Conflict(`${facts.name} is undone already: somebody else was faster.`);
    const touched = await readTouched(tx, id);
    const total = touched.reduce((sum, { records }) => sum + records, 0);
    progress({ done: 0, total, what: 'records' });
    const changes = await putBackRows(tx, actor, id, touched);
    const stock = await putBackStock(tx, id, reason ?? `undo of ${facts.name}`);
    if (stock) changes.push(stock);
    const records = changes.reduce((sum, change) => sum + change.records, 0);
    if (records === 0) throw new Refused(`${facts.name} left nothing that could be put back.`);
    progress({ done: total, total, what: 'records' });
    return {
      operation_id: id,
      operation: facts.root_name,
      done_by: facts.actor,
      done_at: facts.done_at.toISOString(),
      again: facts.depth % 2 === 1,
      records,
      changes,
    };
  },
});
