import { version } from '../domain/version.ts';
import { completionWord } from './command.ts';
import { isPipeError, PipeClosed, write, type Io } from './io.ts';
import { printError, tell } from './output/errors.ts';

export interface TerminalOptions {
  readonly url?: string;
  readonly profile?: string;
  readonly home?: string;
  readonly readOnly: boolean;
  readonly role?: string;
}

/** Opens the full-screen terminal; resolves with its exit code when it is left. */
export type OpenTerminal = (options: TerminalOptions) => Promise<number>;

/**
 * One run of the command line.
 * @param argv without node and script
 * @returns the exit code of operations.md; never throws, never exits
 */
export async function runCli(argv: readonly string[], io: Io, terminal: OpenTerminal): Promise<number> {
  // Before flags are read it is the word itself that says how an error is printed.
  const wanted = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  let globals = { json: wanted.includes('--json'), verbose: wanted.includes('--verbose') };
  try {
    if (argv.length === 1 && argv[0] === '--version') {
      await write(io.stdout, `${version}\n`);
      return 0;
    }
    if (argv.length === 0) {
      // Nothing to be read: the terminal opens without what reads command lines.
      const { readGlobals, whereabouts } = await import('./context.ts');
      return await terminal(whereabouts(readGlobals({}, io)));
    }
    const { commandSources, completeWords, makeCli, parse, readGlobals, whereabouts } =
      await import('./command-line.ts');
    if (argv[0] === completionWord) {
      await write(io.stdout, await completeWords(argv[1] ?? '', argv.slice(2), commandSources));
      return 0;
    }
    const asked = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
    const parsed = await parse(asked, commandSources, io.stdout.columns ?? 100);
    switch (parsed.kind) {
      case 'help':
        await write(io.stdout, `${parsed.text}\n`);
        return 0;
      case 'version':
        await write(io.stdout, `${version}\n`);
        return 0;
      case 'terminal': {
        const { role } = parsed.args;
        const all = readGlobals(parsed.args, io);
        return await terminal({ ...whereabouts(all), ...(typeof role === 'string' && { role }) });
      }
      case 'run': {
        const all = readGlobals(parsed.args, io);
        globals = all;
        return await parsed.command.run(parsed.args, makeCli(io, all));
      }
    }
  } catch (error) {
    if (error instanceof PipeClosed || isPipeError(error)) return 0;
    const told = tell(error, io.signal);
    printError(told, io, globals);
    return told.exitCode;
  }
}
