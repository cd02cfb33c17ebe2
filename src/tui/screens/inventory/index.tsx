import { useCallback, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/inventory/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { stockActions, type StockPlace } from '../../app/stock/acts.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { columns } from './columns.ts';
import { Preview } from './Preview.tsx';

/** With `sku`, from the palette: the stock of one SKU. */
type InventoryParams = ListParams & { readonly sku?: string | undefined };

const listOf = ({ sku, filter = sku && `sku:${sku}`, sort }: InventoryParams): ListParams => ({ filter, sort });

const textOf = (row: ListRow, key: string): string => String(row[key] ?? '');

const placeOf = (row: ListRow): StockPlace => ({
  sku: textOf(row, 'sku'),
  warehouse: textOf(row, 'warehouse'),
  quantity: Number(row['quantity']),
  available: Number(row['available']),
  reorder_point: Number(row['reorder_point']),
});

function Inventory({ params, active, width, height }: ScreenProps<InventoryParams>): ReactElement {
  const app = useApp();
  const listed = listOf(params);
  const low = listed.filter === 'low:yes';
  useLookUpByScan({ enabled: active });
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <Preview key={row.id} place={placeOf(row)} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={list}
      noun="row"
      columns={columns}
      params={listed}
      width={width}
      height={height}
      open={(row) => app.navigate('ledger', { sku: textOf(row, 'sku'), warehouse: textOf(row, 'warehouse') })}
      preview={preview}
      copies={(row) => ({ SKU: textOf(row, 'sku') })}
      actions={(row) => [
        ...stockActions(app, row && placeOf(row)),
        {
          label: 'Open the product',
          disabled: row ? undefined : 'there is no item under the cursor',
          run: () => row && app.navigate('product', { product: textOf(row, 'sku') }),
        },
        {
          label: low ? 'Show all stock' : 'Show only what is low',
          run: () => app.replaceParams(low ? {} : { filter: 'low:yes' }),
        },
        { label: 'Low stock to order', hint: 'with suggested quantities', run: () => app.navigate('low') },
        { label: 'Restock by scanning', hint: 'count goods in', run: () => app.navigate('restock') },
        { label: 'Transfer by scanning', run: () => app.navigate('transfer') },
      ]}
      empty={low ? 'Nothing is low in stock.' : 'No stock is like that.'}
    />
  );
}

export const inventory = screen<InventoryParams>({
  name: 'inventory',
  title: () => 'Inventory',
  words: ['inventory', 'stock', 'warehouse stock'],
  permission: 'stock:read',
  component: Inventory,
  params: listParams.extend({ sku: z.string().optional() }),
  twin: (params) => listTwin(list, listOf(params)),
});
