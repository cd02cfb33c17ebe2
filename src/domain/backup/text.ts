import { day, hour, minute } from './policy.ts';

const units: readonly (readonly [name: string, seconds: number])[] = [
  ['d', day],
  ['h', hour],
  ['min', minute],
  ['s', 1],
];

/** The two largest units of so many seconds: `7 h 59 min`, `31 d 1 h`, `12 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const at = units.findIndex(([, size]) => whole >= size);
  const [name, size] = units[at] ?? ['s', 1];
  const [next, smaller] = units[at + 1] ?? ['', 0];
  const rest = smaller === 0 ? 0 : Math.floor((whole % size) / smaller);
  return `${Math.floor(whole / size)} ${name}${rest > 0 ? ` ${rest} ${next}` : ''}`;
}

const powers = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `16 MB`, `1.5 GB`: powers of 1024, as PostgreSQL counts. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), powers.length - 1);
  const amount = count / 1024 ** power;
  return `${amount < 10 && power > 0 ? Number(amount.toFixed(1)) : Math.round(amount)} ${powers[power] ?? 'B'}`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `2026-11-22 11:36:29 UTC` */
export const moment = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
