import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InvalidInput } from '../domain/errors.ts';
import { demandAllowed } from './allowed-file.ts';

/** Takes one piece; the next may come when it is written. */
export type WritePiece = (piece: string) => Promise<void>;

/**
 * Writes a file whole or not at all: beside its place first, so that whoever reads it never sees half of one, and what
 * was there stays until all is written. @throws InvalidInput where it cannot be, and what `write` throws
 */
export async function writeWhole<T>(file: string, write: (put: WritePiece) => Promise<T>): Promise<T> {
  await demandWritable(file);
  const draft = join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}`);
  const handle = await open(draft, 'wx').catch((error: unknown) => {
    throw new InvalidInput(`"${file.slice(0, 200)}" cannot be written.`, {
      hint: 'Check that its folder is there and may be written to.',
      cause: error,
    });
  });
  try {
    const written = await write((piece) => handle.writeFile(piece));
    await handle.sync();
    await handle.close();
    await rename(draft, file);
    return written;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function demandWritable(file: string): Promise<void> {
  const shown = file.slice(0, 200);
  if (file === '' || file.includes('\0')) throw new InvalidInput(`"${shown}" is no file name.`);
  await demandAllowed(file);
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new InvalidInput(`"${shown}" is a folder, a file name is needed.`);
}
