import type pg from 'pg';
import { invariants } from './invariants.ts';
import { runCheck, type Finding } from './check.ts';

/**
 * Where the ledger and a counter, or money and its rows, disagree, a program cannot know which of them is wrong: one of
 * them was written past the rules. Somebody has to look at the shelf, or at the provider.
 */
const never = ['ledger-counters', 'refund-sums', 'order-totals', 'promo-uses'];

export async function notRepaired(
  client: pg.Client,
): Promise<readonly Pick<Finding, 'check' | 'broken' | 'found' | 'hint'>[]> {
  const found: Pick<Finding, 'check' | 'broken' | 'found' | 'hint'>[] = [];
  for (const one of invariants.filter(({ key }) => never.includes(key))) {
    const {
      check,
      broken,
      found: examples,
      hint,
    } = await runCheck(
      { ...one, check: one.name },
      async <R extends object>(text: string) => (await client.query(text)).rows as R[],
    );
    if (broken > 0) found.push({ check, broken, found: examples, hint });
  }
  return found;
}
