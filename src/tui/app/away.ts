import { plural } from '../../domain/plural.ts';
import type { Shell } from './shell.ts';

export interface Away {
  /** A person did something. */
  readonly used: () => void;
  readonly stop: () => void;
}

/** Covers the screen when nobody has touched the keyboard for so many minutes; 0: never. One timer, not one a key. */
export function watchAway(shell: Shell, minutes: number): Away {
  const after = minutes * 60_000;
  let last = Date.now();
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    const left = last + after - Date.now();
    if (left <= 0) shell.lock(`Nobody was here for ${plural(minutes, 'minute')}.`);
    timer = setTimeout(look, left > 0 ? left : after);
    timer.unref();
  }

  if (minutes > 0) look();
  return { used: () => void (last = Date.now()), stop: () => clearTimeout(timer) };
}
