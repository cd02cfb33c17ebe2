import type { ShownProduct } from '../../../operations/products/parts/shown.ts';
import { create } from '../../../operations/variants/create.ts';
import { generate } from '../../../operations/variants/generate.ts';
import { denied } from '../../app/denied.ts';
import type { AppApi, ScreenAction } from '../../app/screen.ts';
import { cellName, counted, type Matrix, type MatrixCell } from '../../app/products/matrix.ts';

/** Where a size was never made in a colour: this one, or all such at once. */
export function missingActions(
  app: AppApi,
  product: ShownProduct,
  matrix: Matrix,
  cell: MatrixCell,
): readonly ScreenAction[] {
  const missing = counted(matrix).none;
  const consequences = [`${missing} variants that are not there yet are made, on sale and without stock.`];
  return [
    {
      label: `Make ${cellName(cell)}`,
      hint: 'a variant with a SKU of its own',
      disabled: denied(app.actor, create),
      run: () => app.openForm(create, createInput(product, cell)),
    },
    {
      label: `Make all ${missing} that are missing`,
      hint: 'every size in every colour',
      disabled: denied(app.actor, generate),
      run: () => app.runOperation(generate, generateInput(product, matrix), { consequences }),
    },
  ];
}

/** A product that is sold as it is can still be made in sizes. */
export function wholeAction(app: AppApi, { sku, deleted_at }: ShownProduct): ScreenAction {
  return {
    label: 'Make sizes and colours',
    hint: 'its stock by size begins anew',
    disabled: denied(app.actor, generate) ?? (deleted_at === null ? undefined : `${sku} is in the archive`),
    run: () => app.openForm(generate, { product: sku }),
  };
}

/** The variant's form as it is filled in: with the SKU that its sisters' SKUs suggest. */
export function createInput(product: ShownProduct, { size, color }: Pick<MatrixCell, 'size' | 'color'>) {
  const code = codeOf(product, color);
  return {
    product: product.sku,
    ...(size === null ? {} : { size }),
    ...(color === null ? {} : { color }),
    ...(size === null || code === undefined ? {} : { sku: `${product.sku}-${size}-${code}` }),
  };
}

export function generateInput(product: ShownProduct, { sizes, colors }: Pick<Matrix, 'sizes' | 'colors'>) {
  const named = (color: string) => {
    const code = codeOf(product, color);
    return code === undefined ? color : `${color}=${code}`;
  };
  const list = (names: readonly (string | null)[]) => names.filter((name) => name !== null);
  const [across, down] = [list(sizes), list(colors)];
  return {
    product: product.sku,
    ...(across.length > 0 ? { sizes: across.join(',') } : {}),
    ...(down.length > 0 ? { colors: down.map(named).join(',') } : {}),
  };
}

/** What SKUs say for a colour: BLK, where RUN-42-BLK is 42 in black. */
function codeOf({ sku: product, variants }: ShownProduct, color: string | null): string | undefined {
  if (color === null) return undefined;
  for (const { sku, size, color: named } of variants) {
    const start = `${product}-${size ?? ''}-`;
    if (named === color && sku.startsWith(start) && /^[A-Z0-9]{1,20}$/u.test(sku.slice(start.length))) {
      return sku.slice(start.length);
    }
  }
  return undefined;
}
