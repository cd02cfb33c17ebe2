import { spawn, type ChildProcess } from 'node:child_process';
import type { Account } from '../embedded/binaries.ts';
import { isError } from '../errno.ts';

export interface CommandOptions {
  readonly timeoutMs: number;
  /** More than this many bytes are no answer. */
  readonly largest: number;
  /** As root: whom to run it as, so that no log or lock of root's is left in their way. */
  readonly account?: Account | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Told the process group, for who must end it when we cannot any more. */
  readonly onStart?: (group: number) => void;
}

/** What a command printed, or in one sentence why that is worth nothing. */
export type Answer = { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly why: string };

/**
 * Runs one command without a shell, as a process group of its own. Whatever it does, the answer comes within the time:
 * the whole group is killed then, for pgBackRest waits two minutes for a host that does not answer, and its children
 * with it. Exit code 0 with an error on standard error is a failure too.
 */
export function ask(argv: readonly string[], options: CommandOptions): Promise<Answer> {
  const [program = '', ...args] = argv;
  const { timeoutMs, largest, account, env, signal, onStart } = options;
  return new Promise((resolve) => {
    const failed = (why: string) => finish({ ok: false, why });
    if (program === '') {
      resolve({ ok: false, why: 'the command is empty' });
      return;
    }
    if (signal?.aborted) {
      resolve({ ok: false, why: `${program} was interrupted` });
      return;
    }
    let child: ChildProcess;
    try {
      const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe'];
      const environment = { ...process.env, LC_ALL: 'C', ...env };
      child = spawn(program, args, {
        ...account,
        stdio,
        env: environment,
        cwd: '/',
        detached: true,
        windowsHide: true,
      });
    } catch (error) {
      resolve({ ok: false, why: couldNotStart(program, error) });
      return;
    }
    if (child.pid !== undefined) onStart?.(child.pid);
    const out: Buffer[] = [];
    let length = 0;
    let said = '';
    let over = false;
    const timer = setTimeout(() => stop(`${program} did not answer within ${timeoutMs / 1000} s`), timeoutMs);
    const interrupt = () => stop(`${program} was interrupted`);
    signal?.addEventListener('abort', interrupt, { once: true });

    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > largest) stop(`${program} printed more than ${Math.round(largest / 1024 / 1024)} MB`);
      else out.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString();
    });
    child.once('error', (error) => failed(couldNotStart(program, error)));
    child.once('close', (code, killedBy) => {
      if (code !== 0) failed(`${program} ended with ${code ?? killedBy ?? 'nothing'}: ${reasonIn(said)}`);
      else if (/\b(?:ERROR|FATAL|error|fatal)\b/u.test(said))
        failed(`${program} ended with 0, but says: ${reasonIn(said)}`);
      else finish({ ok: true, stdout: Buffer.concat(out).toString('utf8') });
    });

    function stop(why: string): void {
      killGroup(child.pid);
      failed(why);
    }

    function finish(answer: Answer): void {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      // A grandchild in a session of its own may still hold the pipes.
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      resolve(answer);
    }
  });
}

/** All of it: pgBackRest's own workers, ssh, whatever they started. */
export function killGroup(group: number | undefined): void {
  if (group === undefined || group <= 1) return;
  try {
    process.kill(process.platform === 'win32' ? group : -group, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function couldNotStart(program: string, error: unknown): string {
  const code = isError(error) && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `${program} is not installed on this machine, or not in PATH`;
  if (code === 'EACCES') return `${program} may not be run by this user`;
  return `${program} cannot be started (${code || String(error)})`;
}

/** pgBackRest's errors begin with their code: `ERROR: [103]: unable to find a valid repository`. */
function reasonIn(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const found = lines.find((line) => /ERROR|FATAL|error|denied/u.test(line)) ?? lines.find((line) => line !== '');
  return (found ?? 'it gave no reason').slice(0, 200);
}
