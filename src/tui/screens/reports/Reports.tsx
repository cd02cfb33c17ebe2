import { Box } from 'ink';
import { useMemo, type ReactElement } from 'react';
import { csvText, guarded } from '../../../domain/csv-text.ts';
import { DomainError } from '../../../domain/errors.ts';
import { usePlace, useShell } from '../../app/context.ts';
import { offerCopies } from '../../app/copies.ts';
import { saveText } from '../../app/save.ts';
import {
  useActions,
  useApp,
  useKeyLabel,
  useKeys,
  useOperationData,
  usePlaceValue,
  useValue,
} from '../../app/hooks.ts';
import type { AppApi, Choice, ScreenAction, ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading, Tabs } from '../../widgets/small.tsx';
import { reportRows, reportTable, rowsSeen, type ReportView } from './format.ts';
import { groupOf, kindOf, kinds, type ReportData, type ReportKind } from './kinds.ts';
import {
  before,
  isNamed,
  lastDays,
  periodNames,
  periodWords,
  stretchOf,
  stretchWords,
  type Stretch,
} from './period.ts';

export type ReportParams = Readonly<{
  report?: string | undefined;
  by?: string | undefined;
  period?: string | undefined;
  compare?: string | undefined;
}>;

const usual = '30d';
const tables = ['orders', 'payments', 'inventory'];
/** Goods beyond these become one row. */
const mostRows = 200;

function inputOf(kind: ReportKind, group: string, stretch: Stretch): Record<string, unknown> {
  const time = kind.timed ? { from: stretch.from, to: stretch.to } : {};
  const top = ['product', 'variant', 'brand', 'category'].includes(group) ? { top: mostRows } : {};
  return { by: group, ...time, ...top };
}

/** A report's answer; every one of them has rows and totals (kinds.ts). */
function useReport(kind: ReportKind, input: Record<string, unknown>, enabled = true) {
  const loaded = useOperationData(kind.operation, input, { tables, enabled });
  return { ...loaded, data: loaded.data as ReportData | undefined };
}

/** What was sold, kept, sold through and came back, by time or goods, beside the time before. */
export function Reports({ params, active, width, height }: ScreenProps<ReportParams>): ReactElement {
  const app = useApp();
  const { theme } = app;
  const kind = kindOf(params.report);
  const group = groupOf(kind, params.by);
  const day = new Date().toISOString().slice(0, 10);
  const stretch = useMemo(() => {
    const now = new Date(`${day}T12:00:00Z`);
    return stretchOf(params.period ?? usual, now) ?? lastDays(30, now);
  }, [params.period, day]);
  const earlier = before(stretch);
  const comparing = kind.timed && params.compare !== 'no';
  const { data, error, loading } = useReport(kind, inputOf(kind, group, stretch));
  const then = useReport(kind, inputOf(kind, group, earlier), comparing);
  const selection = usePlaceValue(`selected ${kind.name} ${group}`, () => 0);
  const selected = Math.min(useValue(selection), Math.max(0, (data?.rows.length ?? 0) - 1));
  const keys = {
    group: useKeyLabel('reports.group'),
    period: useKeyLabel('reports.period'),
    compare: useKeyLabel('reports.compare'),
  };
  const period = params.period ?? usual;
  const named = isNamed(period) ? periodWords[period] : '';
  const view: ReportView | undefined = data && {
    kind,
    group,
    when: kind.timed ? stretchWords(stretch) : '',
    called: named,
    compared: comparing ? stretchWords(earlier) : '',
    data,
    before: comparing ? then.data : undefined,
    selected,
    keys,
  };
  const frame = { width, height: Math.max(3, height - 1), theme };
  useReportKeys(app, { params, kind, group, stretch, view, selection, seen: rowsSeen(frame), active });

  const tabs = <Tabs tabs={kinds.map(({ title }) => title)} open={kinds.indexOf(kind)} width={width} />;
  const told = error instanceof DomainError ? error : undefined;
  return (
    <Box flexDirection="column" width={width} height={height}>
      {tabs}
      {view ? (
        <Rows rows={reportRows(view, frame)} />
      ) : loading || error === undefined ? (
        <Loading text={`Adding up ${kind.title.toLowerCase()}`} />
      ) : (
        <Empty
          width={width}
          text={told?.message ?? 'The report could not be made.'}
          hint={told?.hint ?? 'r tries again.'}
        />
      )}
    </Box>
  );
}

interface KeysOf {
  readonly params: ReportParams;
  readonly kind: ReportKind;
  readonly group: string;
  readonly stretch: Stretch;
  readonly view: ReportView | undefined;
  readonly selection: { get(): number; set(next: number): void };
  readonly seen: number;
  readonly active: boolean;
}

