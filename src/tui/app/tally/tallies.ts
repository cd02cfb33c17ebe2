import { randomUUID } from 'node:crypto';
import { lookup } from '../../../operations/inventory/lookup.ts';
import type { StockLookup } from '../../../operations/inventory/parts/types.ts';
import { page } from '../../../operations/listing.ts';
import { run } from '../../../operations/operation.ts';
import { list } from '../../../operations/warehouses/list.ts';
import { ongoing, type Caller } from '../ongoing.ts';
import type { AppApi } from '../screen.ts';
import { unanswered } from '../unanswered.ts';
import { createTally, type Outside, type Tally } from './controller.ts';
import { takeDraftSlot } from './draft.ts';
import type { Answer } from './tally.ts';
import type { JobName, Place } from './types.ts';

/** What a job does with the store itself; the rest is the same for all of them. */
export type Work = Pick<Outside, 'lookUp' | 'commit'> & Partial<Pick<Outside, 'places'>>;

const going = ongoing<Tally>();

/**
 * The tally of this person in this store: one a job and process. `signalBad`: a worker looks at the shelf, so what is
 * wrong is heard as well.
 */
export const tallyOf = (app: AppApi, job: JobName, work: (call: Caller) => Work, signalBad: () => void): Tally =>
  going(app, job, (call) => createTally({ ...outsideOf(app, job, work, call), signalBad }));

function outsideOf(
  { drafts }: AppApi,
  job: JobName,
  work: (call: Caller) => Work,
  call: Caller,
): Omit<Outside, 'signalBad'> {
  const kept = `${job}-place`;
  const remembered = job === 'count' ? undefined : drafts.read(kept);
  return {
    job,
    places: () => openWarehouses(call),
    ...work(call),
    unanswered,
    slot: takeDraftSlot(drafts, job),
    remembered: typeof remembered === 'string' ? remembered : undefined,
    remember: (code) => drafts.write(kept, code),
    newId: randomUUID,
    now: () => new Date().toISOString(),
  };
}

async function openWarehouses(call: Caller): Promise<readonly Place[]> {
  const { rows } = await page(list, { limit: 200, filter: 'active:yes' }, call);
  return rows.map((row) => ({ code: String(row['code']), name: String(row['name']) }));
}

/** What each code is; `tell` says what is known of it here. */
export async function lookUpCodes(
  call: Caller,
  codes: readonly string[],
  tell: (found: StockLookup) => Pick<Extract<Answer, { state: 'known' }>, 'onHand' | 'note' | 'counted'>,
): Promise<Readonly<Record<string, Answer>>> {
  if (codes.length === 0) return {};
  const { output } = await run(lookup, { codes: [...codes] }, call);
  const rows = 'rows' in output ? output.rows : [];
  return Object.fromEntries(
    rows.map((row): [string, Answer] => {
      if (!row.found) return [row.code, { state: 'unknown', why: row.unknown ? 'unknown code' : row.problem }];
      const variant = [row.size, row.color].filter(Boolean).join(' ');
      return [row.code, { state: 'known', sku: row.sku, name: row.name, variant, ...tell(row) }];
    }),
  );
}

/** `HAM 3, MUC 1`: where else it lies. */
export function elsewhere({ stock }: StockLookup, here: string): string {
  return stock
    .filter(({ warehouse, quantity }) => warehouse !== here && quantity > 0)
    .map(({ warehouse, quantity }) => `${warehouse} ${quantity}`)
    .join(', ');
}
