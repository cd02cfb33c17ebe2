import type { ReactElement } from 'react';
import { z } from 'zod';
import { adjust } from '../../../operations/inventory/adjust.ts';
import { list } from '../../../operations/inventory/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { ListScreen, type ListParams } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { columns } from './columns.ts';

interface InventoryParams extends ListParams {
  /** From the palette: the stock of one SKU. */
  readonly sku?: string | undefined;
}

const textOf = (row: ListRow, key: string): string => String(row[key] ?? '');

function Inventory({ params, width, height }: ScreenProps<InventoryParams>): ReactElement {
  const app = useApp();
  const { sku, ...list_ } = params;
  const given = list_.filter ?? (sku === undefined ? undefined : `sku:${sku}`);
  const low = given === 'low:yes';
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={given === undefined ? list_ : { ...list_, filter: given }}
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
  params: z.object({ filter: z.string().optional(), sort: z.string().optional(), sku: z.string().optional() }),
  twin: ({ filter, sku }) =>
    ['inventory list', filter && `--filter ${JSON.stringify(filter)}`, sku && `--sku ${sku}`].filter(Boolean).join(' '),
});
