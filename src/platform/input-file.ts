import { createReadStream } from 'node:fs';
import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InvalidInput } from '../domain/errors.ts';
import { errorCode } from './errno.ts';

/** A file that an operation is given, opened when it is read. @throws as checkReadable, at once */
export async function fileAt(path: string): Promise<{ name: string; open: () => AsyncIterable<Uint8Array> }> {
  await checkReadable(path, 'Check the path.');
  return { name: path, open: () => createReadStream(path) as AsyncIterable<Uint8Array> };
}

/**
 * Where SOLEMATE_FILES names a folder, files are read and written in it alone, links followed: on a bastion people share
 * an account whose other files are nobody's to see (docs/bastion.md).
 * @throws InvalidInput for a path outside of it
 */
export async function demandAllowed(path: string): Promise<void> {
  const folder = process.env['SOLEMATE_FILES'];
  if (folder === undefined || folder === '') return;
  const whole = resolve(path);
  const real = await realpath(whole).catch(async () => join(await realpath(dirname(whole)), basename(whole)));
  const inside = relative(await realpath(folder), real);
  if (inside === '' || inside === '..' || inside.startsWith('../') || resolve(inside) === inside) {
    throw new InvalidInput(`"${path.slice(0, 200)}" is not in the folder for files.`, {
      hint: 'A name without a path is taken from it; here no other file can be read or written.',
    });
  }
}

/** @throws InvalidInput when it is missing, a folder, unreadable or not allowed: before anything is begun */
export async function checkReadable(path: string, whenMissing: string): Promise<void> {
  const shown = path.slice(0, 200);
  if (path === '' || path.includes('\0')) throw new InvalidInput(`"${shown}" is no file name.`);
  try {
    await demandAllowed(path);
    if ((await stat(path)).isDirectory()) throw new InvalidInput(`"${shown}" is a folder, a file is needed.`);
    await access(path, constants.R_OK);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    const missing = errorCode(error) === 'ENOENT';
    throw new InvalidInput(missing ? `There is no file "${shown}".` : `The file "${shown}" cannot be read.`, {
      hint: missing ? whenMissing : 'Check its permissions.',
      cause: error,
    });
  }
}
