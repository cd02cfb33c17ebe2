import { expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { documentPolicy, limitsOf } from '../../../src/domain/backup/policy.ts';
import { seen } from '../../../src/domain/backup/facts.ts';
import { width } from '../../../src/domain/display.ts';
import { statusOf, statusOfSample } from '../../../src/operations/backup/parts/status-of.ts';
import type { BackupWindow, RestorePlan } from '../../../src/operations/backup/parts/types.ts';
import { backupRows, planRows, windowRows } from '../../../src/tui/screens/backups/format.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { ago, archived, facts, now, repository, server, stateOf, wal } from '../../domain/backup/facts.ts';
import { expectGolden } from '../../helpers/golden.ts';

const limits = limitsOf(documentPolicy);
const sizes = [
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
const themes = {
  dark: makeTheme({ name: 'dark' }),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true }),
};
const lags = [0, 0, 4_000_000, 9_000_000, 16_000_000, 30_000_000, 2_000_000];

const broken = statusOf(
  facts({
    wal: seen(archived(10, 40).filter(({ name }) => name !== wal(30))),
    server: seen(
      server({
        lastFailed: wal(41),
        lastFailedAt: now,
        failedCount: 3,
        ready: { count: 2, oldest: ago(1200) },
        unseen: ['since when a backup runs', 'a superuser shows it: grant pg_monitor to readonly_role'],
      }),
    ),
    repository: seen(repository({ message: 'ok \u001b[2Jowned' })),
  }),
  limits,
);
const month = statusOf(stateOf('11-month-diff28-as-policy'), limits);

const keyOf = (action: string) => action.slice(action.indexOf('.') + 1)[0] ?? 'y';
const cut = (rows: readonly string[], height: number) =>
  Array.from({ length: height }, (_, index) => rows[index] ?? '');

test.each(sizes)('a broken shop says first what is wrong and what to type, at %dx%d', (columns, height) => {
  for (const [name, theme] of Object.entries(themes)) {
    const frame = { width: columns, height, theme, now: new Date(now), key: keyOf };
    const rows = backupRows(broken, frame, lags);
    for (const row of rows) expect(width(row.replaceAll(/\u001b\[[\d;]*m/gu, ''))).toBe(columns);
    const text = renderToString(<Rows rows={cut(rows, height)} />, { columns });
    expectGolden(`backups-broken-${columns}x${height}-${name}`, text);
  }
});

test('a month, the store for trying out, a window with a hole, a plan', () => {
  const theme = themes.plain;
  const frame = { width: 80, height: 24, theme, now: new Date(now), key: keyOf };
  expectGolden('backups-month-80x40', backupRows(month, frame, []).slice(0, 40).join('\n'));
  expectGolden('backups-sample-80x24', backupRows(statusOfSample(undefined, now), frame, []).join('\n'));
  const spans: BackupWindow['spans'] = [
    { from: '2026-11-13T02:01:00.000Z', to: '2026-11-15T11:30:00.000Z', backups: 3, last_wal: wal(13) },
    { from: '2026-11-16T02:01:00.000Z', to: '2026-11-22T11:59:31.000Z', backups: 8, last_wal: wal(40) },
  ];
  const holes = [{ from: '2026-11-15T11:30:00.000Z', to: '2026-11-16T02:01:00.000Z', missing: wal(14) }];
  expectGolden(
    'backups-window-80',
    windowRows({ from: null, to: null, spans, holes, note: 'Less exact.' }, frame).join('\n'),
  );
  const plan: RestorePlan = {
    target: '2026-11-22T11:36:35.000Z',
    backup: '20261122-113626F',
    backup_stopped_at: '2026-11-22T11:36:29.000Z',
    wal_from: wal(35),
    wal_to: wal(41),
    timeline: null,
    in_place: false,
    run_as: 'postgres',
    steps: [
      {
        what: 'Make a directory for it',
        command: 'mkdir -m 700 /var/tmp/solemate-restore /var/tmp/solemate-restore/data',
      },
      {
        what: 'Restore into it',
        command:
          'pgbackrest --stanza=main --pg1-path=/var/tmp/solemate-restore/data --archive-mode=off --set=20261122-113626F restore',
      },
    ],
  };
  expectGolden('backups-plan-40', planRows(plan, { ...frame, width: 40 }).join('\n'));
});
