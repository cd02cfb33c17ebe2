import type { InputEvent } from './decoder.ts';

/**
 * Tells a barcode scanner from fingers. A SCAN is 6 to 512 printable ASCII characters, the first a letter or digit, not
 * all the same, with gaps under 30 ms, ended by CR, LF, CRLF or Tab in the same pace; whether it comes as one chunk,
 * character by character, or twenty of them in a burst.
 *
 * The price is waiting: a character that may begin a scan is held until 30 ms pass without another. So how much is held
 * depends on what would go wrong:
 * - `hold` (the screen takes scans): every character waits. Nothing of a scan ever becomes a hot key, not even where the
 *   scanner sends no end: a run like a scan's is one when 30 ms pass without another character. What is longer than any
 *   code is a paste whose terminal brackets none.
 * - `direct` (hot keys, no scan handler): a digit or a capital waits, as product codes begin with them, and whatever
 *   follows another character faster than fingers do; a small letter that comes alone acts at once, unless the rest of
 *   the scan came in the same chunk. So `j` never waits, and of a scan at most a first small letter acts.
 * - `off` (a field without a scan handler): nothing waits; a scan into a field is its characters and Enter anyway.
 *
 * A key held down repeats one character, perhaps faster than 30 ms: one letter only, for longer than 90 ms, is let go
 * and goes on without waiting.
 */
export type ScanMode = 'hold' | 'direct' | 'off';

export interface Scanner {
  readonly setMode: (mode: ScanMode) => void;
  /** `ahead`: whether this chunk holds the rest of a scan. */
  readonly character: (character: string, now: number, ahead: () => boolean, events: InputEvent[]) => void;
  /** CR, LF or Tab. */
  readonly end: (kind: 'enter' | 'tab', lineFeed: boolean, now: number, events: InputEvent[]) => void;
  /** Something else came: what is held was typed. */
  readonly interrupt: (events: InputEvent[]) => void;
  readonly flush: (now: number, events: InputEvent[]) => void;
  readonly deadline: () => number | undefined;
}

const gap = 30;
const shortest = 6;
const longest = 512;
const repeatAfter = 90;

export function scanner(): Scanner {
  let mode: ScanMode = 'direct';
  let run = '';
  let begun = 0;
  let last = -Infinity;
  /** The character before the run, when it came in the scan's pace but had been let go. */
  let leaked = '';
  let repeating = '';
  let lineFeedUntil = -Infinity;

  function emit(text: string, events: InputEvent[]): void {
    if (text !== '') events.push({ kind: 'text', text });
  }

  function release(events: InputEvent[]): void {
    emit(run, events);
    run = '';
    leaked = '';
  }

  /** Nothing more belongs to the run: a scan without an end where scans are taken, else what was typed. */
  function close(events: InputEvent[]): void {
    if (mode === 'hold' && run.length > longest) events.push({ kind: 'paste', text: run });
    else if (mode === 'hold' && run.length >= shortest && !oneCharacter(run)) {
      events.push({ kind: 'scan', code: run, end: 'none' });
    } else emit(run, events);
    run = '';
    leaked = '';
  }

  function mayBegin(character: string, now: number, ahead: () => boolean): boolean {
    if (!/^[0-9A-Za-z]$/u.test(character)) return false;
    if (mode === 'hold') return true;
    return /[0-9A-Z]/u.test(character) || (leaked !== '' && leaked !== character && now - last < gap) || ahead();
  }

  function character(character: string, now: number, ahead: () => boolean, events: InputEvent[]): void {
    lineFeedUntil = -Infinity;
    const quick = now - last < gap;
    if (!quick) {
      close(events);
      repeating = '';
    }
    if (repeating !== '' && repeating !== character) repeating = '';
    if (mode === 'off' || repeating === character) emit(run + character, events);
    else if (run !== '' && /^[ -~]$/u.test(character)) {
      hold(character, now, events);
      last = now;
      return;
    } else if (mayBegin(character, now, ahead)) {
      run = character;
      begun = now;
      last = now;
      return;
    } else {
      close(events);
      emit(character, events);
      leaked = mode === 'direct' && /^[0-9A-Za-z]$/u.test(character) ? character : '';
      last = now;
      return;
    }
    run = '';
    leaked = '';
    last = now;
  }

  function hold(character: string, now: number, events: InputEvent[]): void {
    run += character;
    if (run.length > longest && mode !== 'hold') release(events);
    else if (run.length <= longest && now - begun > repeatAfter && /^\D$/u.test(character) && oneCharacter(run)) {
      repeating = character;
      release(events);
    }
  }

  function end(kind: 'enter' | 'tab', lineFeed: boolean, now: number, events: InputEvent[]): void {
    if (lineFeed && now < lineFeedUntil) {
      lineFeedUntil = -Infinity;
      return;
    }
    const code = leaked + run;
    const scanned = run !== '' && now - last < gap && code.length >= shortest && !oneCharacter(code);
    if (scanned) {
      events.push(code.length > longest ? { kind: 'paste', text: code } : { kind: 'scan', code, end: kind });
      run = '';
      leaked = '';
      lineFeedUntil = kind === 'enter' && !lineFeed ? now + gap : -Infinity;
    } else {
      release(events);
      events.push({ kind: 'key', name: kind, ctrl: false, alt: false, shift: false });
    }
    last = -Infinity;
    repeating = '';
  }

  return {
    character,
    end,
    setMode: (wanted) => void (mode = wanted),
    interrupt: (events) => {
      close(events);
      repeating = '';
    },
    flush: (now, events) => {
      if (now - last >= gap) close(events);
    },
    deadline: () => (run === '' ? undefined : last + gap),
  };
}

function oneCharacter(text: string): boolean {
  return text === text.charAt(0).repeat(text.length);
}
