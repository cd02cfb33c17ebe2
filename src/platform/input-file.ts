import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { InvalidInput } from '../domain/errors.ts';
import { errorCode } from './errno.ts';
import { demandAllowed } from './allowed-file.ts';

/** A file that an operation is given, opened when it is read. @throws as checkReadable, at once */
export async function fileAt(path: string): Promise<{ name: string; open: () => AsyncIterable<Uint8Array> }> {
  await checkReadable(path, 'Check the path.');
  return { name: path, open: () => createReadStream(path) as AsyncIterable<Uint8Array> };
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
