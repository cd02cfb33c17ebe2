import { presentBackups } from './wal.ts';
import type { Facts } from './facts.ts';
import { day } from './policy.ts';

/** One day (UTC) of the calendar strip. */
export interface StripDay {
  readonly day: string;
  readonly full: number;
  /** Incremental and differential ones. */
  readonly other: number;
  /** One of them found wrong pages. */
  readonly error: boolean;
}

const stripDays = 30;

/** The last 30 days by when backups began, oldest first, today last. */
export function stripOf({ repository, now }: Facts): readonly StripDay[] {
  const backups = repository.seen ? presentBackups(repository.value) : [];
  return Array.from({ length: stripDays }, (_, index) => {
    const date = new Date(now - (stripDays - 1 - index) * day * 1000).toISOString().slice(0, 10);
    const made = backups.filter(({ start }) => new Date(start).toISOString().startsWith(date));
    const full = made.filter(({ type }) => type === 'full').length;
    return { day: date, full, other: made.length - full, error: made.some(({ error }) => error) };
  });
}

/** One letter a day: F full, i only incremental, ! wrong pages, . none. */
export function stripLetters(strip: readonly StripDay[]): string {
  return strip.map((one) => letterOf(one)).join('');
}

export function letterOf({ full, other, error }: StripDay): string {
  if (error) return '!';
  return full > 0 ? 'F' : other > 0 ? 'i' : '.';
}
