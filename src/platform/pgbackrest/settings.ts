import * as z from 'zod';
import { lazily } from '../../domain/remembered.ts';
import { documentPolicy, limitsOf, type Limits, type Policy } from '../../domain/backup/policy.ts';

/** `backup` of config.json; docs/backup.md tells them with examples. */
export const backupSettings = lazily(() => {
  // Words, never a line for a shell: nothing in them is expanded, and no blank splits them.
  const argv = z.array(z.string().min(1)).min(1);
  const command = argv.nullable();

  const limitKeys = Object.keys(limitsOf(documentPolicy)) as (keyof Limits)[];
  const limit = z.number().min(0).max(1e9).optional();
  return z
    .strictObject({
      stanza: z
        .string()
        .regex(/^[\w.-]{1,64}$/u)
        .describe('which stanza; needed when the repository holds several'),
      pgbackrest: argv.describe('how pgBackRest is called, as words: ["pgbackrest","--config=/etc/own.conf"]'),
      infoCommand: command.describe(
        'what prints the information; null: only PostgreSQL is asked; a published file: ["cat","FILE"]',
      ),
      walListCommand: command.describe('what lists the archive, as repo-ls --recurse prints it'),
      backupListCommand: command.describe('what lists the backups, as repo-ls prints it'),
      historyListCommand: command.describe('what lists backup.history, as repo-ls --recurse prints it'),
      repoDiskCommand: command.describe(
        'what prints the disk of the repository, as df -P -k does; null: none that can be full',
      ),
      timeoutMs: z.int().min(100).max(600_000).describe('how long each command may take'),
      user: z
        .string()
        .regex(/^[\w.-]{1,32}$/u)
        .describe('as root: the account of pgBackRest and PostgreSQL; else the owner of the data directory'),
      postgresBin: z.string().min(1).describe('directory with postgres, for drills'),
      drillDirectory: z.string().min(1).describe('where drills restore to'),
      drillMinutes: z.int().min(1).max(10_080).describe('how long a drill may take'),
      fullAt: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/u)
        .describe('policy: when the daily full backup starts'),
      incrementalHours: z.int().min(1).max(24).describe('policy: hours from one backup to the next'),
      walMinutes: z.int().min(1).max(1440).describe('policy: minutes until WAL is archived at the latest'),
      keepFullDays: z.int().min(1).max(3650).describe('policy: how long full backups are kept'),
      keepIncrementalDays: z.int().min(1).max(3650).describe('policy: how long the others are kept'),
      limits: z
        .strictObject(Object.fromEntries(limitKeys.map((key) => [key, limit])) as Record<keyof Limits, typeof limit>)
        .describe('thresholds in seconds or shares, where they differ from the policy; see docs/backup.md'),
    })
    .partial();
});
export type BackupSettings = z.infer<ReturnType<typeof backupSettings>>;

export function policyOf(settings: BackupSettings): Policy {
  const { fullAt, incrementalHours, walMinutes, keepFullDays, keepIncrementalDays } = settings;
  const own = { fullAt, incrementalHours, walMinutes, keepFullDays, keepIncrementalDays };
  return { ...documentPolicy, ...given(own) };
}

export const judgedBy = (settings: BackupSettings): Limits =>
  limitsOf(policyOf(settings), given(settings.limits ?? {}));

const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

export const patience = (settings: BackupSettings): number => settings.timeoutMs ?? 10_000;

/** Without --io-timeout pgBackRest waits a minute for a host that is down. */
const looking = ['--io-timeout=3', '--output=json'];

export const pgbackrest = (settings: BackupSettings): readonly string[] => settings.pgbackrest ?? ['pgbackrest'];

/** The words for one look; null: not to be asked; undefined: nobody said how, for the information comes from elsewhere. */
export function commandFor(
  settings: BackupSettings,
  what: 'infoCommand' | 'walListCommand' | 'backupListCommand' | 'historyListCommand',
  stanza: string | undefined,
): readonly string[] | null | undefined {
  const own = settings[what];
  if (own !== undefined) return own;
  if (what !== 'infoCommand' && settings.infoCommand !== undefined)
    return settings.infoCommand === null ? null : undefined;
  const call = [...pgbackrest(settings), ...looking];
  switch (what) {
    case 'infoCommand':
      return [...call, ...(stanza === undefined ? [] : [`--stanza=${stanza}`]), 'info'];
    case 'walListCommand':
      return [...call, 'repo-ls', '--recurse', `archive/${stanza ?? ''}`];
    case 'backupListCommand':
      return [...call, 'repo-ls', `backup/${stanza ?? ''}`];
    case 'historyListCommand':
      return [...call, 'repo-ls', '--recurse', `backup/${stanza ?? ''}/backup.history`];
  }
}

/** As a person types it. */
export function typed(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

export const toolOf = (settings: BackupSettings, stanza: string): string =>
  typed([...pgbackrest(settings), `--stanza=${stanza}`]);
