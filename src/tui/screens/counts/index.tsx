import type { ReactElement } from 'react';
import { open } from '../../../operations/counts/open.ts';
import { list } from '../../../operations/counts/list.ts';
import { column } from '../../app/cells.ts';
import { denied } from '../../app/denied.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { openCount } from '../../app/stock/open-count.ts';

const columns = [
  column(list, 'count_number', { width: 6, priority: 1 }),
  column(list, 'warehouse', { width: 6, min: 4, priority: 2, label: 'At' }),
  column(list, 'status', { width: 11, priority: 3 }),
  column(list, 'counted_lines', { width: 8, min: 7, priority: 4 }),
  column(list, 'lines', { width: 6, min: 5, priority: 5 }),
  column(list, 'opened_at', { width: 16, priority: 6 }),
  column(list, 'note', { width: 20, min: 8, priority: 7, grow: 40 }),
  column(list, 'opened_by', { width: 18, min: 8, priority: 8 }),
  column(list, 'blind', { width: 6, priority: 9 }),
  column(list, 'closed_at', { width: 16, priority: 10 }),
  column(list, 'closed_by', { width: 18, min: 8, priority: 11 }),
];

function Counts({ params, active, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  useLookUpByScan({ enabled: active });
  const off = denied(app.actor, open);
  const opened = async () => {
    const count = await openCount(app);
    if (count !== undefined) app.navigate('counting', { count });
  };
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('count', { count: String(row['count_number']) })}
      copies={(row) => ({ number: String(row['count_number']) })}
      actions={(row) => [
        { label: 'Open a new count', hint: 'and count at once', disabled: off, run: opened },
        {
          label: 'Count by scanning',
          disabled:
            off ?? (row ? (row['status'] === 'OPEN' ? undefined : 'this count is closed') : 'there is no count here'),
          run: () => row && app.navigate('counting', { count: String(row['count_number']) }),
        },
      ]}
      empty="No count is like that; x opens one."
    />
  );
}

export const counts = screen<ListParams>({
  name: 'counts',
  title: () => 'Counts',
  words: ['counts', 'cycle counts', 'stocktaking'],
  permission: 'stock:read',
  component: Counts,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
