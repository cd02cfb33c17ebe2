import { PassThrough } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CapturedIo {
  readonly io: Io;
  readonly stdin: PassThrough;
  stdout(): string;
  stderr(): string;
}

export interface Streams {
  /** What is piped in; with `tty` what the person types. */
  readonly stdin?: string;
  /** Standard input stays open after that: more may come. */
  readonly open?: boolean;
  /** Columns of the terminal on both outputs; absent: pipes. */
  readonly tty?: number;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
}

export function capture({ stdin = '', open = false, tty, signal, env = {} }: Streams = {}): CapturedIo {
  const terminal = tty === undefined ? {} : { isTTY: true, columns: tty };
  const input = Object.assign(new PassThrough(), terminal);
  const out = Object.assign(new PassThrough(), terminal);
  const err = Object.assign(new PassThrough(), terminal);
  const texts = { out: '', err: '' };
  out.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  err.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  if (tty === undefined && !open) input.end(stdin);
  else input.write(stdin);
  const io = { stdin: input, stdout: out, stderr: err, env, signal: signal ?? new AbortController().signal };
  return { io, stdin: input, stdout: () => texts.out, stderr: () => texts.err };
}

/** One command line in this process, with captured streams. */
export async function solemate(argv: readonly string[], streams: Streams = {}): Promise<Ran> {
  const captured = capture(streams);
  const code = await runCli(argv, captured.io, () => Promise.reject(new Error('no terminal in this test')));
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}
