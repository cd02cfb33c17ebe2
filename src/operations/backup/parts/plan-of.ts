import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { userInfo } from 'node:os';
import type { Facts } from '../../../domain/backup/facts.ts';
import { moment } from '../../../domain/backup/text.ts';
import { segmentName, presentDatabase } from '../../../domain/backup/wal.ts';
import { routeTo, type Route } from '../../../domain/backup/window.ts';
import { InvalidInput, Refused } from '../../../domain/errors.ts';
import { postgresBin } from '../../../platform/pgbackrest/binaries.ts';
import { readLocalConfig } from '../../../platform/pgbackrest/local.ts';
import { typed, type BackupSettings } from '../../../platform/pgbackrest/settings.ts';
import { besideSteps, inPlaceSteps } from './plan-steps.ts';
import type { RestorePlan } from './types.ts';
import type { Reach } from './window-of.ts';

/** @throws Refused with the reason when the moment cannot be recovered */
export function demandRoute(reach: Reach, at: number | undefined): Route {
  const { spans, chains, timelines } = reach;
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) {
    throw new Refused('Nothing can be recovered: there is no backup with all its WAL.', {
      hint: 'Make one now: see solemate backup status',
    });
  }
  const route = routeTo(chains, timelines, at);
  if (route) return route;
  const wanted = moment(at ?? 0);
  const hint = 'All that can be recovered: solemate backup window';
  if ((at ?? 0) < first.from) {
    throw new Refused(
      `${wanted} is before the end of the oldest backup (${moment(first.from)}): nothing is left of it.`,
      { hint },
    );
  }
  if ((at ?? 0) > last.to) {
    throw new Refused(
      `${wanted} is after the last transaction that is archived (${moment(last.to)}): a recovery would not reach it.`,
      {
        hint: 'Leave --at out to recover all that is archived.',
      },
    );
  }
  const [before, after] = [spans.findLast(({ from }) => from <= (at ?? 0)), spans.find(({ from }) => from > (at ?? 0))];
  throw new Refused(
    `${wanted} lies in a hole of the archive, from ${moment(before?.to ?? 0)} to ${moment(after?.from ?? 0)}: WAL is missing.`,
    { hint },
  );
}

export interface PlanOptions {
  readonly at: number | undefined;
  readonly into: string;
  readonly inPlace: boolean;
}

export function planOf(
  facts: Facts,
  reach: Reach,
  settings: BackupSettings,
  { at, into, inPlace }: PlanOptions,
): RestorePlan {
  const route = demandRoute(reach, at);
  if (!isAbsolute(into) || /['\n]/u.test(into))
    throw new InvalidInput(`"${into.slice(0, 60)}" is no whole path of a directory.`);
  const stanza = facts.repository.seen ? facts.repository.value.stanza : '';
  const version = facts.repository.seen ? (presentDatabase(facts.repository.value)?.version ?? '') : '';
  const config = readLocalConfig(settings, stanza);
  const found = postgresBin(settings, version);
  const place = { tool: facts.tool, bin: found === undefined ? '' : `${found}/`, quote: typed };
  const data = config.option('pg1-path');
  return {
    target: at === undefined ? null : new Date(at).toISOString(),
    backup: route.backup.label,
    backup_stopped_at: new Date(route.backup.stop).toISOString(),
    wal_from: segmentName(route.first, reach.size),
    wal_to: segmentName(route.last, reach.size),
    timeline: route.timeline ?? null,
    in_place: inPlace,
    run_as: settings.user ?? (userInfo().uid === 0 || data === undefined ? 'postgres' : userInfo().username),
    steps: inPlace
      ? inPlaceSteps(route, at, demandData(data), startOf(data ?? '', place.bin), place)
      : besideSteps(route, at, into, place),
  };
}

function demandData(data: string | undefined): string {
  if (data !== undefined) return data;
  throw new Refused('Where the cluster lies is not known on this machine: its pgbackrest.conf names no pg1-path.', {
    hint: "Run this on the database's host, or restore beside it (without --in-place).",
  });
}

/** Debian keeps the settings elsewhere and has a service for it. */
function startOf(data: string, bin: string): string {
  if (existsSync(data) && !existsSync(join(data, 'postgresql.conf'))) return 'systemctl start postgresql';
  return `${bin}pg_ctl -D ${typed([data])} -l ${typed([`${data}/log`])} -W start`;
}
