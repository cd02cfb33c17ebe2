/** Times are milliseconds since 1970 UTC, sizes bytes. */

/** A fact, or why it could not be seen: what was not seen is never taken for well. */
export type Seen<T> = { readonly seen: true; readonly value: T } | { readonly seen: false; readonly why: string };

export const seen = <T>(value: T): Seen<T> => ({ seen: true, value });
export const unseen = (why: string): { readonly seen: false; readonly why: string } => ({ seen: false, why });

export type BackupType = 'full' | 'diff' | 'incr';

export interface Backup {
  readonly label: string;
  readonly type: BackupType;
  readonly start: number;
  readonly stop: number;
  /** 24 hex digits: without these the backup is worth nothing. */
  readonly walStart: string;
  readonly walStop: string;
  readonly size: number;
  /** What it took in the repository, over the backup it builds on. */
  readonly repositoryDelta: number;
  /** Pages with a wrong checksum were found while it was made. */
  readonly error: boolean;
  readonly databaseId: number;
  /** The restore drill that was noted on it (`pgbackrest annotate`). */
  readonly drill?: DrillRecord;
}

export interface DrillRecord {
  readonly at: number;
  readonly ok: boolean;
}

/** One stanza of `pgbackrest info`. */
export interface Repository {
  readonly stanza: string;
  readonly code: number;
  readonly message: string;
  readonly lockHeld: boolean;
  /** Oldest first. */
  readonly backups: readonly Backup[];
  /** The clusters this stanza has held, the present one last; ids exceed 2^53, so they are text. */
  readonly databases: readonly { readonly id: number; readonly systemId: string; readonly version: string }[];
  readonly archives: readonly { readonly id: string; readonly databaseId: number; readonly max: string | undefined }[];
}

/** A WAL file in the repository. */
export interface ArchivedFile {
  readonly archiveId: string | undefined;
  /** 24 hex digits. */
  readonly name: string;
  readonly time: number;
}

export interface Disk {
  readonly size: number;
  readonly free: number;
}

export interface Server {
  readonly now: number;
  readonly standby: boolean;
  readonly systemId: string | undefined;
  readonly segmentSize: number;
  readonly archiveMode: string;
  /** archive_command or, from PostgreSQL 15 on, archive_library. */
  readonly archivesSomehow: boolean;
  /** Seconds. */
  readonly archiveTimeout: number;
  readonly lastArchived: string | undefined;
  readonly lastArchivedAt: number | undefined;
  /** The first audited change after that: what a shop wrote after an idle night does not wait since the evening. */
  readonly changedSince: number | undefined;
  readonly lastFailed: string | undefined;
  readonly lastFailedAt: number | undefined;
  readonly failedCount: number;
  /** Where WAL is written now; undefined on a standby. */
  readonly lsn: bigint | undefined;
  /** Segments that wait for the archiver; undefined: may not be seen. */
  readonly ready: { readonly count: number; readonly oldest: number | undefined } | undefined;
  /** Undefined: checksums are off, or may not be seen. */
  readonly checksumFailures: number | undefined;
  /** When each backup that runs now began; null: may not be seen. */
  readonly sessions: readonly (number | null)[];
  /** What the login may not see, in words. */
  readonly unseen: readonly string[];
}

export interface Facts {
  /** The moment of the judgement. */
  readonly now: number;
  /** That moment was asked for (`--as-of`): what the server says of itself is of another one. */
  readonly asOf: boolean;
  /** How pgBackRest is called here, for what people are told to type: `pgbackrest --stanza=main`. */
  readonly tool: string;
  readonly repository: Seen<Repository>;
  readonly wal: Seen<readonly ArchivedFile[]>;
  /** Labels of the backups whose directories are there. */
  readonly directories: Seen<readonly string[]>;
  /** When the first backup of this repository was made; it may have expired since. */
  readonly firstBackup: Seen<number | undefined>;
  /** Undefined: there is no disk that could be full. */
  readonly disk: Seen<Disk> | undefined;
  readonly server: Seen<Server>;
  /** Drills that were run by this program. */
  readonly drills: readonly DrillRecord[];
  /** `pgbackrest stop` was run on this machine. */
  readonly stopped: boolean;
}
