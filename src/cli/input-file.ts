import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { Interrupted, InvalidInput } from '../domain/errors.ts';
import type { InputFileValue } from '../operations/fields.ts';
import type { Io } from './io.ts';

/**
 * A file given on the command line, read as a stream; `-` is standard input.
 * @throws InvalidInput when it is missing, a folder or unreadable: before anything is begun.
 */
export async function inputFile(given: string, io: Io, flag: string): Promise<InputFileValue> {
  if (given === '-') return standardInput(io, flag);
  await checkReadable(given);
  return { name: given, open: () => chunks(createReadStream(given, { signal: io.signal }), io) };
}

async function checkReadable(path: string): Promise<void> {
  const shown = path.slice(0, 200);
  if (path === '' || path.includes('\0')) throw new InvalidInput(`"${shown}" is no file name.`);
  try {
    if ((await stat(path)).isDirectory()) throw new InvalidInput(`"${shown}" is a folder, a file is needed.`);
    await access(path, constants.R_OK);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new InvalidInput(missing ? `There is no file "${shown}".` : `The file "${shown}" cannot be read.`, {
      hint: missing ? 'Check the path, or give - for standard input.' : 'Check its permissions.',
      cause: error,
    });
  }
}

function standardInput(io: Io, flag: string): InputFileValue {
  if (io.stdin.isTTY) {
    throw new InvalidInput(`--${flag} - reads standard input, but that is this terminal.`, {
      hint: `Pipe the data in, or give a path: --${flag} FILE.`,
    });
  }
  return { name: 'standard input', open: () => chunks(addAbortSignal(io.signal, io.stdin), io) };
}

async function* chunks(stream: AsyncIterable<unknown>, io: Io): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
  } catch (error) {
    if (io.signal.aborted) throw new Interrupted('Stopped while reading; nothing was changed.', { cause: error });
    throw error;
  }
}
