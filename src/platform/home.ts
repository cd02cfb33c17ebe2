import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';
import { Unavailable } from '../domain/errors.ts';
import { errorCode } from './errno.ts';

/** Where this person's files are. With SOLEMATE_HOME everything is below that one directory. */
export interface Home {
  /** The embedded store, sessions, drafts, the key for contact data. */
  readonly data: string;
  /** config.json */
  readonly config: string;
  readonly logs: string;
}

export function findHome(given = process.env['SOLEMATE_HOME']): Home {
  if (given !== undefined && given !== '') return { data: given, config: given, logs: join(given, 'logs') };
  const { data, config, log } = envPaths('solemate', { suffix: '' });
  return { data, config, logs: log };
}

/**
 * Makes a directory of ours. As root others may pass through it (not look into it), for the embedded server runs as
 * another account; every file in it is 0600.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    throw new Unavailable(`The directory ${path} cannot be made (${code}).`, {
      hint: 'Set SOLEMATE_HOME to a directory that may be written.',
      cause: error,
    });
  }
}

/** The text of a file, or undefined when there is none. */
export function readFileIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Writes a 0600 file that after a crash is either the old one or the new one, never a part. */
export function writeFileSafely(path: string, text: string): void {
  const temporary = writeTemporary(path, text);
  renameSync(temporary, path);
  syncDirectory(dirname(path));
}

/** The same for a file that must not be replaced. @returns false when it was there already */
export function createFileSafely(path: string, text: string): boolean {
  const temporary = writeTemporary(path, text);
  try {
    linkSync(temporary, path);
    syncDirectory(dirname(path));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeTemporary(path: string, text: string): string {
  makeDirectory(dirname(path));
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}

function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Refuses a secret that others can read: who put it there may not know. */
export function demandPrivate(path: string): void {
  if (process.platform === 'win32') return;
  if ((statSync(path).mode & 0o077) === 0) return;
  throw new Unavailable(`${path} holds a secret and may be read by others.`, { hint: `Run: chmod 600 "${path}"` });
}
