import { demand } from '../domain/permissions.ts';
import type { Tx } from '../platform/database/types.ts';
import { whereClauses, type Bind, type ListCall, type Listing } from './listing.ts';

export interface RowCount {
  readonly rows: number;
  /** False: the planner's estimate. */
  readonly exact: boolean;
}

/** Below this a count costs no more than a page. */
const cheap = 20_000;

/**
 * How many rows a list has under a filter: the planner's estimate, and exactly where that is cheap or `exact` asks for
 * it. A large table is never counted just to be shown. @throws as `page` does.
 */
export async function countRows(listing: Listing, filter: string, exact: boolean, call: ListCall): Promise<RowCount> {
  demand(call.actor, listing.permission, listing.name);
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = whereClauses(listing, filter, bind, call.actor.role);
  const body = `from ${listing.from}
${conditions.length ? `where ${conditions.join('\n  and ')}` : ''}`;
  const as = { actor: call.actor, operation: listing.name };
  return call.database.read(
    as,
    async (tx) => {
      const guess = exact ? 0 : await estimate(tx, `select 1 ${body}`, values);
      if (guess > cheap) return { rows: guess, exact: false };
      const counted = await tx.one<{ rows: string }>(`select count(*)::text as rows ${body}`, values);
      return { rows: Number(counted?.rows ?? 0), exact: true };
    },
    { signal: call.signal },
  );
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[];
}

async function estimate(tx: Tx, statement: string, values: readonly unknown[]): Promise<number> {
  const row = await tx.one<Explained>(`explain (format json) ${statement}`, values);
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}
