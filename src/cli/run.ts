import { setImmediate as turn } from 'node:timers/promises';
import { version } from '../domain/version.ts';
import { completionWord, type CommandSource } from './command.ts';
import type { Globals } from './context.ts';
import type { EarlyStore } from './early-store.ts';
import { isPipeError, PipeClosed, write, type Io } from './io.ts';
import { locate } from './locate.ts';
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
    return await runLine(argv, io, terminal, (read) => {
      globals = read;
    });
  } catch (error) {
    if (error instanceof PipeClosed || isPipeError(error)) return 0;
    const told = tell(error, io.signal);
    printError(told, io, globals);
    return told.exitCode;
  }
}

/** @param read told what the flags of every command say, once they are read */
async function runLine(
  argv: readonly string[],
  io: Io,
  terminal: OpenTerminal,
  read: (globals: Globals) => void,
): Promise<number> {
  const { commandSources } = await import('./commands.ts');
  const early = await openedEarly(argv, commandSources);
  try {
    const { completeWords, makeCli, parse, readGlobals, whereabouts } = await import('./command-line.ts');
    await turn();
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
    }
    const all = readGlobals(parsed.args, io);
    read(all);
    return await parsed.command.run(parsed.args, makeCli(io, all, early));
  } finally {
    if (early?.abandon()) io.leave?.();
  }
}

/** The server answers while what reads and runs the line is still being loaded; each turn hears what it has said. */
async function openedEarly(
  argv: readonly string[],
  commands: readonly CommandSource[],
): Promise<EarlyStore | undefined> {
  if (!locate(argv, commands).source?.signedIn) return undefined;
  const { openEarly } = await import('./early-store.ts');
  const early = openEarly(argv);
  await turn();
  return early;
}
