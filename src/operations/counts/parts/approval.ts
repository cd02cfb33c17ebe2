import { Refused } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import type { Context } from '../../operation.ts';
import { book, shownRows, type Movement } from '../../inventory/steps.ts';
import { demandCovered, toldSkus } from './cover.ts';
import { forgetLines } from './lines.ts';
import type { Approved, CountHead } from './types.ts';
import { settleUncounted, type Uncounted } from './uncounted.ts';

/** What to do with lines whose stock moved after they were counted. */
export type Moved = 'refuse' | 'recount' | 'accept';

interface Line {
  readonly inventory_id: string;
  readonly product_id: string;
  readonly variant_id: string | null;
  readonly sku: string;
  readonly expected: number;
  readonly counted: number;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
  readonly moved: boolean;
}

/**
 * Closes a count whose row the caller has locked: the difference of every line becomes an ADJUSTMENT with the count as
 * its reference. Places are locked first, so that what is checked stays true.
 * @throws Refused for lines that nobody counted, that moved since, or whose number is below what orders hold
 */
export async function approveCount(
  context: Pick<Context, 'tx' | 'progress'>,
  count: CountHead,
  how: { readonly moved: Moved; readonly uncounted: Uncounted; readonly note?: string | undefined },
): Promise<Approved> {
  const { tx } = context;
  await settleUncounted(tx, count, how.uncounted);
  const lines = await lockCounted(tx, count.id);
  if (lines.length === 0) {
    throw new Refused(`Nothing was counted in count ${count.count_number}.`, {
      hint: 'Count something (counts scan), or cancel it (counts cancel).',
    });
  }
  const moved = lines.filter((line) => line.moved);
  if (moved.length > 0 && how.moved === 'recount') {
    await forgetLines(
      tx,
      count.id,
      moved.map(({ inventory_id }) => inventory_id),
    );
    return { ...answer(count, 'OPEN', lines.length, []), recount: moved.map(({ sku }) => sku) };
  }
  if (moved.length > 0 && how.moved === 'refuse') throw movedSince(count, moved);
  const different = lines.filter(({ counted, expected }) => counted !== expected);
  await demandCovered(tx, different);
  await tx.query(
    `update stock_counts
     set status = 'APPROVED',
       note = coalesce($2, note)
     where id = $1::uuid`,
    [count.id, how.note ?? null],
  );
  await book(
    context,
    different.map((line): Movement => {
      const { inventory_id, counted, expected, ...place } = line;
      return {
        place: { ...place, id: inventory_id, warehouse_id: count.warehouse_id, warehouse: count.warehouse },
        type: 'ADJUSTMENT',
        quantity: counted - expected,
        notes: how.note ?? count.note ?? `count ${count.count_number}`,
        reference: { type: 'COUNT', id: count.id },
      };
    }),
  );
  return answer(count, 'APPROVED', lines.length, different);
}

function answer(count: CountHead, status: Approved['status'], lines: number, different: readonly Line[]): Approved {
  const changes = different.map(({ counted, expected }) => counted - expected);
  return {
    id: count.id,
    count_number: count.count_number,
    warehouse: count.warehouse,
    status,
    lines,
    different_lines: different.length,
    surplus: changes.reduce((sum, change) => sum + Math.max(change, 0), 0),
    shortage: changes.reduce((sum, change) => sum + Math.max(-change, 0), 0),
    rows: different.slice(0, shownRows).map(({ sku, expected, counted, quantity }) => ({
      sku,
      expected,
      counted,
      difference: counted - expected,
      quantity_after: quantity + counted - expected,
    })),
    recount: [],
  };
}

/** Lines that were counted, their places locked in the order of their ids. */
async function lockCounted(tx: Tx, countId: string): Promise<Line[]> {
  await tx.query(
    `select from inventory
     where id = any (array(select l.inventory_id from stock_count_lines l where l.count_id = $1::uuid and l.counted is not null))
     order by id
     for no key update`,
    [countId],
  );
  return tx.query<Line>(
    `select l.inventory_id, i.product_id, i.variant_id, coalesce(v.sku, p.sku) as sku, l.expected, l.counted, i.quantity,
       i.reserved, i.available,
       exists (
         select
         from inventory_transactions t
         where t.inventory_id = l.inventory_id
           and t.position > l.ledger_position
           and t.type not in ('RESERVATION', 'RELEASE')
       ) as moved
     from stock_count_lines l
     join inventory i on i.id = l.inventory_id
     join products p on p.id = i.product_id
     left join product_variants v on v.id = i.variant_id
     where l.count_id = $1::uuid
       and l.counted is not null
     order by sku`,
    [countId],
  );
}

function movedSince(count: CountHead, moved: readonly Line[]): Refused {
  const skus = moved.map(({ sku }) => sku);
  return new Refused(
    `Stock moved since ${toldSkus(skus)} ${skus.length === 1 ? 'was' : 'were'} counted in count ${count.count_number}.`,
    {
      hint: 'Count them again (--moved recount), or book the differences as they were found then (--moved accept).',
      details: { skus: skus.slice(0, 1000) },
    },
  );
}
