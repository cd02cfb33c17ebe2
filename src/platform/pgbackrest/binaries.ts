import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BackupSettings } from './settings.ts';

/** Where packages put the programs of one major version: Debian and Ubuntu, the RPMs of PostgreSQL, Homebrew. */
const usual = (version: string): readonly string[] => [
  `/usr/lib/postgresql/${version}/bin`,
  `/usr/pgsql-${version}/bin`,
  `/opt/homebrew/opt/postgresql@${version}/bin`,
];

/** Directory with postgres and pg_ctl of this version; undefined: not on this machine. */
export function postgresBin(settings: BackupSettings, version: string): string | undefined {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = settings.postgresBin === undefined ? [...usual(version), ...path] : [settings.postgresBin];
  return candidates.find((directory) => existsSync(join(directory, 'postgres')));
}
