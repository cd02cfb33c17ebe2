import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InvalidInput } from '../domain/errors.ts';

/**
 * Where SOLEMATE_FILES names a folder, files are read and written in it alone, links followed: on a bastion people share
 * an account whose other files are nobody's to see (docs/bastion.md).
 * @throws InvalidInput for a path outside of it
 */
export async function demandAllowed(path: string): Promise<void> {
  const folder = process.env['SOLEMATE_FILES'];
  if (folder === undefined || folder === '') return;
  const whole = resolve(path);
  const real = await realpath(whole).catch(async () =>
    join(await realpath(dirname(whole)).catch(() => dirname(whole)), basename(whole)),
  );
  const inside = relative(await realFolder(folder), real);
  if (inside === '' || inside === '..' || inside.startsWith('../') || resolve(inside) === inside) {
    throw new InvalidInput(`"${path.slice(0, 200)}" is not in the folder for files.`, {
      hint: 'A name without a path is taken from it; here no other file can be read or written.',
    });
  }
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw new InvalidInput(`The folder for files, SOLEMATE_FILES=${folder.slice(0, 200)}, cannot be opened.`, {
      hint: 'Whoever runs this machine must make it; until then no file can be read or written here.',
      cause: error,
    });
  }
}
