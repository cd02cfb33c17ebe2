import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/counts/list.ts';
import type { CountLine, CountShown } from '../../../operations/counts/parts/types.ts';
import { show } from '../../../operations/counts/show.ts';
import { DetailScreen, type DetailRow, type DetailRows } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { screen, type AppApi, type ScreenProps } from '../../app/screen.ts';
import { useLookUpByScan } from '../../app/stock/look-up.ts';
import { countActions, openLine } from './acts.ts';
import { headingRow, headRows, lineRow } from './format.ts';

type CountParams = Readonly<{ count: string }>;

const tables = ['stock_counts', 'stock_count_lines', 'inventory'];

const tabs: readonly (readonly [name: string, shown: (line: CountLine) => boolean])[] = [
  ['All', () => true],
  ['Differs', ({ difference }) => difference !== null && difference !== 0],
  ['Not counted', ({ counted }) => counted === null],
  ['Moved since', ({ moved }) => moved],
];

function sheetRows(app: AppApi, shown: (line: CountLine) => boolean): DetailRows<CountShown> {
  return (count, frame) => {
    const lines = count.rows.filter(shown);
    const rows = lines.map((line): DetailRow => ({
      text: lineRow(line, frame),
      open: () => openLine(app, count, line),
    }));
    const none = lines.length === 0 ? [frame.theme.paint('dim', ' No line of the sheet is like that.')] : [];
    const more = count.more ? [frame.theme.paint('dim', ' There are more lines: counts show --limit.')] : [];
    return [...headRows(count, frame), headingRow(frame), ...rows, ...none, ...more];
  };
}

function Count({ params, ...props }: ScreenProps<CountParams>): ReactElement {
  const app = useApp();
  const pages = useMemo(() => tabs.map(([name, shown]) => ({ name, rows: sheetRows(app, shown) })), [app]);
  useLookUpByScan({ enabled: props.active });
  return (
    <DetailScreen
      operation={show}
      input={{ count: params.count }}
      tables={tables}
      noun="count"
      tabs={pages}
      actions={(count) => countActions(app, count)}
      copies={(count) => ({ number: String(count.count_number) })}
      below={{ listing: list, params: (row) => ({ count: String(row['count_number']) }) }}
      {...props}
    />
  );
}

export const count = screen<CountParams>({
  name: 'count',
  title: ({ count: number }) => `Count ${number}`,
  words: ['count'],
  permission: 'stock:read',
  component: Count,
  params: z.object({ count: z.string().min(1).max(50) }),
  needsParams: true,
  twin: ({ count: number }) => `counts show ${number}`,
});
