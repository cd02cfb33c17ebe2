import { z } from 'zod';
import { Conflict, InvalidInput, Refused } from '../../domain/errors.ts';
import { Reason, Sku, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { findStockArticle, findWarehouse } from './articles.ts';
import { demandRoom, lockPlaces, placeKey, type LockedPlace } from './places.ts';
import type { Adjusted } from './types.ts';

/** A whole number as a flag's text or a number; never a fraction, never huge. */
const whole = (pattern: RegExp, wanted: string) =>
  z.union([z.number(), z.string().trim()]).transform((given, context) => {
    const number = pattern.test(String(given)) ? Number(given) : NaN;
    if (Number.isInteger(number) && Math.abs(number) <= 1_000_000) return number;
    context.addIssue({ code: 'custom', message: `"${String(given).slice(0, 40)}" is not ${wanted}` });
    return z.NEVER;
  });
const Change = whole(/^[+-]?\d{1,9}$/u, 'a whole number such as 3 or -3, at most 1000000');
const Count = whole(/^\+?\d{1,9}$/u, 'a whole number from 0 to 1000000');

export const adjust = operation({
  name: 'inventory.adjust',
  summary: 'Correct the stock of a SKU by some pieces or to a counted number, with the reason.',
  permission: 'stock:write',
  input: z.object({
    sku: Sku,
    warehouse: WarehouseCode,
    by: Change.optional().describe('pieces more, or fewer: -3'),
    to: Count.optional().describe('pieces that are there'),
    expect: Count.optional().describe('pieces that were there when you looked; refused when they moved since'),
    reason: Reason,
  }),
  positional: ['sku'],
  examples: [
    'inventory adjust RUN-42-BLK --warehouse BER --by -1 --reason "damaged in the store room"',
    'inventory adjust RUN-42-BLK --warehouse BER --to 12 --expect 14 --reason "counted"',
  ],
  dryRun: true,
  refreshes: ['inventory', 'product_variants'],
  confirm: ({ sku, warehouse, to }) =>
    to === undefined ? undefined : { question: `Set the stock of ${sku} in ${warehouse} to ${to}?` },
  done: ({ sku, warehouse, quantity_before, quantity_after }: Adjusted) =>
    `${sku} in ${warehouse}: ${quantity_before} became ${quantity_after}.`,
  async run({ tx }, { sku, warehouse: code, by, to, expect, reason }): Promise<Adjusted> {
    if ((by === undefined) === (to === undefined)) {
      throw new InvalidInput('Say either by how many pieces (--by) or to how many (--to).');
    }
    const article = await findStockArticle(tx, sku);
    const warehouse = await findWarehouse(tx, code);
    const key = { ...article, warehouse_id: warehouse.id, warehouse: warehouse.code };
    const place = (await lockPlaces(tx, [key])).get(placeKey(key));
    if (!place) throw new Refused(`${article.sku} has no place in ${warehouse.code}.`);
    const change = by ?? (to ?? 0) - place.quantity;
    demandChange(place, change, expect);
    await tx.query(
      `insert into inventory_transactions (inventory_id, type, quantity, notes)
       values ($1::uuid, 'ADJUSTMENT', $2::integer, $3)`,
      [place.id, change, reason],
    );
    return {
      sku: place.sku,
      warehouse: place.warehouse,
      change,
      quantity_before: place.quantity,
      quantity_after: place.quantity + change,
      reserved: place.reserved,
      available: place.available + change,
    };
  },
});

/** @throws Conflict when it moved since it was looked at @throws Refused for nothing, or more than is free */
function demandChange(place: LockedPlace, change: number, expect: number | undefined): void {
  const { sku, warehouse, quantity, reserved, available } = place;
  if (expect !== undefined && expect !== quantity) {
    throw new Conflict(`${sku} in ${warehouse} has ${quantity} now, not ${expect}.`, {
      hint: 'Look at its ledger (inventory ledger), count again, and try with the new number.',
      details: { expected: expect, quantity, reserved, available },
    });
  }
  if (change === 0) throw new Refused(`${sku} in ${warehouse} has ${quantity} already: there is nothing to correct.`);
  if (change < 0 && -change > available) {
    const held = reserved > 0 ? `, ${reserved} of them reserved` : '';
    throw new Refused(
      `${sku} in ${warehouse} has ${quantity}${held}: at most ${available} can be taken away, not ${-change}.`,
      { details: { quantity, reserved, available } },
    );
  }
  demandRoom(place, change);
}
