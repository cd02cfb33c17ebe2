import { readSettings } from '../config.ts';
import type { Home } from '../home.ts';
import type { BackupSettings } from './settings.ts';

/** What comes with the program and can be copied while it runs. */
export interface Copyable {
  readonly dataDirectory: string;
  /** As its superuser, whom nobody else is: the low-level backup functions are theirs. */
  superuserUrl(): Promise<string>;
}

/** The backups of one store: how they are looked at, and what can be done with them from here. */
export interface BackupSource {
  readonly settings: BackupSettings;
  readonly home: Home;
  /** The store for trying out: nothing backs it up. */
  readonly embedded: Copyable | undefined;
}

/** @throws InvalidInput when config.json is wrong */
export function backupsOf(home: Home, embedded?: Copyable): BackupSource {
  return { settings: readSettings(home).backup ?? {}, home, embedded };
}