function useReportKeys(app: AppApi, { params, kind, group, stretch, view, selection, seen, active }: KeysOf): void {
  const [shell, place] = [useShell(), usePlace()];
  const enabled = { enabled: active };
  const last = Math.max(0, (view?.data.rows.length ?? 0) - 1);
  const move = (by: number) => selection.set(Math.min(Math.max(Math.min(selection.get(), last) + by, 0), last));
  const turn = (by: number) => {
    const at = (kinds.indexOf(kind) + by + kinds.length) % kinds.length;
    app.replaceParams({ ...params, report: kinds[at]?.name, by: undefined });
  };
  const open = () => {
    const key = view?.data.rows[Math.min(selection.get(), last)]?.key;
    const target = key == null ? undefined : kind.target(group, key, stretch);
    if (target) app.navigate(target.screen, target.params);
    else app.toast('info', 'That row stands for several things: there is no one list of them.');
  };
  const chooseGroup = async (): Promise<void> => {
    const choices = kind.groups.map((value) => ({ value, label: `by ${value}` }));
    const by = await app.pick({ title: kind.title, choices, initial: group });
    if (by !== undefined) app.replaceParams({ ...params, by });
  };
  const toggleCompare = () => app.replaceParams({ ...params, compare: params.compare === 'no' ? undefined : 'no' });
  const csv = () => (view ? csvText(reportTable(view).map((row) => row.map(guarded))) : '');
  const exportCsv = () => {
    const day = new Date().toISOString().slice(0, 10);
    return saveText(app, `report-${kind.name}-by-${group}-${day}.csv`, csv(), `${kind.title} by ${group}`);
  };
  const copy = () => view && void offerCopies(shell, place, { CSV: csv() }, view.data).catch(app.fail);
  useKeys(
    'list',
    {
      'move.down': () => move(1),
      'move.up': () => move(-1),
      'move.first': () => move(-Infinity),
      'move.last': () => move(Infinity),
      'move.page-down': () => move(seen),
      'move.page-up': () => move(-seen),
      open,
    },
    { ...enabled, labels: view && view.data.rows.length > 0 ? {} : { open: '' } },
  );
  useKeys(
    'reports',
    {
      'reports.group': () => void chooseGroup().catch(app.fail),
      ...(kind.timed
        ? { 'reports.period': () => void choosePeriod(app, params).catch(app.fail), 'reports.compare': toggleCompare }
        : {}),
    },
    enabled,
  );
  useKeys(
    'app',
    {
      'tab.next': () => turn(1),
      'tab.previous': () => turn(-1),
      copy,
      ...(view ? { export: () => void exportCsv().catch(app.fail) } : {}),
    },
    enabled,
  );
  useActions((): readonly ScreenAction[] => [
    { label: 'Other rows', key: 'reports.group', hint: `by ${group} now`, run: chooseGroup },
    {
      label: 'Another time',
      key: 'reports.period',
      disabled: kind.timed ? undefined : 'this report is of now',
      run: () => choosePeriod(app, params),
    },
    {
      label: params.compare === 'no' ? 'Compare with the time before' : 'Do not compare',
      key: 'reports.compare',
      disabled: kind.timed ? undefined : 'this report is of now',
      run: toggleCompare,
    },
    {
      label: 'Export as CSV',
      key: 'export',
      hint: 'into a file; y copies it',
      disabled: view ? undefined : 'it is still loading',
      run: exportCsv,
    },
  ]);
}

async function choosePeriod(app: AppApi, params: ReportParams): Promise<void> {
  const own = 'own';
  const choices = [
    ...periodNames.map((value): Choice<string> => ({ value, label: periodWords[value] })),
    { value: own, label: 'Own days', hint: '2026-11-01 to 2026-11-15' },
  ];
  const chosen = await app.pick({ title: 'Which time', choices, initial: params.period ?? usual });
  if (chosen === undefined) return;
  if (chosen !== own) {
    app.replaceParams({ ...params, period: chosen });
    return;
  }
  const typed = await app.prompt({
    title: 'Which days',
    label: 'from and to',
    help: 'The first and the last day, e.g. 2026-11-01 to 2026-11-15; both belong to it.',
    check: (text) =>
      stretchOf(text, new Date())
        ? undefined
        : 'Two days are needed, the first not after the last: 2026-11-01 to 2026-11-15.',
  });
  if (typed !== undefined) app.replaceParams({ ...params, period: typed.trim() });
}
