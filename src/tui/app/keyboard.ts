import { createDecoder, type InputEvent, type ScanMode } from './decoder.ts';

export interface Keyboard {
  start(): void;
  stop(): void;
  /** Bytes read so far, for the idle signal. */
  readonly bytes: () => number;
  /** Something is held back until time tells what it is. */
  readonly waiting: () => boolean;
}

export interface KeyboardOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly mode: () => ScanMode;
  readonly events: (events: readonly InputEvent[]) => void;
  /** The terminal is gone. */
  readonly ended: () => void;
}

/** The one reader of standard input: raw bytes to events, on a clock that is looked at where a key must wait. */
export function createKeyboard(options: KeyboardOptions): Keyboard {
  const { stdin, mode, events, ended } = options;
  const decoder = createDecoder();
  let timer: NodeJS.Timeout | undefined;
  let bytes = 0;

  function read(chunk: Buffer): void {
    bytes += chunk.length;
    decoder.setMode(mode());
    events(decoder.push(chunk, performance.now()));
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    const deadline = decoder.deadline();
    if (deadline === undefined) return;
    // What lies unread came before now: it is read first, or a busy moment would tear a sequence in two.
    timer = setTimeout(() => (timer = setImmediateTimer(settle)), Math.max(0, Math.ceil(deadline - performance.now())));
  }

  function settle(): void {
    timer = undefined;
    decoder.setMode(mode());
    events(decoder.flush(performance.now()));
    arm();
  }

  return {
    start() {
      stdin.on('data', read);
      stdin.on('end', ended);
      stdin.on('close', ended);
      stdin.on('error', ended);
      stdin.resume();
    },
    stop() {
      clearTimeout(timer);
      stdin.off('data', read);
      stdin.off('end', ended);
      stdin.off('close', ended);
      // An error of a terminal that is gone has been heard.
      stdin.pause();
    },
    bytes: () => bytes,
    waiting: () => decoder.deadline() !== undefined,
  };
}

/** One turn of the event loop, as a timer that can be cleared. */
function setImmediateTimer(then: () => void): NodeJS.Timeout {
  return setTimeout(then, 1);
}
