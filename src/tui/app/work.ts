import { confirm } from './asking.ts';
import type { Shell } from './shell.ts';

/** An operation that runs: the frame shows it. */
export interface Work {
  readonly name: string;
  readonly what: string;
  /** When it began, in ms since 1970. */
  readonly since: number;
  readonly stop: () => void;
  readonly done?: number;
  readonly total?: number;
}

/** A short write has ended before anybody has read a question about it. */
const noticed = 2000;

/**
 * Leaves the program. What runs for a while, a drill for hours perhaps, would hold the terminal without a sign: it is told
 * and stopped first. Asked for twice it needs no answer.
 */
export function leaving(shell: Shell): () => void {
  let asked = false;
  const stopAndLeave = () => {
    stopWork(shell);
    shell.quit();
  };
  return () => {
    const going = longWork(shell);
    if (going.length === 0 || shell.locked.get() !== undefined) shell.quit();
    else if (asked) stopAndLeave();
    else {
      asked = true;
      void confirm(shell, { question: `${namesOf(going)} is not finished. Leave?`, yes: 'Stop it and leave' }).then(
        (yes) => {
          asked = false;
          if (yes) stopAndLeave();
        },
      );
    }
  };
}

/** What would be stopped, by name; undefined when nothing runs. */
export function running(shell: Shell): string | undefined {
  const all = shell.work.get();
  return all.length > 0 ? namesOf(all) : undefined;
}

/** Each act tells by itself that it was stopped. */
export function stopWork(shell: Shell): void {
  for (const { stop } of shell.work.get()) stop();
}

const longWork = (shell: Shell) => shell.work.get().filter(({ since }) => Date.now() - since > noticed);
const namesOf = (all: readonly Work[]) => all.map(({ name }) => name).join(', ');
