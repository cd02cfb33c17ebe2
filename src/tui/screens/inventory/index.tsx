import type { ReactElement } from 'react';
import { z } from 'zod';
import { adjust } from '../../../operations/inventory/adjust.ts';
import { list } from '../../../operations/inventory/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { columns } from './columns.ts';

/** With `sku`, from the palette: the stock of one SKU. */
type InventoryParams = ListParams & { readonly sku?: string | undefined };

const listOf = ({ sku, filter = sku && `sku:${sku}`, sort }: InventoryParams): ListParams => ({ filter, sort });

const textOf = (row: ListRow, key: string): string => String(row[key] ?? '');

function Inventory({ params, width, height }: ScreenProps<InventoryParams>): ReactElement {
  const app = useApp();
  const listed = listOf(params);
  const low = listed.filter === 'low:yes';
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={listed}
      width={width}
      height={height}
      open={(row) => app.navigate('product', { product: textOf(row, 'sku') })}
      copies={(row) => ({ SKU: textOf(row, 'sku') })}
      actions={(row) => [
        {
          label: low ? 'Show all stock' : 'Show only what is low',
          run: () => app.replaceParams(low ? {} : { filter: 'low:yes' }),
        },
        {
          label: 'Adjust',
          hint: 'with a reason; the ledger shows it',
          disabled: row ? undefined : 'there is no item under the cursor',
          run: () => row && app.openForm(adjust, { sku: textOf(row, 'sku'), warehouse: textOf(row, 'warehouse') }),
        },
        { label: 'Restock', hint: 'count goods in', run: () => app.navigate('restock') },
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
