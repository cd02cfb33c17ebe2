import { Box } from 'ink';
import { useMemo, type ReactElement } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import { show } from '../../../operations/dashboard/show.ts';
import { useApp, useKeys, useOperationData, usePlaceValue, useValue } from '../../app/hooks.ts';
import { leftBehind } from '../../app/slots.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { figures, moved } from './figures.ts';
import { dashboardRows } from './format.ts';

export type DashboardParams = Readonly<Record<string, never>>;

const tables = ['orders', 'payments', 'refunds', 'inventory', 'reviews'];

export function Dashboard({ active, width, height }: ScreenProps<DashboardParams>): ReactElement {
  const app = useApp();
  const { data, error, loading } = useOperationData(show, {}, { tables });
  const selection = usePlaceValue<string | undefined>('selected', () => undefined);
  const selected = useValue(selection);
  const { theme } = app;
  const sample = app.store.kind === 'sample';
  const { drafts } = app;
  const unfinished = useMemo(() => leftBehind(drafts, 'restock'), [drafts]);
  const rows = useMemo(
    () =>
      data ? dashboardRows(data, selected, { width, height, theme, now: new Date(data.at), sample, unfinished }) : [],
    [data, selected, width, height, theme, sample, unfinished],
  );
  const all = data ? figures(data, unfinished) : [];
  const move = (by: number) => selection.set(moved(all, selection.get(), by));
  useKeys(
    'list',
    {
      'move.down': () => move(1),
      'move.up': () => move(-1),
      'move.first': () => move(-all.length),
      'move.last': () => move(all.length),
      open: () => {
        const one = all.find(({ id }) => id === selection.get()) ?? all[0];
        if (one?.target) app.navigate(one.target.screen, one.target.params);
        else if (one?.instead) app.toast('info', one.instead);
      },
    },
    { enabled: active },
  );

  if (data) return <Rows rows={rows} />;
  if (loading || !error) return <Loading text="Looking at the shop" />;
  const told = error instanceof DomainError ? error : undefined;
  const text = told?.message ?? 'The figures could not be loaded.';
  return (
    <Box width={width} height={height}>
      <Empty text={text} hint={told?.hint ?? 'r tries again.'} width={width} />
    </Box>
  );
}
