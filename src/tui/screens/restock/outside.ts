import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../domain/permissions.ts';
import { lookup } from '../../../operations/inventory/lookup.ts';
import type { StockLookups } from '../../../operations/inventory/parts/types.ts';
import { restock } from '../../../operations/inventory/restock.ts';
import { list } from '../../../operations/warehouses/list.ts';
import { page } from '../../../operations/listing.ts';
import { run } from '../../../operations/operation.ts';
import type { AppApi, Drafts } from '../../app/screen.ts';
import { unanswered } from '../../app/unanswered.ts';
import { createRestock, type Outside, type Restock } from './controller.ts';
import { takeDraftSlot } from './draft.ts';
import type { Answer } from './tally.ts';

const warehouseKept = 'restock-warehouse';

const counting = new WeakMap<AppApi['store'], Map<string, Restock>>();

/** The counting of this person in this store: one a process, so that leaving the screen and coming back changes nothing. */
export function restockOf(app: AppApi, signalBad: () => void): Restock {
  const byActor = counting.get(app.store) ?? new Map<string, Restock>();
  counting.set(app.store, byActor);
  const known = byActor.get(app.actor.id);
  if (known) return known;
  const made = createRestock({ ...outsideOf(app.store, app.actor, app.drafts), signalBad });
  byActor.set(app.actor.id, made);
  return made;
}

function answerOf(row: StockLookups['rows'][number], warehouse: string): Answer {
  if (!row.found) return { state: 'unknown', why: row.unknown ? 'unknown code' : row.problem };
  const variant = [row.size, row.color].filter(Boolean).join(' ');
  const onHand = row.stock.find((one) => one.warehouse === warehouse)?.quantity ?? 0;
  return { state: 'known', sku: row.sku, name: row.name, variant, onHand };
}

function outsideOf(
  { database }: Pick<AppApi['store'], 'database'>,
  actor: Actor,
  drafts: Drafts,
): Omit<Outside, 'signalBad'> {
  const remembered = drafts.read(warehouseKept);

  return {
    async warehouses() {
      const { rows } = await page(list, { limit: 200, filter: 'active:yes' }, { database, actor });
      return rows.map((row) => ({ code: String(row['code']), name: String(row['name']) }));
    },
    async lookUp(codes, warehouse) {
      if (codes.length === 0) return {};
      const { output } = await run(lookup, { codes: [...codes] }, { database, actor });
      const rows = 'rows' in output ? output.rows : [];
      return Object.fromEntries(rows.map((row) => [row.code, answerOf(row, warehouse)]));
    },
    async commit({ operationId, warehouse, reference, lines }) {
      const input = { warehouse, lines: [...lines], ...(reference === '' ? {} : { reference }) };
      return run(restock, input, { database, actor, operationId });
    },
    unanswered,
    slot: takeDraftSlot(drafts),
    remembered: typeof remembered === 'string' ? remembered : undefined,
    remember: (code) => drafts.write(warehouseKept, code),
    newId: randomUUID,
    now: () => new Date().toISOString(),
  };
}
