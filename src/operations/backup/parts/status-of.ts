import type { Facts } from '../../../domain/backup/facts.ts';
import { judge } from '../../../domain/backup/judge.ts';
import type { Limits } from '../../../domain/backup/policy.ts';
import { archiveEnd, walLag } from '../../../domain/backup/rules/archiving.ts';
import { stripOf } from '../../../domain/backup/strip.ts';
import { performanceData, pluginLine, recoverableOf, sentenceOf } from '../../../domain/backup/summary.ts';
import { duration, moment } from '../../../domain/backup/text.ts';
import type { Verdict } from '../../../domain/backup/verdict.ts';
import type { BackupStatus } from './types.ts';

export function statusOf(facts: Facts, limits: Limits): BackupStatus {
  const judgement = judge(facts, limits);
  const sentence = sentenceOf(judgement, facts);
  const end = archiveEnd(facts);
  return {
    ...judgement,
    at: new Date(facts.now).toISOString(),
    sentence,
    recoverable: recoverableOf(facts),
    line: pluginLine(judgement.status, sentence, performanceData(facts, limits)),
    calendar: stripOf(facts),
    wal: {
      lag_bytes: walLag(facts) ?? null,
      newest: end?.name ?? null,
      newest_at: end?.at === undefined ? null : new Date(end.at).toISOString(),
    },
    unseen: facts.server.seen ? facts.server.value.unseen : [facts.server.why],
  };
}

/** The store for trying out is backed up by nobody, and says so instead of being red for ever. */
export function statusOfSample(
  copy: { readonly at: number; readonly directory: string } | undefined,
  now: number,
): BackupStatus {
  const figure = copy
    ? `the newest copy is ${duration((now - copy.at) / 1000)} old (${copy.directory})`
    : 'there is no copy of it';
  return single(
    {
      rule: 'trying out only',
      status: 'WARNING',
      figure: `this store is for trying out, nothing backs it up; ${figure}`,
      limit: 'a shop that matters has a server of its own',
      advice:
        'Copy it while it runs: solemate backup copy DIR. For a real shop: PostgreSQL with pgBackRest, see solemate backup configure --print.',
    },
    copy ? `It can be brought back as of ${moment(copy.at)}.` : 'Nothing of it could be brought back.',
    now,
  );
}

export function statusUnknown(why: string, now: number): BackupStatus {
  const advice = 'See what keeps it: solemate doctor, solemate whoami';
  return single(
    { rule: 'can we ask', status: 'UNKNOWN', figure: why, limit: 'database and pgBackRest answer', advice },
    'What can be recovered is not known.',
    now,
  );
}

function single(verdict: Verdict, recoverable: string, now: number): BackupStatus {
  const { status, figure } = verdict;
  return {
    status,
    rules: [verdict],
    at: new Date(now).toISOString(),
    sentence: figure,
    recoverable,
    line: pluginLine(status, figure, ''),
    calendar: [],
    wal: { lag_bytes: null, newest: null, newest_at: null },
    unseen: [],
  };
}
