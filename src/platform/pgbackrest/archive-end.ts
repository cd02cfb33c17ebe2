import { chownSync, mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastEnding } from '../../domain/backup/wal-records.ts';
import { presentArchive } from '../../domain/backup/wal.ts';
import { ask } from './command.ts';
import { accountOf, readLocalConfig } from './local.ts';
import type { Looked } from './look.ts';
import { patience, pgbackrest, type BackupSettings } from './settings.ts';

/** The last transaction in the archive. */
export interface ArchivedUntil {
  /** The newest segment there. */
  readonly segment: string;
  readonly at: number;
}

/** An idle shop closes segments in which no transaction ends; so far back is looked. */
const mostSegments = 24;

/**
 * Fetches the newest segments and reads when their last transaction ended: a recovery to any later moment would die at
 * the end of the archive. Undefined where they cannot be fetched: that needs pgBackRest on the database's own host.
 */
export async function archivedUntil(
  settings: BackupSettings,
  { repository, wal }: Pick<Looked, 'repository' | 'wal'>,
  signal?: AbortSignal,
): Promise<ArchivedUntil | undefined> {
  if (settings.infoCommand !== undefined || !repository.seen || !wal.seen) return undefined;
  const archive = presentArchive(repository.value)?.id;
  const names = wal.value
    .filter(({ archiveId }) => archiveId === undefined || archiveId === archive)
    .map(({ name }) => name);
  const newest = names.toSorted().slice(-mostSegments).toReversed();
  const [segment] = newest;
  if (segment === undefined) return undefined;
  const { stanza } = repository.value;
  const account = await accountOf(settings, readLocalConfig(settings, stanza));
  const directory = mkdtempSync(join(tmpdir(), 'solemate-wal-'));
  if (account) chownSync(directory, account.uid, account.gid);
  try {
    for (const name of newest) {
      const file = join(directory, name);
      const call = [...pgbackrest(settings), `--stanza=${stanza}`, '--log-level-file=off', '--no-archive-async'];
      const options = { timeoutMs: patience(settings), largest: 1_000_000, account, signal };
      const answer = await ask([...call, 'archive-get', name, file], options);
      if (!answer.ok) return undefined;
      const at = lastEnding(await readFile(file));
      if (at !== undefined) return { segment, at };
      await rm(file);
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
