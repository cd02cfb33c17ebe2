import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../domain/permissions.ts';
import { lookup } from '../../../operations/inventory/lookup.ts';
import { restock } from '../../../operations/inventory/restock.ts';
import { list } from '../../../operations/warehouses/list.ts';
import { page } from '../../../operations/listing.ts';
import { run } from '../../../operations/operation.ts';
import type { AppApi, Drafts } from '../../app/screen.ts';
import { unanswered } from '../../app/unanswered.ts';
import { createRestock, type Outside, type Restock } from './controller.ts';
import { takeSlot } from './draft.ts';
import type { Answer } from './tally.ts';

const warehouseKept = 'restock-warehouse';

const counting = new WeakMap<AppApi['store'], Map<string, Restock>>();

/** The counting of this person in this store: one a process, so that leaving the screen and coming back changes nothing. */
export function restockOf(app: AppApi): Restock {
  const byActor = counting.get(app.store) ?? new Map<string, Restock>();
  counting.set(app.store, byActor);
  const known = byActor.get(app.actor.id);
  if (known) return known;
  const made = createRestock(outsideOf(app.store, app.actor, app.drafts));
  byActor.set(app.actor.id, made);
  return made;
}

export function outsideOf({ database }: Pick<AppApi['store'], 'database'>, actor: Actor, drafts: Drafts): Outside {
  const remembered = drafts.read(warehouseKept);
  return {
    async warehouses() {
      const { rows } = await page(list, { limit: 200, filter: 'active:yes' }, { database, actor });
      return rows.map((row) => ({ code: String(row['code']), name: String(row['name']) }));
    },
    async lookUp(codes, warehouse) {
      const { output } = await run(lookup, { codes: [...codes] }, { database, actor });
      const answers = codes.map((code): [string, Answer] => {
        const found = output.found.find((one) => one.code === code);
        if (!found) return [code, { state: 'unknown' }];
        const variant = [found.size, found.color].filter(Boolean).join(' ');
        const onHand = found.stock.find((one) => one.warehouse === warehouse)?.quantity ?? 0;
        return [code, { state: 'known', sku: found.sku, name: found.name, variant, onHand }];
      });
      return Object.fromEntries(answers);
    },
    async commit({ operationId, warehouse, reference, lines }) {
      const input = { warehouse, lines: [...lines], ...(reference === '' ? {} : { reference }) };
      return run(restock, input, { database, actor, operationId });
    },
    unanswered,
    slot: takeSlot(drafts),
    remembered: typeof remembered === 'string' ? remembered : undefined,
    remember: (code) => drafts.write(warehouseKept, code),
    newId: randomUUID,
    now: () => new Date().toISOString(),
    signalBad: () => undefined,
  };
}
