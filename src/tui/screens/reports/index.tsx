import * as z from 'zod';
import { screen } from '../../app/screen.ts';
import { groupOf, kindOf } from './kinds.ts';
import { stretchOf } from './period.ts';
import { Reports } from './Reports.tsx';

const word = z.string().trim().max(40).optional();

export const reports = screen({
  name: 'reports',
  title: ({ report }) => `Reports: ${kindOf(report).title}`,
  words: ['reports', 'sales', 'stock value', 'sell-through', 'returns', 'revenue'],
  permission: 'reports:read',
  component: Reports,
  params: z.object({ report: word, by: word, period: word, compare: word }),
  twin: ({ report, by, period }) => {
    const kind = kindOf(report);
    const stretch = kind.timed ? stretchOf(period ?? '30d', new Date()) : undefined;
    const time = stretch ? ` --from ${stretch.from} --to ${stretch.to}` : '';
    return `reports ${kind.name} --by ${groupOf(kind, by)}${time}`;
  },
});
