import { adjust } from '../../../operations/inventory/adjust.ts';
import { restock } from '../../../operations/inventory/restock.ts';
import { setReorder } from '../../../operations/inventory/set-reorder.ts';
import { transfer } from '../../../operations/inventory/transfer.ts';
import { page } from '../../../operations/listing.ts';
import { list as warehouses } from '../../../operations/warehouses/list.ts';
import { denied } from '../denied.ts';
import type { AppApi, ScreenAction } from '../screen.ts';

/** A SKU in a warehouse, as it was seen. */
export interface StockPlace {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly available: number;
  readonly reorder_point: number | null;
}

/** What can be done with a SKU in a warehouse; each asks in digits only, so that gloves can answer. */
export function stockActions(app: AppApi, place: StockPlace | undefined): readonly ScreenAction[] {
  const none = place ? undefined : 'there is no item under the cursor';
  const off = none ?? denied(app.actor, adjust);
  const act = (label: string, hint: string, run: (place: StockPlace) => Promise<unknown>): ScreenAction => ({
    label,
    hint,
    disabled: off,
    run: () => (place ? run(place) : undefined),
  });
  return [
    act('Restock it', 'so many pieces came in', (one) => restockOne(app, one)),
    act('Adjust by some', 'more or fewer, with a reason', (one) => adjustBy(app, one)),
    act('Set to a number', 'refused when it moved since you saw it', (one) => setTo(app, one)),
    act('Transfer', 'to another warehouse', (one) => transferOne(app, one)),
    act('Set the reorder point', 'when it is low', (one) => reorderAt(app, one)),
    {
      label: 'Stock card',
      hint: 'every movement, with what was left',
      disabled: none,
      run: () => place && app.navigate('ledger', { sku: place.sku, warehouse: place.warehouse }),
    },
    {
      label: 'Who holds it',
      hint: 'reservations by order',
      disabled: none,
      run: () => place && app.navigate('reservations', { filter: `sku:${place.sku} warehouse:${place.warehouse}` }),
    },
  ];
}

/** A whole number from `least` up. */
export const wholeProblem =
  (least: number) =>
  (text: string): string | undefined => {
    const number = /^\d{1,7}$/u.test(text.trim()) ? Number(text) : NaN;
    return number >= least && number <= 1_000_000
      ? undefined
      : `"${text.slice(0, 20)}" is no whole number from ${least} to 1000000.`;
  };

export async function askNumber(
  app: AppApi,
  title: string,
  more: { readonly initial?: string; readonly help?: string; readonly least?: number } = {},
): Promise<number | undefined> {
  const { least = 1, ...shown } = more;
  const typed = await app.prompt({ title, label: 'Pieces', check: wholeProblem(least), ...shown });
  return typed === undefined ? undefined : Number(typed);
}

const reasons = ['counted', 'damaged', 'lost', 'found again', 'sample or gift', 'booked wrongly'];

/** One of the usual reasons by its number, or another in words. */
async function askReason(app: AppApi): Promise<string | undefined> {
  const choices = [...reasons, ''].map((value) => ({ value, label: value === '' ? 'another: type it' : value }));
  const chosen = await app.pick({ title: 'Why?', choices });
  if (chosen !== '') return chosen;
  return app.prompt({
    title: 'Why?',
    check: (text) => (text.trim() === '' ? 'A reason is kept in the ledger.' : undefined),
  });
}

async function restockOne(app: AppApi, { sku, warehouse }: StockPlace): Promise<void> {
  const quantity = await askNumber(app, `How many of ${sku} came into ${warehouse}?`);
  if (quantity !== undefined) await app.runOperation(restock, { sku, warehouse, quantity });
}

async function adjustBy(app: AppApi, { sku, warehouse, quantity }: StockPlace): Promise<void> {
  const direction = await app.pick({
    title: `${sku} in ${warehouse}: ${quantity} there`,
    choices: [
      { value: -1, label: 'Fewer' },
      { value: 1, label: 'More' },
    ],
  });
  if (direction === undefined) return;
  const pieces = await askNumber(app, direction < 0 ? 'How many fewer?' : 'How many more?');
  const reason = pieces === undefined ? undefined : await askReason(app);
  if (pieces !== undefined && reason !== undefined) {
    await app.runOperation(adjust, { sku, warehouse, by: direction * pieces, reason });
  }
}

async function setTo(app: AppApi, { sku, warehouse, quantity }: StockPlace): Promise<void> {
  const help = `${quantity} were there when you looked. Moved since, it is refused.`;
  const to = await askNumber(app, `How many of ${sku} are in ${warehouse}?`, { help, least: 0 });
  const reason = to === undefined ? undefined : await askReason(app);
  if (to !== undefined && reason !== undefined) {
    await app.runOperation(adjust, { sku, warehouse, to, expect: quantity, reason });
  }
}

async function transferOne(app: AppApi, { sku, warehouse, available }: StockPlace): Promise<void> {
  const to = await pickWarehouse(app, `Bring ${sku} from ${warehouse} to which?`, warehouse);
  if (to === undefined) return;
  const quantity = await askNumber(app, `How many to ${to}?`, { help: `${available} are free in ${warehouse}.` });
  if (quantity !== undefined) await app.runOperation(transfer, { sku, quantity, from: warehouse, to });
}

async function reorderAt(app: AppApi, { sku, warehouse, reorder_point }: StockPlace): Promise<void> {
  const point = await askNumber(app, `${sku} in ${warehouse} is low at how many?`, {
    initial: String(reorder_point ?? 0),
    least: 0,
  });
  if (point !== undefined) await app.runOperation(setReorder, { sku, warehouse, reorder_point: point });
}

/** One of the open warehouses, by its number. */
export async function pickWarehouse(app: AppApi, title: string, but?: string): Promise<string | undefined> {
  const call = { database: app.store.database, actor: app.actor };
  const { rows } = await page(warehouses, { limit: 200, filter: 'active:yes' }, call);
  const choices = rows
    .map((row) => ({ value: String(row['code']), label: String(row['code']), hint: String(row['name']) }))
    .filter(({ value }) => value !== but);
  if (choices.length === 1 && but === undefined) return choices[0]?.value;
  return app.pick({ title, choices });
}
