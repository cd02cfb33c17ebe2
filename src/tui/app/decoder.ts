import { scanner, type ScanMode } from './scanner.ts';
import { matchSequence, type BackgroundEvent, type KeyEvent, type MouseEvent } from './sequences.ts';

export type { KeyEvent } from './sequences.ts';
export type { ScanMode } from './scanner.ts';

/** What the keyboard, the clipboard and the barcode scanner said, in order. */
export type InputEvent =
  | KeyEvent
  | MouseEvent
  | BackgroundEvent
  /** Printable characters, as typed; a key each where no field is open. */
  | { readonly kind: 'text'; readonly text: string }
  /** Bracketed paste, whole, line ends as `\n`. */
  | { readonly kind: 'paste'; readonly text: string }
  /** `none`: the scanner sends no end, the pace alone told. */
  | { readonly kind: 'scan'; readonly code: string; readonly end: 'enter' | 'tab' | 'none' }
  | { readonly kind: 'focus'; readonly focused: boolean };

export interface Decoder {
  /** Bytes as they came, with the clock's milliseconds. Events that are certain by now. */
  readonly push: (bytes: Uint8Array, now: number) => InputEvent[];
  /** When `flush` must be called if nothing more comes; undefined: nothing is held back. */
  readonly deadline: () => number | undefined;
  /** Lets go of what has waited long enough (a lone Esc, typed characters that became no scan). */
  readonly flush: (now: number) => InputEvent[];
  /** How carefully scans are looked for; see scanner.ts. */
  readonly setMode: (mode: ScanMode) => void;
}

/** A terminal sends a sequence in one go; a lone Esc has been pressed when nothing follows for this long. */
const escapeWait = 25;
/** The end of a paste may be slow to come over a bad line; its text must not become hot keys meanwhile. */
const pasteWait = 10_000;
/** A reply or a sequence that never ends is dropped. */
const longestSequence = 4096;
const pasteEnd = '\u001b[201~';

export function createDecoder(): Decoder {
  const utf8 = new TextDecoder('utf-8');
  const scans = scanner();
  let pending = '';
  let paste: string[] | undefined;
  let last = 0;

  function push(bytes: Uint8Array, now: number): InputEvent[] {
    const events = flush(now);
    last = now;
    const chunk = utf8.decode(bytes, { stream: true });
    if (chunk !== '') read(pending + chunk, now, events);
    return merged(events);
  }

  function read(source: string, now: number, events: InputEvent[]): void {
    pending = '';
    let at = 0;
    while (at < source.length) {
      if (paste) {
        at = readPaste(paste, source, at, events);
        continue;
      }
      const code = source.charCodeAt(at);
      if (code === 0x1b) {
        const next = readEscape(source, at, now, events);
        if (next === undefined) break;
        at = next;
      } else if (code < 0x20 || code === 0x7f) {
        readControl(code, now, events);
        at += 1;
      } else if (code >= 0x80 && code < 0xa0) {
        at += 1;
      } else {
        const character = String.fromCodePoint(source.codePointAt(at) ?? code);
        scans.character(character, now, () => scanAhead(source, at), events);
        at += character.length;
      }
    }
  }

  /** Returns where to read on; keeps what may be the beginning of the end marker. */
  function readPaste(parts: string[], source: string, at: number, events: InputEvent[]): number {
    const end = source.indexOf(pasteEnd, at);
    if (end >= 0) {
      parts.push(source.slice(at, end));
      finishPaste(events);
      return end + pasteEnd.length;
    }
    const kept = endingOf(source, at);
    parts.push(source.slice(at, source.length - kept));
    pending = source.slice(source.length - kept);
    return source.length;
  }

  function finishPaste(events: InputEvent[]): void {
    const text = (paste ?? []).join('').replace(/\r\n?/gu, '\n');
    paste = undefined;
    events.push({ kind: 'paste', text });
  }

  /** Undefined: the sequence is not complete, it waits in `pending`. */
  function readEscape(source: string, at: number, now: number, events: InputEvent[]): number | undefined {
    const found = matchSequence(source, at);
    if (found === 'incomplete' && source.length - at < longestSequence) {
      pending = source.slice(at);
      return undefined;
    }
    if (found === 'incomplete') return source.length;
    scans.interrupt(events);
    if (found.event === 'paste') paste = [];
    else if (found.event) {
      if (found.event.kind === 'text') scans.character(found.event.text, now, () => false, events);
      else events.push(found.event);
    }
    return at + found.length;
  }

  function readControl(code: number, now: number, events: InputEvent[]): void {
    if (code === 0x0d || code === 0x0a) scans.end('enter', code === 0x0a, now, events);
    else if (code === 0x09) scans.end('tab', false, now, events);
    else {
      scans.interrupt(events);
      events.push(controlKey(code));
    }
  }

  function deadline(): number | undefined {
    const waits = [scans.deadline()];
    if (paste) waits.push(last + pasteWait);
    else if (pending !== '') waits.push(last + escapeWait);
    const known = waits.filter((wait) => wait !== undefined);
    return known.length ? Math.min(...known) : undefined;
  }

  function flush(now: number): InputEvent[] {
    const events: InputEvent[] = [];
    scans.flush(now, events);
    if (paste && now >= last + pasteWait) {
      paste.push(pending);
      pending = '';
      finishPaste(events);
    } else if (!paste && pending !== '' && now >= last + escapeWait) {
      scans.interrupt(events);
      events.push(...lonely(pending));
      pending = '';
    }
    return merged(events);
  }

  return { push, deadline, flush, setMode: scans.setMode };
}

/** How many characters at the end of the text could begin the marker. */
function endingOf(source: string, from: number): number {
  const most = Math.min(pasteEnd.length - 1, source.length - from);
  for (let length = most; length > 0; length -= 1) {
    if (source.endsWith(pasteEnd.slice(0, length))) return length;
  }
  return 0;
}

/** A begun sequence that nothing followed: Esc, or Alt with the character; half a reply of the terminal is dropped. */
function lonely(pending: string): InputEvent[] {
  const escape: KeyEvent = { kind: 'key', name: 'esc', ctrl: false, alt: false, shift: false };
  if (pending === '\u001b') return [escape];
  const second = pending.slice(1);
  return second.length === 1 ? [{ kind: 'key', name: second, ctrl: false, alt: true, shift: false }] : [];
}

function controlKey(code: number): KeyEvent {
  const key = (name: string, ctrl: boolean): KeyEvent => ({ kind: 'key', name, ctrl, alt: false, shift: false });
  if (code === 0x7f || code === 0x08) return key('backspace', false);
  if (code === 0) return key('space', true);
  if (code <= 0x1a) return key(String.fromCharCode(code + 0x60), true);
  return key(['\\', ']', '^', '_'][code - 0x1c] ?? '_', true);
}

const wholeScan = /[ -~]{6,512}[\r\n\t]/uy;

/** Whether the rest of this very chunk holds a scan from here. */
function scanAhead(source: string, at: number): boolean {
  wholeScan.lastIndex = at;
  return wholeScan.test(source);
}

/** Text that follows text is one event, so that how the line chopped it up does not matter. */
function merged(events: readonly InputEvent[]): InputEvent[] {
  const out: InputEvent[] = [];
  for (const event of events) {
    const before = out.at(-1);
    if (event.kind === 'text' && before?.kind === 'text') {
      out[out.length - 1] = { kind: 'text', text: before.text + event.text };
    } else out.push(event);
  }
  return out;
}
