import type { ReactElement } from 'react';
import { yesNo } from '../../../operations/edits.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { create } from '../../../operations/warehouses/create.ts';
import { edit } from '../../../operations/warehouses/edit.ts';
import { list } from '../../../operations/warehouses/list.ts';
import { denied } from '../../app/denied.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { columns } from './columns.ts';

function Warehouses({ params, active, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  useLookUpByScan({ enabled: active });
  const codeOf = (row: ListRow) => String(row['code']);
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('warehouse', { code: codeOf(row) })}
      copies={(row) => ({ code: codeOf(row), name: String(row['name']) })}
      actions={(row) => {
        const none = row ? undefined : 'there is no warehouse under the cursor';
        return [
          {
            label: 'What it holds',
            disabled: none,
            run: () => row && app.navigate('inventory', { filter: `warehouse:${codeOf(row)}` }),
          },
          {
            label: 'New warehouse',
            disabled: denied(app.actor, create),
            run: () => app.openForm(create),
          },
          {
            label: 'Edit',
            hint: 'rename it, close it or open it again',
            disabled: none ?? denied(app.actor, edit),
            run: () =>
              row &&
              app.openForm(edit, { code: codeOf(row), name: row['name'], active: yesNo(row['is_active'] === true) }),
          },
        ];
      }}
      empty="No warehouse is like that."
    />
  );
}

export const warehouses = screen<ListParams>({
  name: 'warehouses',
  title: () => 'Warehouses',
  words: ['warehouses', 'places'],
  permission: 'stock:read',
  component: Warehouses,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
