import * as z from 'zod';
import { shellWord } from '../../app/list-params.ts';
import { screen } from '../../app/screen.ts';
import { Backups } from './Backups.tsx';
import { Plan, Window } from './Plan.tsx';

export const backups = screen({
  name: 'backups',
  title: () => 'Backups',
  words: ['backups', 'recovery', 'restore'],
  permission: 'backups:read',
  component: Backups,
  params: z.object({}).strict(),
  twin: () => 'backup status',
});

export const backupWindow = screen({
  name: 'backup-window',
  title: () => 'What can be recovered',
  words: ['recovery window', 'window'],
  permission: 'backups:read',
  component: Window,
  params: z.object({}).strict(),
  twin: () => 'backup window',
});

export const restorePlanScreen = screen({
  name: 'restore-plan',
  title: ({ at }) => `Restore ${at ?? 'all that is archived'}`,
  words: ['restore plan'],
  permission: 'backups:read',
  component: Plan,
  params: z.object({ at: z.string().max(60).optional(), in_place: z.literal('yes').optional() }).strict(),
  twin: ({ at, in_place: inPlace }) =>
    `backup restore-plan${at === undefined ? '' : ` --at ${shellWord(at)}`}${inPlace === 'yes' ? ' --in-place' : ''}`,
});
