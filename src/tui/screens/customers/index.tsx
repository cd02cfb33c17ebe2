import { useCallback, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/customers/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, shellWord, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { customerActions } from './acts.ts';
import { columns } from './columns.ts';
import { Customer } from './Customer.tsx';
import { Preview } from './Preview.tsx';

function Customers({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const open = ({ id }: ListRow) => app.navigate('customer', { customer: id });
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <Preview key={row.id} customer={row.id} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={open}
      preview={preview}
      copies={(row) => ({ id: row.id, name: String(row['name']) })}
      actions={(row) => [
        {
          label: row ? `Open ${String(row['name'])}` : 'Open',
          key: 'open',
          disabled: row ? undefined : 'there is no customer under the cursor',
          run: () => row && open(row),
        },
        ...(row
          ? customerActions(app, {
              id: row.id,
              name: String(row['name']),
              is_active: row['is_active'] === true,
              deleted_at: row['deleted_at'] === null ? null : String(row['deleted_at']),
            })
          : []),
      ]}
      empty="No customer is like that."
    />
  );
}

export const customers = screen<ListParams>({
  name: 'customers',
  title: () => 'Customers',
  words: ['customers', 'customer list', 'clients'],
  permission: 'customers:read',
  component: Customers,
  params: listParams,
  twin: (params) => listTwin(list, params),
});

export const customer = screen({
  name: 'customer',
  title: ({ customer: given }) => (given.length === 36 ? given.slice(0, 8) : given),
  words: ['customer'],
  permission: 'customers:read',
  component: Customer,
  params: z.object({ customer: z.string().trim().min(1).max(255) }),
  needsParams: true,
  twin: ({ customer: given }) => `customers show ${shellWord(given)}`,
});
