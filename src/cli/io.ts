import type { Readable, Writable } from 'node:stream';
import { Interrupted } from '../domain/errors.ts';

type Terminal = { readonly isTTY?: boolean; readonly columns?: number };

/** The outside of one run of the command line: main.ts gives the process's own, tests give captured ones. */
export interface Io {
  readonly stdin: Readable & Terminal;
  readonly stdout: Writable & Terminal;
  readonly stderr: Writable & Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  /** What is still on its way is needed by nobody: the process need not wait for it. */
  readonly leave?: () => void;
}

/** Nobody reads our output any more (`| head -1`): an end, not a failure. */
export class PipeClosed extends Error {}

/** Writes and waits while the reader is slower than we are, so that a long export keeps memory flat. */
export async function write(stream: Writable, text: string, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) throw new Interrupted('Stopped.');
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else if (isPipeError(error)) reject(new PipeClosed('the reader is gone', { cause: error }));
      else reject(error);
    });
  });
}

export function isPipeError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EPIPE', 'ERR_STREAM_DESTROYED'].includes((error.code as string) || '')
  );
}
