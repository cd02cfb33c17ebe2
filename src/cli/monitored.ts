import { clean } from '../domain/display.ts';
import { Interrupted } from '../domain/errors.ts';
import type { Cli } from './context.ts';
import { isPipeError, PipeClosed } from './io.ts';
import { printError, tell } from './output/errors.ts';

/** UNKNOWN of the monitoring plugins' guidelines. */
const unknown = 3;

/** A command that a monitor calls: what went wrong is UNKNOWN with its reason, never another one of its exit codes. */
export async function monitored(cli: Cli, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted || error instanceof PipeClosed || isPipeError(error)) throw error;
    const told = tell(error, cli.io.signal);
    const why = { rule: 'can we ask', status: 'UNKNOWN', figure: told.message, limit: '', advice: told.hint ?? '' };
    const line = `UNKNOWN - ${clean(told.message).replaceAll('|', '/')}`;
    await cli.out(cli.globals.json ? `${JSON.stringify({ status: 'UNKNOWN', rules: [why] })}\n` : `${line}\n`);
    printError(told, cli.io, cli.globals);
    return unknown;
  }
}
