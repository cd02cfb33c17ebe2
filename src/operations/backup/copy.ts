import { resolve } from 'node:path';
import * as z from 'zod';
import { bytes } from '../../domain/backup/text.ts';
import { DomainError, Interrupted, Refused } from '../../domain/errors.ts';
import { copyStore, demandCopyPlace } from '../../platform/embedded/copy.ts';
import type { BackupSource } from '../../platform/pgbackrest/source.ts';
import { required } from '../fields.ts';
import { operation } from '../operation.ts';

interface Copy {
  readonly directory: string;
  readonly status: 'RUNNING' | 'COMPLETED';
  readonly bytes: number;
}

export const copy = operation({
  name: 'backup.copy',
  summary: 'Copy the store for trying out while it runs, as a home that solemate --home opens.',
  permission: 'backups:run',
  input: z.object({ directory: required(500).describe('directory to make') }),
  positional: ['directory'],
  examples: ['backup copy /var/tmp/solemate-copy'],
  refreshes: ['backup_runs'],
  done: ({ directory, bytes: size }: Copy) => `${bytes(size)} copied. Open it with: solemate --home ${directory}`,
  prepare: ({ secrets }) => Promise.resolve(secrets.backups?.()),
  async run({ tx, operationId }, { directory }, source): Promise<Copy> {
    const target = resolve(directory);
    await tx.query("insert into backup_runs (id, kind, directory) values ($1, 'COPY', $2)", [operationId, target]);
    demandCopyPlace(target, demandEmbedded(source).embedded);
    return { directory: target, status: 'RUNNING', bytes: 0 };
  },
  async after(aftermath, { directory }, _input, source): Promise<Copy> {
    const { operationId, signal, progress } = aftermath;
    const { embedded, home } = demandEmbedded(source);
    const earlier = await aftermath.write((tx) =>
      tx.one<{ status: string; figures: { bytes: number } | null }>(
        'select status, figures from backup_runs where id = $1',
        [operationId],
      ),
    );
    if (earlier?.status === 'COMPLETED') return { directory, status: 'COMPLETED', bytes: earlier.figures?.bytes ?? 0 };
    const finish = (status: string, figures: object | null, message: string | null) =>
      aftermath.write((tx) =>
        tx.query(
          `update backup_runs set status = $2, figures = $3::jsonb, message = $4, finished_at = clock_timestamp()
          where id = $1 and status = 'RUNNING'`,
          [operationId, status, figures === null ? null : JSON.stringify(figures), message],
        ),
      );
    try {
      demandCopyPlace(directory, embedded);
      const copied = await copyStore(embedded, home, directory, signal, (done) => {
        if (done % 200 === 0) progress({ done, what: 'files' });
      });
      await finish('COMPLETED', copied, null);
      return { directory, status: 'COMPLETED', bytes: copied.bytes };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      await finish(error instanceof Interrupted ? 'INTERRUPTED' : 'FAILED', null, why);
      if (error instanceof DomainError) throw error;
      throw new Refused(`The copy failed: ${why}.`, { cause: error });
    }
  },
});

function demandEmbedded(
  source: BackupSource | undefined,
): BackupSource & { readonly embedded: NonNullable<BackupSource['embedded']> } {
  if (source?.embedded) return { ...source, embedded: source.embedded };
  throw new Refused('Only the store for trying out is copied like this; this shop has a server of its own.', {
    hint: 'Its backups are those of pgBackRest: solemate backup status',
  });
}
