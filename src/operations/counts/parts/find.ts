import * as z from 'zod';
import { NotFound, Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { personName } from '../../orders/steps.ts';
import type { CountHead } from './types.ts';

/** A count as people call it, or its id. */
export const CountNumber = z
  .union([z.number(), z.string().trim()])
  .transform(String)
  .refine((given) => /^\d{1,9}$/u.test(given) || z.uuid().safeParse(given).success, 'the number of a count is needed')
  .meta({ names: 'count' })
  .describe('number of the count, as in counts list');

/** @throws NotFound */
export async function findCount(tx: Tx, given: string): Promise<CountHead> {
  const found = await tx.one<CountHead>(
    `select c.id, c.count_number, w.code as warehouse, w.name as warehouse_name, c.status, c.blind, c.note,
       ${personName('o')} as opened_by, c.opened_at, ${personName('x')} as closed_by, c.closed_at, c.warehouse_id
     from stock_counts c
     join warehouses w on w.id = c.warehouse_id
     left join users o on o.id = c.opened_by
     left join users x on x.id = c.closed_by
     where ${/^\d+$/u.test(given) ? 'c.count_number = $1::integer' : 'c.id = $1::uuid'}`,
    [given],
  );
  if (found) return found;
  throw new NotFound(`There is no count ${given}.`, { hint: 'See: solemate counts list' });
}

/** The count with its row locked: nobody counts in it, approves or cancels it meanwhile. @throws Refused when it is closed */
export async function lockOpenCount(tx: Tx, given: string): Promise<CountHead> {
  const { id } = await findCount(tx, given);
  await tx.query('select from stock_counts where id = $1::uuid for no key update', [id]);
  const count = await findCount(tx, id);
  demandOpen(count);
  return count;
}

/** @throws Refused saying who closed it and when */
export function demandOpen({ count_number, status, closed_by, closed_at }: CountHead): void {
  if (status === 'OPEN') return;
  const what = status === 'APPROVED' ? 'approved' : 'cancelled';
  const when = closed_at === null ? '' : ` at ${new Date(closed_at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  throw new Refused(`Count ${count_number} was ${what}${closed_by === null ? '' : ` by ${closed_by}`}${when}.`, {
    hint: 'Open another one: solemate counts open.',
    details: { count_number, status, closed_by, closed_at },
  });
}
