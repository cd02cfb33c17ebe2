import { realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sep } from 'node:path';
import { bytes } from '../../domain/backup/text.ts';
import { restoreWords } from '../../domain/backup/restore.ts';
import type { Route } from '../../domain/backup/window.ts';
import { Refused } from '../../domain/errors.ts';
import type { Account } from '../embedded/binaries.ts';
import { postgresBin } from './binaries.ts';
import { ask } from './command.ts';
import { checkCopy, type Checked } from './drill-checks.ts';
import { startCopy } from './drill-server.ts';
import { accountOf, readLocalConfig, repositoryPath } from './local.ts';
import { interrupted, type Scratch } from './scratch.ts';
import { pgbackrest, type BackupSettings } from './settings.ts';

/** What is to be restored, and what is known of where it comes from. */
export interface DrillPlan {
  readonly settings: BackupSettings;
  readonly stanza: string;
  readonly version: string;
  readonly route: Route;
  readonly at: number | undefined;
  /** The shop's own database, and who may look at everything in it. */
  readonly database: string;
  readonly superuser: string;
  /** Statements of whoever runs it; each answer is told. */
  readonly checks: readonly string[];
}

export interface DrillPlace {
  readonly parent: string;
  readonly bin: string;
  readonly account: Account | undefined;
}

export interface Drilled extends Checked {
  readonly restoreMs: number;
  readonly replayMs: number;
  readonly checksMs: number;
}

/** Room for the files, and for WAL and sorting beside them. */
const roomFactor = 1.1;
const roomBesides = 256 * 1024 * 1024;

/** Everything that must be so before anything is touched. @throws Refused saying what is not */
export async function prepareDrill({ settings, stanza, version, route }: DrillPlan): Promise<DrillPlace> {
  const config = readLocalConfig(settings, stanza);
  const bin = postgresBin(settings, version);
  if (bin === undefined) {
    throw new Refused(`PostgreSQL ${version} is not on this machine: a copy could not be started.`, {
      hint: 'Install it, or say where it is: solemate config set backup.postgresBin /usr/lib/postgresql/15/bin',
    });
  }
  const account = await accountOf(settings, config);
  if (process.getuid?.() === 0 && !account) {
    throw new Refused('PostgreSQL does not run as root, and whom the cluster belongs to is not known here.', {
      hint: 'Say so: solemate config set backup.user postgres',
    });
  }
  const parent = realpathSync(settings.drillDirectory ?? tmpdir());
  for (const [what, path] of [
    ['the data directory of the shop', config.option('pg1-path')],
    ['the repository', repositoryPath(config)],
  ] as const) {
    if (path !== undefined && `${parent}${sep}`.startsWith(`${resolved(path)}${sep}`)) {
      throw new Refused(`${parent} lies in ${what}: nothing is restored there.`, {
        hint: 'Choose another place: solemate config set backup.drillDirectory /var/tmp',
      });
    }
  }
  const disk = statfsSync(parent);
  const free = disk.bavail * disk.bsize;
  const needed = route.backup.size * roomFactor + roomBesides;
  if (free < needed) {
    throw new Refused(`${parent} has ${bytes(free)} free, the copy needs ${bytes(needed)}.`, {
      hint: 'Make room, or choose another place: solemate config set backup.drillDirectory DIR',
    });
  }
  return { parent, bin, account };
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Restores into the scratch place, starts the copy there, and looks at it. The copy archives nowhere, listens on no
 * network and knows no other cluster. @throws Refused with the reason why the backup could not be brought back
 */
export async function runDrill(
  plan: DrillPlan,
  place: DrillPlace,
  scratch: Scratch,
  signal: AbortSignal | undefined,
  onStep: (done: number) => void,
): Promise<Drilled> {
  const { settings, stanza, route, at, checks, database, superuser } = plan;
  const limit = (settings.drillMinutes ?? 240) * 60_000;
  const began = Date.now();
  const restore = [
    ...pgbackrest(settings),
    `--stanza=${stanza}`,
    '--log-level-file=off',
    `--lock-path=${scratch.directory}`,
    ...restoreWords(route, at, { data: scratch.data }),
  ];
  const options = { timeoutMs: limit, largest: 10_000_000, account: place.account, signal, onStart: scratch.holds };
  const restored = await ask(restore, options);
  interrupted(signal);
  if (!restored.ok) throw new Refused(`The restore failed: ${restored.why}.`);
  onStep(1);
  const started = Date.now();
  const client = await startCopy({ scratch, place, database, superuser, deadline: began + limit, signal });
  const recovered = Date.now();
  onStep(2);
  try {
    const checked = await checkCopy(client, checks, signal);
    onStep(3);
    return { ...checked, restoreMs: started - began, replayMs: recovered - started, checksMs: Date.now() - recovered };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** So that whoever runs `pgbackrest info` sees it as well. False where the repository may only be read. */
export async function noteOnBackup(
  { settings, stanza, route }: DrillPlan,
  account: Account | undefined,
  ok: boolean,
): Promise<boolean> {
  const time = new Date().toISOString().replace(/\.\d+Z$/u, 'Z');
  const words = [
    ...pgbackrest(settings),
    `--stanza=${stanza}`,
    '--log-level-file=off',
    `--set=${route.backup.label}`,
    `--annotation=restore-test=${time}`,
    `--annotation=restore-test-result=${ok ? 'ok' : 'failed'}`,
    'annotate',
  ];
  return (await ask(words, { timeoutMs: 60_000, largest: 1_000_000, account })).ok;
}
