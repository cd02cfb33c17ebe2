import { randomUUID } from 'node:crypto';
import { InvalidInput, NotFound, Refused } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/permissions.ts';
import { lookup } from '../../../operations/inventory/lookup.ts';
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
const atOnce = 4;

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

function outsideOf(
  { database }: Pick<AppApi['store'], 'database'>,
  actor: Actor,
  drafts: Drafts,
): Omit<Outside, 'signalBad'> {
  const remembered = drafts.read(warehouseKept);

  async function ask(code: string, warehouse: string): Promise<Answer> {
    try {
      const { output } = await run(lookup, { code }, { database, actor });
      const variant = [output.size, output.color].filter(Boolean).join(' ');
      const onHand = output.stock.find((one) => one.warehouse === warehouse)?.quantity ?? 0;
      return { state: 'known', sku: output.sku, name: output.name, variant, onHand };
    } catch (error) {
      if (error instanceof NotFound) return { state: 'unknown', why: 'unknown code' };
      if (error instanceof Refused || error instanceof InvalidInput) return { state: 'unknown', why: error.message };
      throw error;
    }
  }

  return {
    async warehouses() {
      const { rows } = await page(list, { limit: 200, filter: 'active:yes' }, { database, actor });
      return rows.map((row) => ({ code: String(row['code']), name: String(row['name']) }));
    },
    async lookUp(codes, warehouse) {
      const waiting = [...codes];
      const answers: [string, Answer][] = [];
      const worker = async () => {
        for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
          answers.push([code, await ask(code, warehouse)]);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      return Object.fromEntries(answers);
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
