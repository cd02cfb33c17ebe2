import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface TestProcess {
  readonly child: ChildProcess;
  /** The next line that it prints and that starts so. Fails with what it said when it ends before. */
  line(start: string): Promise<string>;
  /** Its exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

/**
 * Runs a piece of our TypeScript in a process of its own, for tests that kill one. The piece may import by paths from
 * the root of the checkout: `import { openStore } from '#root/src/platform/store.ts'`.
 */
export function runPiece(source: string, env: NodeJS.ProcessEnv = {}): TestProcess {
  const text = source.replaceAll('#root/', `${process.cwd()}/`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', text], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting: { start: string; found: (line: string) => void; failed: (error: Error) => void }[] = [];
  const lines: string[] = [];
  let said = '';
  let over = false;
  const look = () => {
    for (const one of [...waiting]) {
      const index = lines.findIndex((line) => line.startsWith(one.start));
      if (index < 0 && !over) continue;
      waiting.splice(waiting.indexOf(one), 1);
      const line = lines.splice(index, 1)[0];
      if (index >= 0 && line !== undefined) one.found(line);
      else one.failed(new Error(`it ended before it said "${one.start}": ${said}`));
    }
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    said += `${line}\n`;
    look();
  });
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => {
      over = true;
      look();
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    child,
    ended,
    line: (start) =>
      new Promise((found, failed) => {
        waiting.push({ start, found, failed });
        look();
      }),
  };
}
