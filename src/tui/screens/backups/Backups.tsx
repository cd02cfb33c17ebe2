import type { ReactElement } from 'react';
import { readMoment } from '../../../domain/backup/restore.ts';
import { may } from '../../../domain/permissions.ts';
import { copy } from '../../../operations/backup/copy.ts';
import { drill } from '../../../operations/backup/drill.ts';
import type { BackupStatus } from '../../../operations/backup/parts/types.ts';
import { status } from '../../../operations/backup/status.ts';

import { DetailScreen, type DetailFrame } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import type { AppApi, ScreenAction, ScreenProps } from '../../app/screen.ts';
import { backupRows } from './format.ts';
import { lagsWith } from './lags.ts';

export type BackupsParams = Readonly<Record<string, never>>;

const tables = ['backup_runs'];
/** Often enough to see WAL pile up; each look costs four short commands. */
const every = 30_000;

const rows = (data: BackupStatus, frame: DetailFrame): readonly string[] => backupRows(data, frame, lagsWith(data));

const momentHelp = 'Date, time and zone, e.g. 2024-09-20 14:30:00+00; empty: all that is archived';
const checkMoment = (text: string): string | undefined =>
  text.trim() === '' || readMoment(text) !== undefined ? undefined : momentHelp;

async function plan(app: AppApi): Promise<void> {
  const at = await app.prompt({
    title: 'Bring the shop back to which moment?',
    label: 'at',
    help: momentHelp,
    check: checkMoment,
  });
  if (at !== undefined) app.navigate('restore-plan', at.trim() === '' ? {} : { at: at.trim() });
}

async function runDrill(app: AppApi): Promise<void> {
  const at = await app.prompt({
    title: 'Try to restore which moment?',
    label: 'at',
    help: momentHelp,
    check: checkMoment,
  });
  if (at !== undefined) await app.runOperation(drill, at.trim() === '' ? {} : { at: at.trim() });
}

async function copyStore(app: AppApi): Promise<void> {
  const directory = await app.prompt({ title: 'Copy this store to which new directory?', label: 'directory' });
  if (directory !== undefined) await app.runOperation(copy, { directory });
}

const sample = 'This store is for trying out: it has no backups.';
const notAdmin = 'Only an admin may: it holds all data of the shop.';

function actionsOf(app: AppApi, data: BackupStatus): readonly ScreenAction[] {
  const embedded = data.rules.some(({ rule }) => rule === 'trying out only');
  const admin = may(app.actor.role, 'backups:run') ? undefined : notAdmin;
  const backups = embedded ? sample : undefined;
  return [
    {
      label: 'What can be recovered',
      key: 'backups.window',
      disabled: backups,
      run: () => app.navigate('backup-window'),
    },
    { label: 'Commands that bring a moment back', key: 'backups.plan', disabled: backups, run: () => plan(app) },
    { label: 'Restore drill', key: 'backups.drill', disabled: backups ?? admin, run: () => runDrill(app) },
    {
      label: 'Copy this store',
      disabled: embedded ? admin : 'Only the store for trying out is copied like this.',
      run: () => copyStore(app),
    },
  ];
}

export function Backups({ active, width, height }: ScreenProps<BackupsParams>): ReactElement {
  const app = useApp();
  const act = (data: BackupStatus, index: number) => {
    const action = actionsOf(app, data)[index];
    if (action?.disabled !== undefined) app.toast('info', action.disabled);
    else void Promise.resolve(action?.run()).catch(app.fail);
  };
  return (
    <DetailScreen
      operation={status}
      input={{}}
      tables={tables}
      noun="state of the backups"
      every={every}
      active={active}
      width={width}
      height={height}
      rows={rows}
      actions={(data) => actionsOf(app, data)}
      copies={(data) =>
        Object.fromEntries(data.rules.filter(({ advice }) => advice !== '').map(({ rule, advice }) => [rule, advice]))
      }
      keys={{
        scope: 'backups',
        handlers: (data) => ({
          'backups.window': () => act(data, 0),
          'backups.plan': () => act(data, 1),
          'backups.drill': () => act(data, 2),
        }),
      }}
    />
  );
}
