import { useCallback, useMemo, type ReactElement } from 'react';
import { shopCurrency } from '../../../domain/money.ts';
import type { ShownProduct } from '../../../operations/products/parts/shown.ts';
import type { DetailBody } from '../../app/DetailScreen.tsx';
import {
  useApp,
  useClick,
  useKeyLabel,
  useKeys,
  useLegend,
  usePlaceValue,
  useValue,
  type Value,
} from '../../app/hooks.ts';
import { offer } from '../../app/actions.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { cellActions, restockCell, type CellPlace } from './cell-acts.ts';
import { overviewCell, overviewRows } from './format.ts';
import { cellAt, cellName, matrixOf, movedCell, type CellKey } from '../../app/products/matrix.ts';

/** The cell of the cursor, kept with the page; a page that was opened by the SKU of a variant begins there. */
export function useCell(given: string): Value<CellKey | { readonly sku: string }> {
  return usePlaceValue<CellKey | { readonly sku: string }>('cell', () => ({ sku: given }));
}

/** A cursor that nobody moved yet stands on the variant that was asked for. */
export function keyOf(page: ShownProduct, cell: CellKey | { readonly sku: string }): CellKey | undefined {
  if (!('sku' in cell)) return cell;
  return page.variants.find(({ sku }) => sku.toLowerCase() === cell.sku.toLowerCase());
}

/** All that acts on the cell under the cursor needs; undefined where there is none. */
export function useCellPlace(given: string): (page: ShownProduct) => CellPlace | undefined {
  const app = useApp();
  const cell = useCell(given);
  const usual = usePlaceValue<string | undefined>('warehouse', () => undefined);
  return (page) => {
    const matrix = matrixOf(page);
    const here = cellAt(matrix, keyOf(page, cell.get()));
    return here && { app, page, matrix, cell: here, usual };
  };
}

/** The product's first tab: the matrix, in which one moves, and every field below it. */
export function Overview({
  data,
  active,
  width,
  height,
  given,
}: DetailBody<ShownProduct> & { readonly given: string }): ReactElement {
  const app = useApp();
  const { theme } = app;
  const matrix = useMemo(() => matrixOf(data), [data]);
  const cell = useCell(given);
  const top = usePlaceValue('top', () => 0);
  const placeOf = useCellPlace(given);
  const key = keyOf(data, useValue(cell));
  const [choose, restock] = [useKeyLabel('choose'), useKeyLabel('product.restock')];
  const frame = useMemo(
    () => ({ width, height, theme, currency: shopCurrency, keys: { choose, restock } }),
    [width, height, theme, choose, restock],
  );
  const rows = useMemo(() => overviewRows(data, matrix, key, frame), [data, matrix, key, frame]);
  const last = Math.max(0, rows.length - height);
  const from = Math.min(useValue(top), last);
  const move = (down: number, right: number) => {
    cell.set(movedCell(matrix, keyOf(data, cell.get()), down, right));
    top.set(0);
  };
  const scroll = (by: number) => top.set(Math.min(Math.max(Math.min(top.get(), last) + by, 0), last));
  const act = async () => {
    const place = placeOf(data);
    if (!place) return;
    await offer(app, place.cell.variant?.sku ?? cellName(place.cell), cellActions(place));
  };
  useKeys(
    'detail',
    {
      'scroll.down': () => move(1, 0),
      'scroll.up': () => move(-1, 0),
      'scroll.first': () => move(-Infinity, -Infinity),
      'scroll.last': () => move(Infinity, Infinity),
      'scroll.page-down': () => scroll(Math.max(1, height - 2)),
      'scroll.page-up': () => scroll(-Math.max(1, height - 2)),
      choose: () => void act().catch(app.fail),
    },
    { enabled: active },
  );
  useKeys(
    'product',
    {
      'product.left': () => move(0, -1),
      'product.right': () => move(0, 1),
      'product.restock': () => {
        const place = placeOf(data);
        if (place) void restockCell(place).catch(app.fail);
      },
    },
    { enabled: active },
  );
  useClick((column, line) => {
    const now = keyOf(data, cell.get());
    const clicked = overviewCell(matrix, now, frame, { column, line: from + line });
    if (clicked === undefined) return false;
    if (cellAt(matrix, now) === cellAt(matrix, clicked)) void act().catch(app.fail);
    else cell.set(clicked);
    return true;
  });
  const count = rows.length;
  const status = useCallback(
    (at: number) => {
      const seen = Math.min(at, Math.max(0, count - height));
      return count > height ? `${seen + 1}-${seen + height}/${count}` : '';
    },
    [count, height],
  );
  useLegend('', top, status);
  return <Rows rows={rows.slice(from, from + height)} />;
}
