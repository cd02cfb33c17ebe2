import * as z from 'zod';
import { readMoment } from '../../../domain/backup/restore.ts';

const moment = (what: string) =>
  z
    .union([z.number(), z.string()])
    .transform((given, context) => {
      const at = typeof given === 'number' ? given : readMoment(given);
      if (at !== undefined && Number.isFinite(at)) return at;
      context.addIssue({
        code: 'custom',
        message: `"${String(given).slice(0, 40)}" is no moment: date, time and zone are needed, e.g. 2024-09-20 14:30:00+00`,
      });
      return z.NEVER;
    })
    .describe(what);

export const AsOf = moment('judge as of this moment, e.g. "2024-09-20 14:30:00+00": an old report, a published file');
export const At = moment('which moment, with its zone, e.g. "2024-09-20 14:30:00+00"; absent: all that is archived');
