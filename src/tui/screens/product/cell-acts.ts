import { isBelowCost } from '../../../domain/pricing.ts';
import { adjust } from '../../../operations/inventory/adjust.ts';
import { restock } from '../../../operations/inventory/restock.ts';
import { setReorder } from '../../../operations/inventory/set-reorder.ts';
import { transfer } from '../../../operations/inventory/transfer.ts';
import { page } from '../../../operations/listing.ts';
import type { ShownProduct, ShownVariant } from '../../../operations/products/parts/shown.ts';
import { archive } from '../../../operations/variants/archive.ts';
import { edit } from '../../../operations/variants/edit.ts';
import { restore } from '../../../operations/variants/restore.ts';
import { list as warehousesList } from '../../../operations/warehouses/list.ts';
import { denied } from '../../app/denied.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';
import type { Value } from '../../app/value.ts';
import { cellName, type Matrix, type MatrixCell } from '../../app/products/matrix.ts';
import { missingActions, wholeAction } from './missing.ts';
import { countProblem, moneyProblem, readPieces } from './pieces.ts';

export interface CellPlace {
  readonly app: AppApi;
  readonly page: ShownProduct;
  readonly matrix: Matrix;
  readonly cell: MatrixCell;
  /** Where the last delivery of this page went; the next one usually goes there too. */
  readonly usual: Value<string | undefined>;
}

/** What can be done with the cell under the cursor, the commonest first. */
export function cellActions(place: CellPlace): readonly ScreenAction[] {
  const { cell } = place;
  return cell.variant ? variantActions(place, cell.variant) : missingActions(place.app, place.page, place.matrix, cell);
}

function variantActions(place: CellPlace, variant: ShownVariant): ScreenAction[] {
  const stock = stockActions(place, variant);
  return place.cell.whole
    ? [...stock, wholeAction(place.app, place.page)]
    : [...stock, ...saleActions(place, variant), archiveAction(place.app, variant)];
}

const archivedReason = ({ sku, deleted_at }: ShownVariant): string | undefined =>
  deleted_at === null ? undefined : `${sku} is in the archive`;

function stockActions(place: CellPlace, variant: ShownVariant): ScreenAction[] {
  const { app } = place;
  const { sku } = variant;
  const gone = archivedReason(variant);
  const stocked = denied(app.actor, restock);
  return [
    {
      label: `Restock ${sku}`,
      key: 'product.restock',
      hint: 'pieces that came in',
      disabled: stocked ?? gone,
      run: () => restockCell(place),
    },
    {
      label: 'Adjust',
      hint: 'correct the count, with the reason',
      disabled: stocked,
      run: () => app.openForm(adjust, { sku, ...warehouseOf(place) }),
    },
    {
      label: 'Move to another warehouse',
      disabled: stocked,
      run: () => app.openForm(transfer, { sku }),
    },
    { label: 'Reorder point', hint: 'when it is low', disabled: stocked ?? gone, run: () => setPoint(place, sku) },
    {
      label: 'Why it can be bought, or not',
      run: () => app.navigate('product-why', { product: sku }),
    },
    { label: 'Stock card', hint: 'every movement of it', run: () => app.navigate('ledger', { sku }) },
  ];
}

function saleActions(place: CellPlace, variant: ShownVariant): ScreenAction[] {
  const { app } = place;
  const { sku } = variant;
  const gone = archivedReason(variant);
  const edited = denied(app.actor, edit);
  return [
    {
      label: `Price of ${sku}`,
      hint: variant.own_price === null ? "the product's" : 'of its own',
      disabled: edited ?? gone,
      run: () => setPrice(place, variant),
    },
    {
      label: variant.is_active ? `Take ${sku} off sale` : `Put ${sku} on sale`,
      hint: 'it can be changed back at any time',
      disabled: edited ?? gone,
      run: () =>
        app.runOperation(edit, {
          variant: sku,
          active: variant.is_active ? 'no' : 'yes',
          expected_version: variant.version,
        }),
    },
    {
      label: `Edit ${sku}`,
      hint: 'SKU, size, colour, barcode, weight',
      disabled: edited ?? gone,
      run: () => app.openEdit(edit, { variant: sku }),
    },
  ];
}

