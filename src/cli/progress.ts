import { numberFormat } from '../domain/formats.ts';
import { clean, clip } from '../domain/display.ts';
import type { Progress } from '../operations/operation.ts';
import type { Globals } from './context.ts';
import type { Io } from './io.ts';

export interface ProgressLine {
  say(text: string): void;
  count(progress: Progress): void;
  end(): void;
}

const redrawEvery = 80; // milliseconds: faster than people read, slow enough to cost nothing

/** One line on a terminal's standard error, rewritten in place; elsewhere nothing, or a line per tenth with --verbose. */
export function progressLine(io: Io, globals: Pick<Globals, 'json' | 'verbose'>): ProgressLine {
  const live = (io.stderr.isTTY ?? false) && !globals.json;
  let drawn = 0;
  let tenth = -1;
  const draw = (text: string) => {
    io.stderr.write(`\r\u001b[K${clip(clean(text), (io.stderr.columns ?? 80) - 1)}`);
    drawn = Date.now();
  };
  const tell = (text: string) => {
    if (globals.verbose && !globals.json) io.stderr.write(`${clean(text)}\n`);
  };
  return {
    say: (text) => (live ? draw(text) : tell(text)),
    count: (progress) => {
      const { done, total } = progress;
      if (live && (Date.now() - drawn >= redrawEvery || done === total)) draw(sentence(progress));
      if (live || total === undefined || total === 0) return;
      const now = Math.floor((done / total) * 10);
      if (now > tenth) tell(sentence(progress));
      tenth = now;
    },
    end: () => {
      if (drawn > 0) io.stderr.write('\r\u001b[K');
      drawn = 0;
    },
  };
}

const grouped = (count: number): string => numberFormat('en').format(count);

function sentence({ done, total, what }: Progress): string {
  if (total === undefined || total === 0) return `${grouped(done)} ${what}`;
  return `${Math.floor((done / total) * 100)} %  ${grouped(done)} of ${grouped(total)} ${what}`;
}
