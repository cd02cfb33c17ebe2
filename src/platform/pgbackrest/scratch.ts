import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Interrupted } from '../../domain/errors.ts';
import type { Account } from '../embedded/binaries.ts';
import { endOrphans } from '../embedded/processes.ts';
import { errorCode } from '../errno.ts';
import { killGroup } from './command.ts';

/** A place that is gone when the drill is over, however it ends, with everything that ran in it. */
export interface Scratch {
  readonly directory: string;
  readonly data: string;
  /** For the socket: its path must be short. */
  readonly run: string;
  /** A process group that must not outlive the drill. */
  readonly holds: (group: number) => void;
  remove(): Promise<void>;
  /** What happens when we die. */
  abandon(): void;
}

/**
 * Reads process groups until it is told that all is done. When we die without a word, even by kill -9, its standard
 * input ends: then it ends the groups, PostgreSQL's own children, and takes the directories away.
 */
const watchdog = `groups=
while read -r line; do
  [ "$line" = done ] && exit 0
  groups="$groups $line"
done
for group in $groups; do kill -9 "-$group" 2>/dev/null; done
for process in /proc/[0-9]*; do
  [ "$(readlink "$process/cwd" 2>/dev/null)" = "$1/data" ] && kill -9 "\${process#/proc/}" 2>/dev/null
done
for try in 1 2 3 4 5; do rm -rf -- "$1" "$2" && break; sleep 0.2; done`;

const scratchName = (id: string): string => `solemate-drill-${id}`;

/** Somebody makes the same one now, or its remains are there. */
export const scratchExists = (parent: string, id: string): boolean => existsSync(join(parent, scratchName(id)));

/** @returns undefined when it is there already: the same drill runs in another process */
export function makeScratch(parent: string, id: string, account: Account | undefined): Scratch | undefined {
  const directory = join(parent, scratchName(id));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    throw error;
  }
  const data = join(directory, 'data');
  const run = mkdtempSync('/tmp/solemate-drill-run-');
  mkdirSync(data, { mode: 0o700 });
  if (account) for (const path of [directory, data, run]) chownSync(path, account.uid, account.gid);
  const guard = spawn('/bin/sh', ['-c', watchdog, 'solemate-drill', directory, run], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  const groups: number[] = [];
  return {
    directory,
    data,
    run,
    holds: (group) => {
      groups.push(group);
      guard.stdin.write(`${group}\n`);
    },
    async remove() {
      for (const group of groups) killGroup(group);
      await endOrphans(data);
      for (const path of [directory, run])
        await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      guard.stdin.end('done\n');
    },
    abandon: () => guard.stdin.end(),
  };
}

/** @throws Interrupted once it was asked for */
export function interrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Interrupted('The drill was interrupted; what it had restored is gone again.');
}
