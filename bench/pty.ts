import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';

/** A program on a PTY, timed by the bytes it writes: the same harness for ours and for what it is held against. */
export interface Watched {
  /** Milliseconds from a key at rest to the last byte of what it painted, and how many bytes that was. */
  press(key: string): Promise<{ readonly ms: number; readonly bytes: number }>;
  /** Typed without waiting for anything, as by somebody who knows the program. */
  type(text: string): void;
  /** Waits until it has written this. @returns milliseconds since it was started */
  sees(text: string): Promise<number>;
  /** Bytes that it writes in so many milliseconds when nobody touches it. */
  idle(ms: number): Promise<number>;
  /** Milliseconds of processor that it used so far, its own process alone. */
  cpu(): number;
  /** Resident memory in MB. */
  memory(): number;
  /** SIGTERM lets it leave in order, and keep its compiled code for the next start. */
  end(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** A frame is over when nothing came for so long. */
const quiet = 40;
/** Nothing is on its way any more, such as the preview of the row before. */
const rest = 150;
const patience = 30_000;

export function watch(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  size = { columns: 200, rows: 50 },
): Watched {
  const [file = '', ...args] = command;
  const started = performance.now();
  const pty = spawn(file, args, { cols: size.columns, rows: size.rows, env: { ...env, TERM: 'xterm-256color' } });
  let written = '';
  let bytes = 0;
  let last = started;
  let over = false;
  pty.onData((data) => {
    bytes += Buffer.byteLength(data);
    written = (written + data).slice(-200_000);
    last = performance.now();
  });
  const ended = new Promise<void>((resolve) => {
    pty.onExit(() => {
      over = true;
      resolve();
    });
  });

  async function settled(since: number): Promise<void> {
    // at most half a second for a key that paints nothing
    while (performance.now() - Math.max(last, since) < (last > since ? quiet : 500)) await sleep(2);
  }

  const proc = (name: string) => readFileSync(`/proc/${pty.pid}/${name}`, 'utf8');
  return {
    async press(key) {
      while (performance.now() - last < rest) await sleep(5);
      const before = bytes;
      const start = performance.now();
      pty.write(key);
      await settled(start);
      return { ms: Math.max(0, last - start), bytes: bytes - before };
    },
    type: (text) => pty.write(text),
    async sees(text) {
      while (!written.includes(text)) {
        if (over || performance.now() - started > patience) throw new Error(`${file} never showed ${text}`);
        await sleep(1);
      }
      const seen = last - started;
      await settled(performance.now());
      return seen;
    },
    async idle(ms) {
      const before = bytes;
      await sleep(ms);
      return bytes - before;
    },
    cpu() {
      // after the name in brackets, which may hold anything: utime and stime in ticks of 10 ms
      const fields = proc('stat')
        .replace(/^.*\) /su, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    memory: () => Number(/VmRSS:\s+(\d+)/u.exec(proc('status'))?.[1] ?? 0) / 1024,
    async end(signal = 'SIGKILL') {
      pty.kill(signal);
      await ended;
    },
  };
}
