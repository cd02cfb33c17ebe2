import type { Facts } from '../../../domain/backup/facts.ts';
import { Refused } from '../../../domain/errors.ts';
import { archivedUntil, type ArchivedUntil } from '../../../platform/pgbackrest/archive-end.ts';
import type { Preparation } from '../../operation.ts';
import { observe, type Observed } from './observe.ts';

export interface ObservedReach extends Observed {
  readonly until: ArchivedUntil | undefined;
}

export async function observeReach(preparation: Preparation): Promise<ObservedReach> {
  const observed = await observe(preparation);
  const settings = observed.source?.settings ?? {};
  const until = observed.looked ? await archivedUntil(settings, observed.looked, preparation.signal) : undefined;
  return { ...observed, until };
}

/** @throws Refused for the store for trying out */
export function demandBackups(facts: Facts | undefined): Facts {
  if (facts) return facts;
  throw new Refused('This store is for trying out: it has no backups that could be restored.', {
    hint: 'Copy it while it runs: solemate backup copy DIR',
  });
}
