import type { ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { archive } from '../../../operations/variants/archive.ts';
import { edit } from '../../../operations/variants/edit.ts';
import { list } from '../../../operations/variants/list.ts';
import { restore } from '../../../operations/variants/restore.ts';
import { column } from '../../app/cells.ts';
import { denied } from '../../app/denied.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type AppApi, type ScreenAction, type ScreenProps } from '../../app/screen.ts';

const columns = [
  column(list, 'sku', { width: 22, min: 18, priority: 1 }),
  column(list, 'size', { width: 6, priority: 3 }),
  column(list, 'color', { width: 12, min: 6, priority: 4 }),
  column(list, 'stock', { width: 9, priority: 2, label: 'Free' }),
  column(list, 'price', { width: 9, min: 8, priority: 5 }),
  column(list, 'product', { width: 26, min: 10, priority: 6, grow: 50 }),
  column(list, 'status', { width: 10, priority: 7 }),
  column(list, 'brand', { width: 14, min: 8, priority: 8 }),
  column(list, 'barcode', { width: 14, priority: 9 }),
];

const bulk = [
  { operation: archive, label: 'Archive', danger: true },
  { operation: restore, label: 'Restore' },
];

const skuOf = (row: ListRow) => String(row['sku']);

function Variants({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      // The product's page begins at the cell of the SKU it is opened with.
      open={(row) => app.navigate('product', { product: skuOf(row) })}
      copies={(row) => ({
        SKU: skuOf(row),
        ...(row['barcode'] === null ? {} : { barcode: String(row['barcode']) }),
        'SKU of the product': String(row['product_sku']),
      })}
      edit={(row) => app.openEdit(edit, { variant: skuOf(row) })}
      bulk={bulk}
      actions={(row) => variantActions(app, row)}
      empty="No variant is like that."
    />
  );
}

function variantActions(app: AppApi, row: ListRow | undefined): readonly ScreenAction[] {
  if (!row) return [];
  const variant = skuOf(row);
  const looked = { variant, expected_version: Number(row['version']) };
  const archived = row['status'] === 'ARCHIVED';
  const gone = archived ? `${variant} is in the archive` : undefined;
  return [
    {
      label: `Edit ${variant}`,
      key: 'edit',
      disabled: denied(app.actor, edit) ?? gone,
      run: () => app.openEdit(edit, { variant }),
    },
    {
      label: 'Change its price',
      hint: 'with a preview',
      disabled: denied(app.actor, edit) ?? gone,
      run: () => app.navigate('prices', { skus: variant }),
    },
    { label: 'Why it can be bought, or not', run: () => app.navigate('product-why', { product: variant }) },
    { label: 'Its stock', run: () => app.navigate('inventory', { sku: variant }) },
    archived
      ? {
          label: `Restore ${variant}`,
          disabled: denied(app.actor, restore),
          run: () => app.runOperation(restore, looked),
        }
      : {
          label: `Archive ${variant}`,
          hint: 'refused while any of it is in stock',
          danger: true,
          disabled: denied(app.actor, archive),
          run: () => app.runOperation(archive, looked),
        },
  ];
}

export const variants = screen<ListParams>({
  name: 'variants',
  title: () => 'Variants',
  words: ['variants', 'sizes and colours', 'skus'],
  permission: 'catalog:read',
  component: Variants,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
