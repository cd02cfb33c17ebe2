import { test } from '@jest/globals';
import { documentPolicy, limitsOf } from '../../../src/domain/backup/policy.ts';
import { seen } from '../../../src/domain/backup/facts.ts';
import { statusOf, statusOfSample } from '../../../src/operations/backup/parts/status-of.ts';
import type { BackupWindow, RestorePlan } from '../../../src/operations/backup/parts/types.ts';
import type { DetailFrame } from '../../../src/tui/app/DetailScreen.tsx';
import { backupRows, planRows, windowRows } from '../../../src/tui/screens/backups/format.ts';
import { ago, archived, facts, now, repository, server, stateOf, wal } from '../../domain/backup/facts.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { rowSheets } from '../../helpers/row-sheets.tsx';

const limits = limitsOf(documentPolicy);
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

/** As much of the page as the terminal shows, at every size. */
function expectPage(name: string, page: (frame: DetailFrame) => readonly string[]): void {
  const sheets = rowSheets(({ width, height, theme }) =>
    cut(page({ width, height, theme, now: new Date(now), key: keyOf }), height),
  );
  for (const [theme, shown] of sheets) expectGolden(`backups/${name}-${theme}`, shown);
}

test('a broken shop says first what is wrong and what to type', () => {
  expectPage('broken', (frame) => backupRows(broken, frame, lags));
});

test('a month, the store for trying out, a window with a hole, a plan', () => {
  expectPage('month', (frame) => backupRows(month, frame, []));
  expectPage('sample', (frame) => backupRows(statusOfSample(undefined, now), frame, []));
  const spans: BackupWindow['spans'] = [
    { from: '2026-11-13T02:01:00.000Z', to: '2026-11-15T11:30:00.000Z', backups: 3, last_wal: wal(13) },
    { from: '2026-11-16T02:01:00.000Z', to: '2026-11-22T11:59:31.000Z', backups: 8, last_wal: wal(40) },
  ];
  const holes = [{ from: '2026-11-15T11:30:00.000Z', to: '2026-11-16T02:01:00.000Z', missing: wal(14) }];
  expectPage('window', (frame) => windowRows({ from: null, to: null, spans, holes, note: 'Less exact.' }, frame));
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
  expectPage('plan', (frame) => planRows(plan, frame));
});
