import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../../domain/errors.ts';
import { formatFilter } from '../../../domain/filter.ts';
import { may } from '../../../domain/permissions.ts';
import type { RecordKind } from '../../../operations/fields.ts';
import type { ListCall } from '../../../operations/listing.ts';
import { run } from '../../../operations/operation.ts';
import { find } from '../../../operations/orders/find.ts';
import { findRecords, recordSources, type FoundRecord } from '../../../operations/records.ts';
import { openRecord } from '../records.ts';
import type { Shell } from '../shell.ts';

/** In the order in which they are shown. */
const kinds: readonly RecordKind[] = [
  'order',
  'product',
  'variant',
  'customer',
  'promo',
  'brand',
  'category',
  'staff',
  'warehouse',
  'count',
  'review',
  'operation',
];

const most = 4;
const pause = 150;

/** What a kind of record can be called at all: an id has its digits, a count is a number. */
function worth(kind: RecordKind, text: string): boolean {
  if (kind === 'operation' || kind === 'review') return /^[0-9a-f-]{8,36}$/iu.test(text);
  if (kind === 'count') return /^\d{1,9}$/u.test(text);
  if (kind === 'order') return text.length >= 3;
  return text.length >= 2;
}

export interface LookUp {
  /** Looks for records of every kind that this person may see; what is under way for an earlier text is given up. */
  follow(text: string): void;
  stop(): void;
}

/** `tell` gets what is found as it comes, in the order of the kinds; nothing of an earlier text. */
export function createLookUp(shell: Shell, tell: (text: string, found: readonly FoundRecord[]) => void): LookUp {
  let running: AbortController | undefined;

  function stop(): void {
    running?.abort();
    running = undefined;
  }

  function follow(text: string): void {
    stop();
    const actor = shell.actor.get();
    const wanted = kinds.filter((kind) => worth(kind, text));
    if (!actor || wanted.length === 0) return;
    const mine = new AbortController();
    running = mine;
    const found = new Map<RecordKind, readonly FoundRecord[]>();
    const call = { database: shell.store.database, actor, signal: mine.signal };
    const look = async (kind: RecordKind) => {
      const records = await ofKind(kind, text, call);
      if (running !== mine || records.length === 0) return;
      found.set(kind, records);
      tell(
        text,
        kinds.flatMap((one) => found.get(one) ?? []),
      );
    };
    const all = sleep(pause, undefined, { signal: mine.signal }).then(
      () => Promise.all(wanted.map(look)),
      () => undefined,
    );
    void shell.busy(all).catch(shell.fail);
  }

  return { follow, stop };
}

/**
 * Opens what this is called without waiting for a list to choose from: what is called exactly so, else the only one that
 * was found, else the orders that have to do with it, else the first that was found.
 * @returns the record that it was
 */
export async function findNow(shell: Shell, text: string): Promise<FoundRecord | undefined> {
  const actor = shell.actor.get();
  if (!actor) return undefined;
  const call = { database: shell.store.database, actor };
  const wanted = kinds.filter((kind) => worth(kind, text));
  const found = (await shell.busy(Promise.all(wanted.map((kind) => ofKind(kind, text, call))))).flat();
  const exact = found.find(({ handle }) => handle.toLowerCase() === text.toLowerCase());
  const one = exact ?? (found.length === 1 ? found[0] : undefined);
  const knowsOrders = shell.options.screens.some(({ name }) => name === 'orders');
  if (!one && found[0]?.kind === 'order' && knowsOrders) {
    shell.navigate('orders', { filter: formatFilter({ terms: [], text }) });
    return undefined;
  }
  const record = one ?? found[0];
  if (record) openRecord(shell, record);
  else shell.toast('warning', `Nothing is called ${text}.`);
  return record;
}

/** None where the person may not look, and where the shop does not answer: looking is no reason for an error. */
async function ofKind(kind: RecordKind, text: string, call: ListCall): Promise<readonly FoundRecord[]> {
  if (!may(call.actor.role, recordSources[kind].listing.permission)) return [];
  try {
    return kind === 'order' ? await orders(text, call) : await findRecords(kind, text, call, most);
  } catch (error) {
    if (call.signal?.aborted || error instanceof DomainError) return [];
    throw error;
  }
}

/** By anything that an order has: its tracking number, a refund, a transaction, its customer. */
async function orders(text: string, { database, actor, signal }: ListCall): Promise<readonly FoundRecord[]> {
  const call = { database, actor, ...(signal && { signal }) };
  const { output } = await run(find, { text }, call);
  return output.rows.slice(0, most).map((row) => ({
    kind: 'order',
    handle: row.order_number,
    told: [row.matched.join(', '), row.customer, row.status].filter(Boolean).join(' · '),
    row: { id: row.id, order_number: row.order_number },
  }));
}
