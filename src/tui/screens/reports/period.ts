/** Stretches of time that people ask for, in UTC days. Pure. */
export interface Stretch {
  /** The first day; ISO `2026-11-01`. */
  readonly from: string;
  /** The first day after it. */
  readonly to: string;
}

const day = 86_400_000;

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);

export const periodNames = [
  'today',
  'yesterday',
  '7d',
  '30d',
  'month',
  'last-month',
  'quarter',
  'year',
  '12-months',
] as const;
export type PeriodName = (typeof periodNames)[number];

export const periodWords: Readonly<Record<PeriodName, string>> = {
  today: 'today',
  yesterday: 'yesterday',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  month: 'this month',
  'last-month': 'last month',
  quarter: 'this quarter',
  year: 'this year',
  '12-months': 'the last 12 months',
};

const ofDays = (from: number, days: number): Stretch => ({ from: iso(from), to: iso(from + days * day) });
const ofMonths = (year: number, month: number, months: number): Stretch => ({
  from: iso(Date.UTC(year, month, 1)),
  to: iso(Date.UTC(year, month + months, 1)),
});

export const isNamed = (name: string): name is PeriodName => (periodNames as readonly string[]).includes(name);

/** So many days, today the last of them. */
export const lastDays = (days: number, now: Date): Stretch =>
  ofDays(midnight(now.toISOString().slice(0, 10)) - (days - 1) * day, days);

/** What a name means today; `2026-11-01..2026-11-15` names its own days, both of them belonging to it. */
export function stretchOf(name: string, now: Date): Stretch | undefined {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const today = midnight(now.toISOString().slice(0, 10));
  switch (name as PeriodName) {
    case 'today':
      return ofDays(today, 1);
    case 'yesterday':
      return ofDays(today - day, 1);
    case '7d':
      return lastDays(7, now);
    case '30d':
      return lastDays(30, now);
    case 'month':
      return ofMonths(year, month, 1);
    case 'last-month':
      return ofMonths(year, month - 1, 1);
    case 'quarter':
      return ofMonths(year, month - (month % 3), 3);
    case 'year':
      return ofMonths(year, 0, 12);
    case '12-months':
      return ofMonths(year, month - 11, 12);
    default:
      return ownDays(name);
  }
}

function ownDays(text: string): Stretch | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})\s*(?:\.\.|to| )\s*(\d{4}-\d{2}-\d{2})$/u.exec(text.trim());
  const [, from = '', last = ''] = found ?? [];
  const [start, end] = [midnight(from), midnight(last)];
  // JavaScript takes February 31 for March 3.
  if (Number.isNaN(start) || Number.isNaN(end) || iso(start) !== from || iso(end) !== last || end < start)
    return undefined;
  return { from, to: iso(end + day) };
}

/** The same stretch before: as many months where it is whole months, else as many days. */
export function before({ from, to }: Stretch): Stretch {
  const [start, end] = [new Date(midnight(from)), new Date(midnight(to))];
  if (start.getUTCDate() === 1 && end.getUTCDate() === 1) {
    const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
    return ofMonths(start.getUTCFullYear(), start.getUTCMonth() - months, months);
  }
  const length = end.getTime() - start.getTime();
  return { from: iso(start.getTime() - length), to: from };
}

/** `2026-11-01 to 2026-11-30`, the last day named and not the one after. */
export function stretchWords({ from, to }: Stretch): string {
  const last = iso(midnight(to) - day);
  return from === last ? from : `${from} to ${last}`;
}
