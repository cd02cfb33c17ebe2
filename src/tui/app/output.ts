import { accessSync, constants, realpathSync, writeSync } from 'node:fs';
import process from 'node:process';
import { errorCode } from '../../platform/errno.ts';

export interface Output {
  /** For Ink: standard output, save that a frame which nobody could read in time is left out. */
  readonly frames: NodeJS.WriteStream;
  readonly write: (bytes: string) => void;
  /** Everything written has gone to the terminal; false: not within so many milliseconds. */
  readonly flushed: (within: number) => Promise<boolean>;
  /** Off while another program has the terminal: what it inherits is the same open file, and few expect it not to wait. */
  readonly setWaiting: (waits: boolean) => void;
  /** For a process that is about to end and runs no events any more. Half a sequence that stood before it is called off. */
  readonly lastWord: (bytes: string) => void;
}

export type TerminalStream = NodeJS.WriteStream & { readonly fd: number };

/** Some frames of a large terminal. */
const mostUnread = 200_000;

/**
 * Writes without ever waiting for the terminal. Node waits by itself: the process then stands in the kernel until somebody
 * reads, and where a line hangs nobody does, so that no key, no live change and not even SIGTERM is heard.
 * @param torn frames were left out, and the terminal reads again: the whole has to be drawn anew
 */
export function createOutput(stdout: TerminalStream, torn: () => void): Output {
  let behind = false;

  function frame(text: string, ...rest: readonly (string | ((error?: Error | null) => void))[]): boolean {
    const done = rest.find((one) => typeof one === 'function');
    if (!behind && stdout.writableLength > mostUnread) {
      behind = true;
      stdout.once('drain', () => {
        behind = false;
        torn();
      });
    }
    if (!behind) return stdout.write(text, done);
    // What waits until all is written goes on: there is nothing of it to come.
    if (done) setImmediate(done);
    return false;
  }

  const output: Output = {
    frames: new Proxy(stdout, {
      get: (target, name): unknown => (name === 'write' ? frame : Reflect.get(target, name)),
    }),
    write: (bytes) => void stdout.write(bytes),
    async flushed(within) {
      if (stdout.writableLength === 0) return true;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => resolve(false), within);
      stdout.write('', () => resolve(true));
      return promise.finally(() => clearTimeout(timer));
    },
    setWaiting(waits) {
      // Standard error too: Ink gives the cursor back through it at the very end.
      for (const stream of [stdout, process.stderr]) {
        if (stream.isTTY && (waits || isOurs(stream.fd))) handleOf(stream)?.setBlocking?.(waits);
      }
    },
    lastWord(bytes) {
      for (let tries = 0; tries < 20; tries += 1) {
        try {
          return void writeSync(stdout.fd, stdout.writableLength > 0 ? callOff + bytes : bytes);
        } catch (error) {
          // Full: a slow terminal gets a moment. Gone: there is nothing to restore.
          if (errorCode(error) !== 'EAGAIN') return;
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
        }
      }
    },
  };
  output.setWaiting(false);
  return output;
}

/** CAN: a terminal drops the sequence it is in. */
const callOff = '\u0018';

/**
 * Whether the runtime could open the terminal anew for itself. Where it could not (it belongs to another user, after `su`),
 * it shares the shell's own open file, counts on that to wait, and would ask without end whether there is room now.
 */
function isOurs(fd: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    accessSync(realpathSync(`/dev/fd/${fd}`), constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Node has no public word for it. */
function handleOf(stream: TerminalStream): { setBlocking?: (blocking: boolean) => void } | undefined {
  return (stream as { _handle?: { setBlocking?: (blocking: boolean) => void } })._handle;
}
