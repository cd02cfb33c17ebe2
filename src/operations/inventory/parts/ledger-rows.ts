import * as z from 'zod';
import type { Tx } from '../../../platform/database/types.ts';
import { personName } from '../../orders/steps.ts';
import type { LedgerRow } from './ledger-types.ts';

/**
 * Where a page of a stock card ends, and what was there before its last row. A place's positions only rise, so nothing
 * ever comes to lie behind a mark, and the balances of the next page are right whatever moved meanwhile.
 */
export interface Mark {
  /** bigint as text */
  readonly position: string;
  readonly id: string;
  readonly quantity: number;
  readonly reserved: number;
}

const Written = z.tuple([z.uuid(), z.string().regex(/^\d{1,18}$/u), z.uuid(), z.int(), z.int()]);

export const writeMark = (inventoryId: string, { position, id, quantity, reserved }: Mark): string =>
  Buffer.from(JSON.stringify([inventoryId, position, id, quantity, reserved])).toString('base64url');

/** Undefined for what is no mark of this place. */
export function readMark(text: string, inventoryId: string): Mark | undefined {
  try {
    const written = Written.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    const [of, position, id, quantity, reserved] = written;
    return of === inventoryId ? { position, id, quantity, reserved } : undefined;
  } catch {
    return undefined;
  }
}

interface Found extends LedgerRow {
  readonly position: string;
  readonly quantity_before: number;
  readonly reserved_before: number;
}

/** Balances are counted back from what is there now, or at the mark, so that only the rows asked for are read. */
export async function loadMovements(
  tx: Tx,
  inventoryId: string,
  limit: number,
  after: Mark | undefined,
): Promise<{ row: LedgerRow; before: Mark }[]> {
  const found = await tx.query<Found>(
    `with newest as (
       select t.*,
         case t.type when 'SALE' then -t.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else t.quantity end as dq,
         case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end as dr
       from inventory_transactions t
       where t.inventory_id = $1::uuid
         ${after ? 'and (t.position, t.id) < ($3::bigint, $4::uuid)' : ''}
       order by t.position desc, t.id desc
       limit $2::integer
     )
     select n.id, to_char(n.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at, n.type, n.quantity,
       (b.quantity - coalesce(sum(n.dq) over newer, 0))::integer as quantity_after,
       (b.reserved - coalesce(sum(n.dr) over newer, 0))::integer as reserved_after,
       n.reference_type, n.reference_id, r.order_number, n.notes, ${personName('u')} as actor,
       n.position::text as position,
       (b.quantity - coalesce(sum(n.dq) over newer, 0) - n.dq)::integer as quantity_before,
       (b.reserved - coalesce(sum(n.dr) over newer, 0) - n.dr)::integer as reserved_before
     from newest n
     join ${after ? '(select $5::integer as quantity, $6::integer as reserved) b on true' : 'inventory b on b.id = n.inventory_id'}
     left join users u on u.id = n.created_by
     left join order_items l on l.id = n.order_item_id
     left join order_registry r on r.order_id = l.order_id
     window newer as (
       order by n.position desc, n.id desc
       rows between unbounded preceding and 1 preceding
     )
     order by n.position desc, n.id desc`,
    [inventoryId, limit, ...(after ? [after.position, after.id, after.quantity, after.reserved] : [])],
  );
  return found.map(({ position, quantity_before: quantity, reserved_before: reserved, ...row }) => ({
    row,
    before: { position, id: row.id, quantity, reserved },
  }));
}
