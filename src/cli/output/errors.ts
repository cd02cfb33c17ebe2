import { clean } from '../../domain/display.ts';
import { DomainError, Interrupted } from '../../domain/errors.ts';
import type { Globals } from '../context.ts';
import type { Io } from '../io.ts';

export interface Told {
  readonly code: string;
  readonly exitCode: number;
  readonly message: string;
  readonly hint?: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

/** Any failure as what the contract knows: a code, an exit code, a sentence, a hint. */
export function tell(error: unknown, signal: AbortSignal): Told {
  if (error instanceof DomainError) {
    const { code, exitCode, message, hint, details } = error;
    return { code, exitCode, message, details, ...(hint !== undefined && { hint }) };
  }
  if (signal.aborted && isAbort(error)) return tell(new Interrupted('Stopped.'), signal);
  const seen = error instanceof Error ? error : new Error(String(error));
  return {
    code: 'unexpected',
    exitCode: 1,
    message: `Something unexpected happened: ${seen.message || seen.name}`,
    hint: 'This is a bug. Run it again with --verbose and report what it prints.',
    details: {},
    ...(seen.stack !== undefined && { stack: seen.stack }),
  };
}

const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'ABORT_ERR'));

/** On standard error: a sentence and a hint for people, one document with --json. */
export function printError(told: Told, io: Io, globals: Pick<Globals, 'json' | 'verbose'>): void {
  const { code, message, hint, details, stack } = told;
  if (globals.json) {
    io.stderr.write(`${JSON.stringify({ error: { code, message, hint: hint ?? null, details } })}\n`);
    return;
  }
  io.stderr.write(`solemate: ${clean(message)}\n`);
  if (hint !== undefined) io.stderr.write(`  ${clean(hint)}\n`);
  if (globals.verbose && stack !== undefined) {
    for (const line of stack.split('\n')) io.stderr.write(`  ${clean(line)}\n`);
  }
}
