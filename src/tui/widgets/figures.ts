import type { Glyphs } from '../theme/glyphs.ts';

/** Values as heights of one character each, the highest one full; the newest `columns` values. Negative counts as 0. */
export function sparkline(values: readonly number[], columns: number, glyphs: Glyphs): string {
  const shown = values.slice(-columns);
  const most = Math.max(0, ...shown);
  const steps = glyphs.levels.length - 1;
  return shown
    .map((one) => {
      if (most === 0 || one <= 0) return glyphs.levels[0];
      return glyphs.levels[Math.max(1, Math.round((one / most) * steps))];
    })
    .join('');
}

/** A bar of at most `columns` cells for a share of `most`; something that is not nothing gets one cell. */
export function bar(amount: number, most: number, columns: number, glyphs: Glyphs): string {
  if (most <= 0 || amount <= 0) return '';
  return glyphs.bar.repeat(Math.max(1, Math.round((Math.min(amount, most) / most) * columns)));
}

/** Five stars, as many of them full. */
export function stars(rating: number, glyphs: Glyphs): string {
  const full = Math.min(Math.max(Math.round(rating), 0), 5);
  return glyphs.star[1].repeat(full) + glyphs.star[0].repeat(5 - full);
}
