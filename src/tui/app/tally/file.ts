import { readFile, stat } from 'node:fs/promises';
import { InvalidInput } from '../../../domain/errors.ts';
import { demandAllowed } from '../../../platform/allowed-file.ts';

const mostBytes = 2_000_000;

/** A list of codes from a file of the machine that this runs on. @throws InvalidInput */
export async function readList(path: string): Promise<string> {
  await demandAllowed(path);
  try {
    const { size } = await stat(path);
    if (size <= mostBytes) return await readFile(path, 'utf8');
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';
    throw new InvalidInput(`${path.slice(0, 200)} cannot be read: ${why}.`);
  }
  throw new InvalidInput(`${path.slice(0, 200)} is larger than 2 MB.`, {
    hint: 'Use solemate inventory restock --file for large lists.',
  });
}