function archiveAction(app: AppApi, variant: ShownVariant): ScreenAction {
  const { sku, version } = variant;
  if (variant.deleted_at !== null) {
    return {
      label: `Restore ${sku}`,
      hint: 'back from the archive, on sale',
      disabled: denied(app.actor, restore),
      run: () => app.runOperation(restore, { variant: sku, expected_version: version }),
    };
  }
  return {
    label: `Archive ${sku}`,
    hint: 'off sale and out of the lists',
    disabled: denied(app.actor, archive),
    danger: true,
    run: () => app.runOperation(archive, { variant: sku, expected_version: version }),
  };
}

/** One line for the quantity; the warehouse is the one of last time, unless another is typed behind it. */
export async function restockCell({ app, cell, usual }: CellPlace): Promise<void> {
  const { variant, places } = cell;
  if (!variant) {
    app.toast('info', `${cellName(cell)} is not made yet.`);
    return;
  }
  const refused = denied(app.actor, restock);
  if (refused !== undefined || variant.deleted_at !== null) {
    app.toast('warning', refused ?? `${variant.sku} is in the archive: restore it first.`);
    return;
  }
  const open = await openWarehouses(app);
  const likely = usual.get() ?? places.toSorted((one, other) => other.quantity - one.quantity)[0]?.warehouse;
  const warehouse = likely !== undefined && open.includes(likely) ? likely : open[0];
  if (warehouse === undefined) {
    app.toast('warning', 'There is no open warehouse to restock.');
    return;
  }
  const other = open.find((code) => code !== warehouse);
  const text = await app.prompt({
    title: `Restock ${variant.sku}, ${cellName(cell)}`,
    label: `Pieces into ${warehouse}`,
    help: other === undefined ? 'Enter books them.' : `Enter books them; "24 ${other}" books into ${other}.`,
    check: (typed) => {
      const read = readPieces(typed, open, warehouse);
      return typeof read === 'string' ? read : undefined;
    },
  });
  const read = text === undefined ? undefined : readPieces(text, open, warehouse);
  if (read === undefined || typeof read === 'string') return;
  const done = await app.runOperation(restock, { sku: variant.sku, ...read });
  if (done) usual.set(read.warehouse);
}

async function openWarehouses({ store, actor }: AppApi): Promise<string[]> {
  const { rows } = await page(
    warehousesList,
    { limit: 200, filter: 'active:yes' },
    { database: store.database, actor },
  );
  return rows.map((row) => String(row['code']));
}

function warehouseOf({ cell: { places }, usual }: CellPlace): { warehouse?: string } {
  const known = usual.get() ?? (places.length === 1 ? places[0]?.warehouse : undefined);
  return known === undefined ? {} : { warehouse: known };
}

async function setPoint({ app, cell: { places } }: CellPlace, sku: string): Promise<void> {
  const choices = places.map(({ warehouse, reorder_point, available }) => ({
    value: warehouse,
    label: warehouse,
    hint: `low at ${reorder_point}, ${available} free`,
  }));
  const [only] = choices;
  if (!only) {
    app.toast('info', `${sku} was never in stock: restock it first.`);
    return;
  }
  const warehouse =
    choices.length === 1 ? only.value : await app.pick({ title: `Reorder point of ${sku} in`, choices });
  if (warehouse === undefined) return;
  const now = places.find((place) => place.warehouse === warehouse)?.reorder_point ?? 0;
  const text = await app.prompt({
    title: `${sku} in ${warehouse} is low at`,
    label: 'Pieces',
    initial: String(now),
    check: countProblem,
  });
  if (text !== undefined) await app.runOperation(setReorder, { sku, warehouse, reorder_point: Number(text.trim()) });
}

async function setPrice({ app, page: { price, cost } }: CellPlace, variant: ShownVariant): Promise<void> {
  const text = await app.prompt({
    title: `Price of ${variant.sku}`,
    label: 'Price',
    initial: variant.own_price ?? '',
    help: `Empty: the product's, ${price}.${cost === null ? '' : ` It costs ${cost}.`}`,
    check: moneyProblem,
  });
  if (text === undefined) return;
  const below_cost = text.trim() !== '' && isBelowCost(text.trim(), cost);
  const input = { variant: variant.sku, price: text.trim(), expected_version: variant.version, below_cost };
  await app.runOperation(edit, input);
}
