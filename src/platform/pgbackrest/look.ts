import { unseen, type Disk, type Facts, type Seen } from '../../domain/backup/facts.ts';
import { readInfo } from '../../domain/backup/info.ts';
import { largestOutput } from '../../domain/backup/json.ts';
import { readBackupList, readDisk, readHistoryList, readWalList } from '../../domain/backup/listing.ts';
import { ask, type CommandOptions } from './command.ts';
import { accountOf, isStopped, readLocalConfig, repositoryPath, type LocalConfig } from './local.ts';
import { commandFor, patience, toolOf, type BackupSettings } from './settings.ts';

/** What is known without PostgreSQL. */
export type Looked = Pick<Facts, 'repository' | 'wal' | 'directories' | 'firstBackup' | 'disk' | 'stopped' | 'tool'>;

const onlySql = 'backup.infoCommand is null: only PostgreSQL is asked, and it does not know of backups';

/** Asks pgBackRest, first what it knows, then what is there. Never throws; takes two time-outs at the most. */
export async function look(settings: BackupSettings, signal?: AbortSignal): Promise<Looked> {
  const command = commandFor(settings, 'infoCommand', settings.stanza);
  const nothing = (why: string, disk: Looked['disk']): Looked => ({
    repository: unseen(why),
    wal: unseen(why),
    directories: unseen(why),
    firstBackup: unseen(why),
    disk,
    stopped: false,
    tool: toolOf(settings, settings.stanza ?? 'main'),
  });
  if (!command) return nothing(onlySql, settings.repoDiskCommand ? unseen(onlySql) : undefined);
  const config = readLocalConfig(settings, settings.stanza);
  const account = await accountOf(settings, config);
  const options: CommandOptions = { timeoutMs: patience(settings), largest: largestOutput, account, signal };
  const printed = await ask(command, options);
  const repository = printed.ok ? readInfo(printed.stdout, settings.stanza) : unseen(printed.why);
  if (!repository.seen) return nothing(repository.why, await diskOf(settings, config, options));
  const { stanza } = repository.value;
  const own = readLocalConfig(settings, stanza);
  const [wal, directories, firstBackup, disk] = await Promise.all([
    list(settings, 'walListCommand', stanza, readWalList, options),
    list(settings, 'backupListCommand', stanza, readBackupList, options),
    list(settings, 'historyListCommand', stanza, readHistoryList, options),
    diskOf(settings, own, options),
  ]);
  const stopped = settings.infoCommand === undefined && isStopped(own, stanza);
  return { repository, wal, directories, firstBackup, disk, stopped, tool: toolOf(settings, stanza) };
}

async function list<T>(
  settings: BackupSettings,
  what: 'walListCommand' | 'backupListCommand' | 'historyListCommand',
  stanza: string,
  read: (printed: string) => Seen<T>,
  options: CommandOptions,
): Promise<Seen<T>> {
  const command = commandFor(settings, what, stanza);
  if (!command) return unseen(`backup.${what} is not set, so nobody looks there`);
  const answer = await ask(command, options);
  return answer.ok ? read(answer.stdout) : unseen(answer.why);
}

/** A disk behind a network can hang the look at it like anything else: df is killed in time. */
async function diskOf(
  settings: BackupSettings,
  config: LocalConfig,
  options: CommandOptions,
): Promise<Seen<Disk> | undefined> {
  const own = settings.repoDiskCommand;
  if (own === null) return undefined;
  const path = settings.infoCommand === undefined ? repositoryPath(config) : undefined;
  const command = own ?? (path === undefined ? undefined : ['df', '-P', '-k', path]);
  if (!command) return unseen('the repository lies on no disk of this machine, and backup.repoDiskCommand is not set');
  const answer = await ask(command, options);
  return answer.ok ? readDisk(answer.stdout) : unseen(answer.why);
}
