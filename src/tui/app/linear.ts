import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { ascii } from '../theme/glyphs.ts';

/**
 * For a screen reader: what changed, as lines of text one after the other. Nothing is drawn in place, because a reader
 * reads what is written and a frame that is written again is read again.
 */

/** Frames, rules and what only fills a line say nothing when they are read aloud. */
function spoken(line: string): string {
  const inside = line.replace(/^[\s|]+|[\s|]+$/gu, '').replace(/\s*\|\s{2,}/gu, '  ');
  if (/^[-+=.|\s]*$/u.test(inside)) return '';
  return inside
    .replace(/^\+?[-=]+ /u, '')
    .replace(/ [-=.]+\+?$/u, '')
    .replace(/ {3,}/gu, '  ')
    .trim();
}

const { cursor } = ascii;
const selected = (line: string) => line.startsWith(cursor);
const bare = (line: string) => (selected(line) ? line.slice(cursor.length).trim() : line);
/** The clock goes on by itself, which nobody needs to hear. */
const timeless = (line: string) => line.replace(/\d\d:\d\d UTC/u, '').trim();

/** The lines of a frame as they are read, empty ones left out. */
export function linesOf(frame: string): string[] {
  return stripVTControlCharacters(frame)
    .split('\n')
    .map(spoken)
    .filter((line) => line !== '');
}

/** What of the new frame is worth saying after the one before: new lines, and where the cursor is now. */
export function announce(before: readonly string[], after: readonly string[]): string[] {
  const known = new Set(before.map(timeless));
  const texts = new Set(before.map((line) => timeless(bare(line))));
  return after.filter((line) => {
    if (known.has(timeless(line))) return false;
    // A line that only lost the cursor has been read before.
    return selected(line) || !texts.has(timeless(line));
  });
}

/** A screen that is a little narrower than most and not wide enough for two panes side by side. */
export const linearSize = { columns: 100, rows: 40 };

/** Stands where Ink expects a terminal, takes whole frames (its `debug` mode) and tells what changed in them. */
export function linearOutput(write: (text: string) => void): NodeJS.WriteStream {
  let before: string[] = [];
  let coming: NodeJS.Timeout | undefined;
  let frame = '';
  const tell = () => {
    coming = undefined;
    const after = linesOf(frame);
    const said = announce(before, after);
    before = after;
    if (said.length) write(`${said.join('\r\n')}\r\n`);
  };
  return Object.assign(new EventEmitter(), {
    ...linearSize,
    isTTY: true,
    write(text: string, ...rest: readonly (string | (() => void))[]) {
      // Ink waits for what it wrote to have gone, with an empty text that is no frame; nor is the line end it leaves with.
      for (const written of rest) if (typeof written === 'function') written();
      if (text.trim() === '') return true;
      frame = text;
      // Frames in a row are one announcement: of a key that opened a page only the page is read, not its loading.
      coming ??= setTimeout(tell, calm);
      return true;
    },
  }) as unknown as NodeJS.WriteStream;
}

const calm = 120;
