import { useCallback, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/audit/list.ts';
import { show } from '../../../operations/audit/show.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp, useOperationData } from '../../app/hooks.ts';
import { listParams, listTwin, shellWord, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type AppApi, type ScreenAction, type ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { Change } from './Change.tsx';
import { columns, shortColumns } from './columns.ts';
import { changeRows } from './diff.ts';
import { recordTarget } from './record.ts';

const foreign = 'It was not changed through this program: the log has only the fields that are listed.';

function openChange(app: AppApi, row: ListRow): void {
  if (row['operation_id'] === null) app.toast('info', foreign);
  else app.navigate('change', { operation: String(row['operation_id']) });
}

function auditActions(app: AppApi, row: ListRow | undefined): readonly ScreenAction[] {
  if (!row) return [];
  const text = (key: string) => (row[key] == null ? null : String(row[key]));
  const target = recordTarget(
    { table_name: String(row['table_name']), record_id: String(row['record_id']), record: text('record') },
    text('operation'),
  );
  const [person, operation] = [text('person'), text('operation')];
  return [
    {
      label: 'What it changed, before and after',
      key: 'open',
      disabled: row['operation_id'] === null ? foreign : undefined,
      run: () => openChange(app, row),
    },
    {
      label: `Open ${text('record') ?? 'the record'}`,
      disabled: target ? undefined : `${String(row['table_name'])} has no page of its own`,
      run: () => target && app.navigate(target.screen, target.params),
    },
    {
      label: 'Only this record',
      run: () => app.replaceParams({ filter: `record:${String(row['record_id'])}` }),
    },
    {
      label: person === null ? 'Only this person' : `Only ${person}`,
      run: () => app.replaceParams({ filter: person === null ? 'person:nobody' : `person:${JSON.stringify(person)}` }),
    },
    {
      label: operation === null ? 'Only this operation' : `Only ${operation}`,
      disabled: operation === null ? foreign : undefined,
      run: () => operation !== null && app.replaceParams({ filter: `operation:${operation}` }),
    },
  ];
}

/** Who changed what, when, through which operation. */
function Audit({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <ChangePreview key={row.id} row={row} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={list}
      noun="change"
      columns={width < 60 ? shortColumns : columns}
      params={params}
      width={width}
      height={height}
      open={(row) => openChange(app, row)}
      preview={preview}
      copies={(row) => ({
        'operation id': String(row['operation_id'] ?? ''),
        record: String(row['record'] ?? row['record_id']),
      })}
      actions={(row) => auditActions(app, row)}
      empty="No change is like that."
    />
  );
}

interface PreviewProps {
  readonly row: ListRow;
  readonly width: number;
  readonly height: number;
}

function ChangePreview({ row, width, height }: PreviewProps): ReactElement {
  const { theme } = useApp();
  const operation = row['operation_id'] === null ? undefined : String(row['operation_id']);
  const { data, error } = useOperationData(
    show,
    { operation: operation ?? '', limit: 20 },
    { enabled: operation !== undefined },
  );
  if (operation === undefined) return <Empty width={width} text={foreign} />;
  if (data) {
    const frame = { width, height, theme, now: new Date(), key: () => 'Enter, then z:' };
    const rows = changeRows(data, frame, () => undefined).flatMap((one) => (typeof one === 'string' ? [one] : []));
    return <Rows rows={rows.slice(0, height)} />;
  }
  if (error === undefined) return <Loading />;
  return <Empty width={width} text={error instanceof Error ? error.message : 'It could not be loaded.'} />;
}

export const audit = screen<ListParams>({
  name: 'audit',
  title: () => 'Audit',
  words: ['audit', 'audit log', 'changes', 'who did it'],
  permission: 'audit:read',
  component: Audit,
  params: listParams,
  twin: (params) => listTwin(list, params),
});

export const change = screen({
  name: 'change',
  title: ({ operation }) => operation.slice(0, 8),
  words: ['change'],
  permission: 'audit:read',
  component: Change,
  params: z.object({ operation: z.string().trim().min(1).max(36) }),
  needsParams: true,
  twin: ({ operation }) => `audit show ${shellWord(operation)}`,
});
