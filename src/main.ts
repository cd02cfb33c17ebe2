import { runCli } from './cli/run.ts';
import { Interrupted } from './domain/errors.ts';

const stop = new AbortController();
const interrupted = new Interrupted('Stopped.').exitCode;

function interrupt(): void {
  // Asked twice: what runs does not let itself be stopped.
  if (stop.signal.aborted) process.exit(interrupted);
  stop.abort();
}

// The full-screen terminal has its own ideas about signals and listens itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

// A closed pipe is told to whoever writes next (cli/io.ts); without a listener it would be a crash.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

let stdin: NodeJS.ReadStream | undefined;

async function main(): Promise<void> {
  process.exitCode = await runCli(
    process.argv.slice(2),
    {
      // Opened only by what reads it: opening alone can hold a process that was started with an open pipe.
      get stdin() {
        return (stdin ??= process.stdin);
      },
      stdout: process.stdout,
      stderr: process.stderr,
      env: process.env,
      signal: stop.signal,
      // A server that does not answer must not hold a line that asks it nothing; a connection gets time to end in order.
      leave: () => void setTimeout(() => process.exit(), 100).unref(),
    },
    async (options) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt);
      const { startTerminal } = await import('./tui/open.ts');
      return startTerminal(options);
    },
  );
  // What we did not read to its end must not hold the process.
  stdin?.destroy();
}

void main();
