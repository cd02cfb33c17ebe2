import * as z from 'zod';
import { policyOf } from '../../platform/pgbackrest/settings.ts';
import { InvalidInput } from '../../domain/errors.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';
import { loadRuns } from './parts/observe.ts';
import { linesOf, type Lines } from './parts/configure-lines.ts';

export const configure = operation({
  name: 'backup.configure',
  summary: 'Print the lines for pgBackRest, PostgreSQL and the timers that fulfil the policy; nothing is changed.',
  permission: 'backups:read',
  input: z.object({
    print: z.boolean().default(false).describe('print them'),
    stanza: required(64)
      .regex(/^[\w.-]+$/u, 'letters, digits, dot, dash and underscore')
      .default('main')
      .describe('name of the stanza'),
    data: required(200).default('/var/lib/postgresql/15/main').describe('data directory of the cluster'),
    repository: required(200).default('/var/lib/pgbackrest').describe('where backups are kept: a disk of its own'),
    port: z.int().min(1).max(65_535).default(5432).describe('port of the cluster'),
    socket: required(200).default('/var/run/postgresql').describe('directory of its socket'),
    config: required(200).default('/etc/pgbackrest/pgbackrest.conf').describe('where pgbackrest.conf will be'),
  }),
  examples: ['backup configure --print', 'backup configure --print --stanza shop --data /srv/pg/data --json'],
  reads: true,
  text: (lines: Lines) => [lines.pgbackrest_conf, lines.postgresql_conf, lines.timers, lines.database].join('\n'),
  prepare: ({ secrets }) => Promise.resolve(secrets.backups?.()),
  async run({ tx }, { print, ...places }, source): Promise<Lines> {
    await loadRuns(tx);
    if (!print) {
      throw new InvalidInput('Nothing is configured by this command: it prints the lines for you to put in place.', {
        hint: 'Say so: solemate backup configure --print',
      });
    }
    return linesOf(policyOf(source?.settings ?? {}), places);
  },
});
