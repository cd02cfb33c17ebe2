import { numberFormat, timeFormat } from './formats.ts';

/**
 * How money, numbers and times are written for the person in front of this terminal. One process serves one person, so it
 * is set once, at the start; every screen writes through the functions here and never through Intl itself. Without a
 * locale of one's own times are ISO's, which sort and mean the same everywhere.
 */
let chosen: string | undefined;

const fallback = 'en-US';

/** @returns false for what is no locale (`de-DE`, `de_DE.UTF-8`), which leaves everything as it was */
export function setLocale(tag: string | undefined): boolean {
  if (tag === undefined) {
    chosen = undefined;
    return true;
  }
  const known = canonical(tag);
  if (known !== undefined) chosen = known;
  return known !== undefined;
}

export function localeTag(): string {
  return chosen ?? fallback;
}

/** The config's, else that of the environment as POSIX reads it; C and POSIX are none. */
export function localeFrom(
  configured: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = configured ?? (env['LC_ALL'] || env['LC_NUMERIC'] || env['LANG'] || undefined);
  return given === undefined || /^(?:c|posix)(?:\.|$)/iu.test(given) ? undefined : canonical(given);
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.replace(/[.@].*$/u, '').replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** `1,234`, `12.5` */
export function showNumber(count: number): string {
  return numberFormat(localeTag()).format(count);
}

/** A decimal string without its currency, for columns: as it is stored unless the person has a locale. */
export function showAmount(amount: string): string {
  if (chosen === undefined || !/^-?\d+(?:\.\d+)?$/u.test(amount)) return amount;
  const format = numberFormat(chosen, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return format.format(amount as `${number}`);
}

const month = { month: '2-digit', day: '2-digit' } as const;
const date = { year: '2-digit', ...month } as const;
const minute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `2026-11-23 14:02`, or as the person writes it, in UTC and at most as wide. */
export const showDateTime = (time: Date | string): string => written(time, { ...date, ...minute }, [0, 16]);

/** `2026-11-23`, or as the person writes it, in UTC and at most as wide. */
export const showDate = (time: Date | string): string => written(time, date, [0, 10]);

/** `11-23`, or as the person writes it, in UTC: for where there is no room for the year. */
export const showDay = (time: Date | string): string => written(time, month, [5, 10]);

/** `11-23 14:02`, or as the person writes it, in UTC: the same with the time of day. */
export const showDayTime = (time: Date | string): string => written(time, { ...month, ...minute }, [5, 16]);

function written(time: Date | string, parts: Intl.DateTimeFormatOptions, iso: readonly [number, number]): string {
  const moment = typeof time === 'string' ? new Date(time) : time;
  if (chosen === undefined)
    return moment
      .toISOString()
      .slice(...iso)
      .replace('T', ' ');
  return timeFormat(chosen, { ...parts, timeZone: 'UTC' }).format(moment);
}
