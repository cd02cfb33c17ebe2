import { archive } from '../../../operations/products/archive.ts';
import { edit } from '../../../operations/products/edit.ts';
import { price } from '../../../operations/products/price.ts';
import { restore } from '../../../operations/products/restore.ts';
import { denied } from '../denied.ts';
import type { AppApi, ScreenAction } from '../screen.ts';

/** What is known of a product wherever its acts are offered. */
export interface ActedProduct {
  readonly sku: string;
  readonly archived: boolean;
  readonly active: boolean;
  /** The version that is looked at; undefined where only a list row is. */
  readonly version?: number;
}

export async function editProduct(app: AppApi, sku: string): Promise<void> {
  const saved = await app.openEdit(edit, { product: sku });
  if (saved) app.renamed('product', sku, saved.output.sku);
}

/** What can be done with a product as a whole, in its list and on its page. */
export function productActions(app: AppApi, product: ActedProduct): readonly ScreenAction[] {
  const { sku, archived, active, version } = product;
  const gone = archived ? `${sku} is in the archive` : undefined;
  const looked = version === undefined ? {} : { expected_version: version };
  return [
    {
      label: `Edit ${sku}`,
      key: 'edit',
      disabled: denied(app.actor, edit) ?? gone,
      run: () => editProduct(app, sku),
    },
    {
      label: 'Change its prices',
      hint: 'with a preview of every row',
      disabled: denied(app.actor, price) ?? gone,
      run: () => app.navigate('prices', { skus: sku }),
    },
    {
      label: active ? `Take ${sku} off sale` : `Put ${sku} on sale`,
      hint: 'its variants keep their own state',
      disabled: denied(app.actor, edit) ?? gone,
      run: () => app.runOperation(edit, { product: sku, active: active ? 'no' : 'yes', ...looked }),
    },
    archived
      ? {
          label: `Restore ${sku}`,
          hint: 'back from the archive, as it was',
          disabled: denied(app.actor, restore),
          run: () =>
            app.runOperation(
              restore,
              { product: sku, ...looked },
              { consequences: [`${sku} is in the lists again, on sale as it was, with its variants.`] },
            ),
        }
      : {
          label: `Archive ${sku}`,
          hint: 'off sale with all its variants; it can be restored',
          danger: true,
          disabled: denied(app.actor, archive),
          run: () => app.runOperation(archive, { product: sku, ...looked }),
        },
  ];
}
