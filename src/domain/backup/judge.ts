import type { Facts } from './facts.ts';
import type { Limits } from './policy.ts';
import { newestFull, newestOfAny, stuck } from './rules/ages.ts';
import { archiverFailing, newestWal, repositoryAgrees, settings } from './rules/archiving.ts';
import { canWeAsk, clock, rightCluster, stanzaStatus } from './rules/asking.ts';
import { walGaps } from './rules/gaps.ts';
import { aborted, directoryMissing, tooFewKept, tooManyKept } from './rules/kept.ts';
import { pageErrors, repositoryDisk, restoreDrill, sizeAndDuration } from './rules/quality.ts';
import { worst, type Status, type Verdict } from './verdict.ts';

type Rule = (facts: Facts, limits: Limits) => Verdict | undefined;

/** In the order of the design; a rule that has nothing to judge here, as on a standby, says nothing. */
const rules: readonly Rule[] = [
  canWeAsk,
  stanzaStatus,
  rightCluster,
  newestFull,
  newestOfAny,
  newestWal,
  archiverFailing,
  repositoryAgrees,
  walGaps,
  tooFewKept,
  tooManyKept,
  directoryMissing,
  aborted,
  stuck,
  pageErrors,
  sizeAndDuration,
  repositoryDisk,
  restoreDrill,
  settings,
  clock,
];

export interface Judgement {
  readonly status: Status;
  readonly rules: readonly Verdict[];
}

export function judge(facts: Facts, limits: Limits): Judgement {
  const verdicts = rules.map((rule) => rule(facts, limits)).filter((one) => one !== undefined);
  return { status: worst(verdicts.map(({ status }) => status)), rules: verdicts };
}
