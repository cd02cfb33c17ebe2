import type { Facts } from '../../../domain/backup/facts.ts';
import { segmentSizeOf } from '../../../domain/backup/rules/gaps.ts';
import { presentArchive, presentBackups, segmentName, timelinesOf, type Timeline } from '../../../domain/backup/wal.ts';
import { chainsOf, spansOf, type Chain, type Span } from '../../../domain/backup/window.ts';
import { Refused } from '../../../domain/errors.ts';
import type { ArchivedUntil } from '../../../platform/pgbackrest/archive-end.ts';
import type { BackupWindow } from './types.ts';

/** What can be recovered, before it is written down. */
export interface Reach {
  readonly size: number;
  readonly timelines: readonly Timeline[];
  readonly chains: readonly Chain[];
  readonly spans: readonly Span[];
  readonly exact: boolean;
}

/** @throws Refused when the repository cannot be seen */
export function reachOf(facts: Facts, until: ArchivedUntil | undefined): Reach {
  const { repository, wal, tool } = facts;
  if (!repository.seen)
    throw new Refused(`The backups cannot be seen: ${repository.why}.`, { hint: `Ask yourself: ${tool} info` });
  if (!wal.seen)
    throw new Refused(`The archived WAL cannot be seen: ${wal.why}.`, {
      hint: `Without it nobody knows how far a backup reaches.`,
    });
  const size = segmentSizeOf(facts);
  const timelines = timelinesOf(wal.value, presentArchive(repository.value)?.id, size);
  const chains = chainsOf(timelines, presentBackups(repository.value), size).map((chain) => ended(chain, size, until));
  return { size, timelines, chains, spans: spansOf(chains), exact: until !== undefined };
}

/** The archive's end is when its last transaction ended, not when its last segment came. */
function ended(chain: Chain, size: number, until: ArchivedUntil | undefined): Chain {
  if (until === undefined || segmentName(chain.last, size) !== until.segment) return chain;
  return { ...chain, until: Math.max(chain.backup.stop, until.at) };
}

const iso = (time: number): string => new Date(time).toISOString();

export function windowOf({ spans, size, exact }: Reach): BackupWindow {
  const holes = spans.slice(1).map((span, index) => {
    const before = spans[index];
    const next = before ? segmentName({ ...before.last, number: before.last.number + 1 }, size) : '';
    return { from: iso(before?.to ?? span.from), to: iso(span.from), missing: next };
  });
  const last = spans.at(-1);
  return {
    from: spans[0] ? iso(spans[0].from) : null,
    to: last ? iso(last.to) : null,
    spans: spans.map((span) => ({
      from: iso(span.from),
      to: iso(span.to),
      backups: span.chains.length,
      last_wal: segmentName(span.last, size),
    })),
    holes,
    note: exact
      ? ''
      : 'The end is when the last WAL came into the repository; what was committed shortly before may be in the next one. On the database host it is read from the WAL itself.',
  };
}
