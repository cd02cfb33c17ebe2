import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Account } from '../embedded/binaries.ts';
import { readFileIfAny } from '../home.ts';
import { pgbackrest, type BackupSettings } from './settings.ts';

/** What pgbackrest.conf of this machine says about one stanza: its own section before [global]. */
export interface LocalConfig {
  readonly option: (name: string) => string | undefined;
}

const usualFiles = ['/etc/pgbackrest/pgbackrest.conf', '/etc/pgbackrest.conf'];

export function readLocalConfig(settings: BackupSettings, stanza: string | undefined): LocalConfig {
  const words = pgbackrest(settings);
  const told = words.find((word) => word.startsWith('--config='))?.slice('--config='.length);
  const files = told === undefined ? [process.env['PGBACKREST_CONFIG'] ?? '', ...usualFiles] : [told];
  const sections = parse(
    files.map((file) => (file === '' ? undefined : textOf(file))).find((text) => text !== undefined) ?? '',
  );
  return {
    option: (name) => {
      const spoken = words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
      return spoken ?? sections.get(stanza ?? '')?.get(name) ?? sections.get('global')?.get(name);
    },
  };
}

/** A file that may not be read says as little as none. */
function textOf(file: string): string | undefined {
  try {
    return readFileIfAny(file);
  } catch {
    return undefined;
  }
}

function parse(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = '';
  for (const line of text.split('\n')) {
    const header = /^\s*\[([^\]]+)\]/u.exec(line)?.[1];
    if (header !== undefined) section = header;
    const [, name, value] = /^\s*([a-z0-9-]+)\s*=\s*(.*?)\s*$/u.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const options = sections.get(section) ?? new Map<string, string>();
    sections.set(section, options.set(name, value));
  }
  return sections;
}

/** Where the repository lies, when it lies on a disk of this machine. */
export function repositoryPath({ option }: LocalConfig): string | undefined {
  if (option('repo1-host') !== undefined) return undefined;
  const type = option('repo1-type') ?? 'posix';
  return type === 'posix' || type === 'cifs' ? (option('repo1-path') ?? '/var/lib/pgbackrest') : undefined;
}

/** `pgbackrest stop` leaves a file on the machine where it was run. */
export function isStopped({ option }: LocalConfig, stanza: string): boolean {
  const locks = option('lock-path') ?? '/tmp/pgbackrest';
  return [`${stanza}.stop`, 'all.stop'].some((name) => existsSync(join(locks, name)));
}

/**
 * As root: the account that pgBackRest and PostgreSQL run as here. Else ourselves, and nothing is to be changed.
 * @throws nothing: undefined when there is nobody else
 */
export async function accountOf(settings: BackupSettings, config: LocalConfig): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (settings.user !== undefined) return accountNamed(settings.user);
  for (const path of [config.option('pg1-path'), repositoryPath(config)]) {
    const owner = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
    if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  return undefined;
}

async function accountNamed(name: string): Promise<Account | undefined> {
  const run = promisify(execFile);
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
