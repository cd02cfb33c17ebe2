import { chownSync, existsSync, lstatSync, statSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { Interrupted, Refused } from '../../domain/errors.ts';
import { clientConfig, parseDatabaseUrl } from '../database/url.ts';
import { errorCode } from '../errno.ts';
import type { Home } from '../home.ts';
import type { Copyable } from '../pgbackrest/source.ts';
import { reachableByOthers } from './binaries.ts';

export interface Copied {
  readonly files: number;
  readonly bytes: number;
}

/** What a server makes anew when it starts (PostgreSQL's manual, "Making a base backup"). */
const emptied = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
const leftOut = /^(?:postmaster\.(?:pid|opts)|pgsql_tmp.*|pg_internal\.init.*)$/u;

/** @throws Refused when nothing may be put there */
export function demandCopyPlace(directory: string, source: Copyable): void {
  if (existsSync(directory))
    throw new Refused(`${directory} is there already.`, { hint: 'Name a directory that is to be made.' });
  if (!existsSync(dirname(directory))) throw new Refused(`${dirname(directory)} is not there.`);
  if (`${directory}/`.startsWith(`${source.dataDirectory}/`))
    throw new Refused(`${directory} lies in the store itself.`);
  if (process.getuid?.() === 0 && !reachableByOthers(dirname(directory))) {
    throw new Refused(
      `${dirname(directory)} is closed to others, and PostgreSQL does not run as root: the copy could not be opened.`,
      {
        hint: 'Copy it below a directory that others may pass, such as /var/tmp.',
      },
    );
  }
}

/**
 * A consistent copy of the running store, made with PostgreSQL's low-level backup functions, as a home of its own:
 * `solemate --home DIRECTORY` opens it. It appears by rename, so that no half of one is ever taken for a copy.
 */
export async function copyStore(
  source: Copyable,
  home: Home,
  directory: string,
  signal: AbortSignal | undefined,
  onFile: (files: number) => void,
): Promise<Copied> {
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  const client = new pg.Client(clientConfig(parseDatabaseUrl(await source.superuserUrl(), 'The store')));
  await client.connect();
  try {
    const data = join(partial, 'postgres', 'data');
    await mkdir(data, { recursive: true, mode: 0o711 });
    const copier = new Copier(source.dataDirectory, signal, onFile);
    // The slot keeps the WAL that the copy needs from being recycled; it goes with the connection.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`solemate_copy_${process.pid}`]);
    const { rows: begun } = await client.query<{ segment: string }>(
      "select pg_walfile_name(pg_backup_start('solemate backup copy', true)) as segment",
    );
    await copier.tree('', data);
    const { rows: ended } = await client.query<{ labelfile: string; segment: string }>(
      'select labelfile, pg_walfile_name(lsn) as segment from pg_backup_stop(false)',
    );
    await writeFile(join(data, 'backup_label'), ended[0]?.labelfile ?? '', { mode: 0o600 });
    copier.owned(join(data, 'backup_label'));
    const segments = (await readdir(join(source.dataDirectory, 'pg_wal'))).filter(
      (name) => /^[0-9A-F]{24}$/u.test(name) && name >= (begun[0]?.segment ?? '') && name <= (ended[0]?.segment ?? ''),
    );
    for (const name of segments) await copier.file(join('pg_wal', name), join(data, 'pg_wal', name));
    // Without its key the copy's telephone numbers could not be read.
    if (existsSync(join(home.data, 'pii.key'))) {
      await copyFile(join(home.data, 'pii.key'), join(partial, 'pii.key'));
      await chmod(join(partial, 'pii.key'), 0o600);
    }
    await rename(partial, directory);
    return { files: copier.files, bytes: copier.bytes };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

class Copier {
  files = 0;
  bytes = 0;
  readonly #source: string;
  readonly #signal: AbortSignal | undefined;
  readonly #onFile: (files: number) => void;

  constructor(source: string, signal: AbortSignal | undefined, onFile: (files: number) => void) {
    this.#source = source;
    this.#signal = signal;
    this.#onFile = onFile;
  }

  async tree(path: string, target: string): Promise<void> {
    await mkdir(target, { recursive: true, mode: 0o700 });
    await chmod(target, 0o700);
    this.owned(target);
    if (emptied.includes(path)) {
      if (path === 'pg_wal') await this.tree('pg_wal/archive_status', join(target, 'archive_status'));
      return;
    }
    if (path === 'pg_wal/archive_status') return;
    for (const entry of await readdir(join(this.#source, path), { withFileTypes: true })) {
      const inner = path === '' ? entry.name : join(path, entry.name);
      if (leftOut.test(basename(inner))) continue;
      if (entry.isDirectory()) await this.tree(inner, join(target, entry.name));
      else if (entry.isFile()) await this.file(inner, join(target, entry.name));
    }
  }

  /** Tables are dropped while we copy: what is gone is not missed, the WAL says so too. */
  async file(path: string, target: string): Promise<void> {
    if (this.#signal?.aborted) throw new Interrupted('The copy was interrupted; what there was of it is gone again.');
    try {
      await copyFile(join(this.#source, path), target);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      throw error;
    }
    await chmod(target, 0o600);
    this.owned(target);
    this.files += 1;
    this.bytes += statSync(target).size;
    this.#onFile(this.files);
  }

  /** As root the store belongs to another account, and so must its copy. */
  owned(path: string): void {
    if (process.getuid?.() !== 0) return;
    const { uid, gid } = lstatSync(this.#source);
    chownSync(path, uid, gid);
  }
}
