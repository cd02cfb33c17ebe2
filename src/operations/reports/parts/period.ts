import * as z from 'zod';
import { entered } from '../../fields.ts';
import { InvalidInput } from '../../../domain/errors.ts';

const day = 86_400_000;
const units = { h: day / 24, d: day, w: 7 * day } as const;
const wanted = 'a day such as 2026-11-01, a UTC time such as 2026-11-01T06:00, or an age such as 30d is needed';

/** A moment: a day (its midnight) or a time, UTC unless it says otherwise, or an age back from now. ISO text out. */
const Moment = z.string().transform((given, context) => {
  const moment = readMoment(given.trim(), Date.now());
  if (moment) return moment.toISOString();
  context.addIssue({ code: 'custom', message: `"${given.slice(0, 40)}" is no moment: ${wanted}` });
  return z.NEVER;
});

function readMoment(text: string, now: number): Date | undefined {
  const age = /^(\d{1,5})([hdw])$/u.exec(text);
  if (age) return new Date(now - Number(age[1]) * units[age[2] as keyof typeof units]);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?)?$/u.test(text)) return undefined;
  const date = new Date(text.length > 10 && !text.endsWith('Z') ? `${text}Z` : text);
  // JavaScript takes February 31 for March 3.
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text.slice(0, 10)) ? undefined : date;
}

export const periodFields = {
  from: entered('date', Moment).optional().describe('first moment, e.g. 2026-11-01 or 30d (30 days before "to")'),
  to: entered('date', Moment).optional().describe('first moment that no longer counts, e.g. 2026-12-01 (now)'),
};

export interface Period {
  /** ISO times; `from` belongs to the period, `to` does not. */
  readonly from: string;
  readonly to: string;
}

/** @throws InvalidInput when it ends before it begins */
export function periodOf(given: { readonly from?: string | undefined; readonly to?: string | undefined }): Period {
  const to = given.to ?? new Date().toISOString();
  const from = given.from ?? new Date(Math.floor(Date.parse(to) / day) * day - 30 * day).toISOString();
  if (from < to) return { from, to };
  throw new InvalidInput(`The period ends at ${told(to)}, before it begins at ${told(from)}.`, {
    hint: '--from belongs to the period, --to is the first moment after it.',
  });
}

const told = (iso: string) =>
  iso
    .replace(/T00:00:00\.000Z$/u, '')
    .replace(/:\d\d\.\d{3}Z$/u, '')
    .replace('T', ' ');

export const periodWords = ({ from, to }: Period): string => `from ${told(from)} until before ${told(to)} UTC`;
