import { useEffect } from 'react';
import { readyLines } from './ready-lines.ts';

/** Milliseconds after a frame: it is written by then, and the next key of one held down has not come yet. */
const restAfter = 20;
/** About half a millisecond of work, so that no key waits for it. */
const atOnce = 6;

/** Makes the lines of rows that are not seen yet, a few at a time while nothing happens: a scroll then has them. */
export function useReadyLines<R>(rows: readonly R[], lineOf: (row: R) => string): void {
  useEffect(() => {
    let at = 0;
    let timer = setTimeout(some, restAfter);
    function some(): void {
      for (const row of rows.slice(at, at + atOnce)) readyLines.make(lineOf(row));
      at += atOnce;
      if (at < rows.length) timer = setTimeout(some, 0);
    }
    return () => clearTimeout(timer);
  }, [rows, lineOf]);
}
