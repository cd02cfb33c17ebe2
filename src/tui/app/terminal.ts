import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SuspendTerminal } from 'ink';
import { createOutput, type TerminalStream } from './output.ts';

/**
 * Bracketed paste on, wrapping off: terminals disagree about how wide some scripts are, and one row that wraps would push
 * every row below it out of place. The alternate screen and the cursor are Ink's.
 */
// The return: what was typed ahead, echoed by the line discipline, would else indent the first line of the first frame.
const mouseOn = '\u001b[?1000h\u001b[?1006h';
const mouseOff = '\u001b[?1000l\u001b[?1006l';
/** OSC 11: the colour of the ground. Terminals that do not know it say nothing; the answer comes with the keys. */
const askBackground = '\u001b]11;?\u001b\\';
const enterModes = '\r\u001b[?2004h\u001b[?7l';
const leaveModes = '\u001b[?2004l\u001b[?7h';
const plainScreen = `\u001b[?1049l\u001b[?25h`;

/** Milliseconds that a terminal has to take what it was sent before the person's next step goes on without it. */
const patience = 1000;

export interface Terminal {
  readonly size: () => { columns: number; rows: number };
  readonly enter: () => void;
  /** Wheel and clicks to us instead of to the terminal's own selection. */
  readonly setMouse: (on: boolean) => void;
  readonly askBackground: () => void;
  /** Ink's own way of stepping aside; known once it has drawn. */
  readonly attach: (suspend: SuspendTerminal) => void;
  /** Everything as it was found; false: the terminal does not read, and what it was sent is still to be written. */
  readonly leave: () => Promise<boolean>;
  /** What Ink draws on. */
  readonly frames: NodeJS.WriteStream;
  readonly write: (bytes: string) => void;
  readonly redraw: () => Promise<void>;
  /** Another program has the terminal until it ends, e.g. an editor. */
  readonly lend: <T>(meanwhile: () => Promise<T>) => Promise<T>;
  /** Back to the shell (Ctrl-Z); resolves when the person has come back. */
  readonly suspend: () => Promise<void>;
}

export function createTerminal(stdin: NodeJS.ReadStream, stdout: TerminalStream): Terminal {
  let suspender: SuspendTerminal | undefined;
  let entered = false;
  let aside = false;
  let mouse = false;
  const output = createOutput(stdout, () => void redraw());
  const entering = () => enterModes + (mouse ? mouseOn : '');
  const leaving = () => (mouse ? mouseOff : '') + leaveModes;

  /** Whatever way the process ends, this runs. */
  function atExit(): void {
    rawModeOff();
    output.lastWord(leaving() + plainScreen);
  }

  function rawModeOff(): void {
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal itself is gone: there is nothing to restore.
    }
  }

  function rawMode(): void {
    // Off first: whoever had the terminal meanwhile changed it behind the back of the runtime, which takes it for raw.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    output.write(entering());
  }

  async function stepAside(meanwhile: () => Promise<void>): Promise<void> {
    if (!suspender || aside) return;
    aside = true;
    try {
      const suspension = await suspender();
      await meanwhile();
      await suspension.resume();
    } finally {
      aside = false;
    }
  }

  /** Nothing is read meanwhile: every key is the other program's. */
  async function lend<T>(meanwhile: () => Promise<T>): Promise<T> {
    const result = Promise.withResolvers<T>();
    await stepAside(async () => {
      output.write(leaving());
      stdin.setRawMode(false);
      stdin.pause();
      await output.flushed(patience);
      output.setWaiting(true);
      await meanwhile().then(result.resolve, result.reject);
      output.setWaiting(false);
      stdin.resume();
      rawMode();
    });
    return result.promise;
  }

  function continued(): void {
    if (aside || !entered) return;
    rawMode();
    void redraw();
  }

  function redraw(): Promise<void> {
    return stepAside(() => Promise.resolve());
  }

  return {
    size: () => ({ columns: stdout.columns || 80, rows: (stdout.rows || 24) - (process.platform === 'win32' ? 1 : 0) }),
    enter() {
      entered = true;
      stdin.setRawMode(true);
      output.write(entering());
      process.on('exit', atExit);
      process.on('SIGCONT', continued);
    },
    setMouse(on) {
      if (on === mouse) return;
      mouse = on;
      if (entered) output.write(on ? mouseOn : mouseOff);
    },
    askBackground: () => output.write(askBackground),
    attach: (suspend) => void (suspender = suspend),
    async leave() {
      process.off('SIGCONT', continued);
      entered = false;
      rawModeOff();
      output.write(leaving() + plainScreen);
      const flushed = await output.flushed(patience);
      process.off('exit', atExit);
      return flushed;
    },
    frames: output.frames,
    write: output.write,
    redraw,
    lend,
    suspend: () =>
      stepAside(async () => {
        output.write(leaving());
        stdin.setRawMode(false);
        await output.flushed(patience);
        if (process.platform !== 'win32') {
          // The whole group, as the terminal itself would: npm and the launcher stand between us and the shell.
          process.kill(0, 'SIGTSTP');
          // Runs on only after SIGCONT, or at once where no shell could continue us.
          await sleep(50);
        }
        rawMode();
      }),
  };
}
