import { Box } from 'ink';
import { useMemo, type ReactElement } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import { may } from '../../../domain/permissions.ts';
import { status } from '../../../operations/backup/status.ts';
import { revenue } from '../../../operations/dashboard/revenue.ts';
import { show } from '../../../operations/dashboard/show.ts';
import type { KeyHandlers } from '../../app/dispatcher.ts';
import { usePlace, useShell } from '../../app/context.ts';
import { offerCopies } from '../../app/copies.ts';
import { useApp, useKeys, useOperationData, usePlaceValue, useValue } from '../../app/hooks.ts';
import { leftBehind } from '../../app/slots.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { backupLight, byDigit, figures, moved, type Besides, type Figure } from './figures.ts';
import { dashboardRows } from './format.ts';
import { figuresInput } from './input.ts';

export type DashboardParams = Readonly<Record<string, never>>;

const tables = ['orders', 'payments', 'refunds', 'inventory', 'reviews'];

export function Dashboard({ active, width, height }: ScreenProps<DashboardParams>): ReactElement {
  const app = useApp();
  const { data: seen, error, loading } = useOperationData(show, figuresInput, { tables });
  const selection = usePlaceValue<string | undefined>('selected', () => undefined);
  const selected = useValue(selection);
  const { theme, drafts } = app;
  const sample = app.store.kind === 'sample';
  const { role } = app.actor;
  const backup = useBackupLight(may(role, 'backups:read') && seen !== undefined);
  const seesRevenue = may(role, 'reports:read');
  const earned = useOperationData(revenue, {}, { tables: ['orders'], enabled: seesRevenue && seen !== undefined });
  const data = useMemo(() => seen && { ...seen, revenue_by_day: earned.data?.rows ?? [] }, [seen, earned.data]);
  const state = !seesRevenue || earned.data ? undefined : earned.error ? 'failed' : 'coming';
  const besides = useMemo(
    () => ({ role, backup, revenue: state, unfinished: leftBehind(drafts, 'restock') }) as const,
    [role, backup, state, drafts],
  );
  const rows = useMemo(
    () =>
      data ? dashboardRows(data, selected, { width, height, theme, now: new Date(data.at), sample, ...besides }) : [],
    [data, selected, width, height, theme, sample, besides],
  );
  const all = data ? figures(data, besides) : [];
  const move = (by: number) => selection.set(moved(all, selection.get(), by));
  const open = (one: Figure | undefined) => {
    if (!one) return;
    // Coming back, the person stands where they left.
    selection.set(one.id);
    app.navigate(one.target.screen, one.target.params);
  };
  useKeys(
    'list',
    {
      'move.down': () => move(1),
      'move.up': () => move(-1),
      'move.first': () => move(-all.length),
      'move.last': () => move(all.length),
      open: () => open(all.find(({ id }) => id === selection.get()) ?? all[0]),
    },
    { enabled: active, labels: all.length === 0 ? { open: '' } : {} },
  );
  const [shell, place] = [useShell(), usePlace()];
  const copy = () => void offerCopies(shell, place, {}, data).catch(app.fail);
  useKeys('app', data ? { copy } : {}, { enabled: active });
  const digits = Array.from({ length: 9 }, (_, index) => [`digit.${index + 1}`, () => open(byDigit(all, index + 1))]);
  useKeys('digits', Object.fromEntries(digits) as KeyHandlers, { enabled: active });

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

/** The light of the backups, by an operation of its own: what looks at them may take its time, the figures do not wait. */
function useBackupLight(enabled: boolean): Besides['backup'] {
  const { data } = useOperationData(status, {}, { enabled });
  return useMemo(() => data && backupLight(data), [data]);
}
