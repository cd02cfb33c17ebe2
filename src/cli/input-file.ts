import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { Interrupted, InvalidInput } from '../domain/errors.ts';
import type { InputFileValue } from '../operations/fields.ts';
import { checkReadable } from '../platform/input-file.ts';
import type { Io } from './io.ts';

/**
 * A file given on the command line, read as a stream; `-` is standard input.
 * @throws InvalidInput when it is missing, a folder or unreadable: before anything is begun.
 */
export async function inputFile(given: string, io: Io, flag: string): Promise<InputFileValue> {
  if (given === '-') return standardInput(io, flag);
  await checkReadable(given, 'Check the path, or give - for standard input.');
  return { name: given, open: () => chunks(createReadStream(given, { signal: io.signal }), io) };
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
