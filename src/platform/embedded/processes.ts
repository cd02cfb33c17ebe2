import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { errorCode } from '../errno.ts';
import { windows } from './binaries.ts';

export function alive(pid: number): boolean {
  // 0 and below mean process groups, our own among them.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Whether this process is a PostgreSQL of this data directory: its pid alone may belong to anybody by now. */
export async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1 || !alive(pid)) return false;
  if (process.platform === 'linux') return workingDirectory(pid) === (await realpath(data).catch(() => data));
  if (windows) return true;
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres');
}

/**
 * Ends what is left of a server whose main process was killed, or whose data directory was deleted under it: a busy
 * session notices neither, and PostgreSQL does not start while one is there. Nothing is lost: what such a session has
 * not committed is rolled back by the recovery, and a deleted directory holds nothing.
 */
export async function endOrphans(data: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const real = await realpath(data).catch(() => data);
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid <= 1) continue;
    const at = workingDirectory(pid);
    if (at !== real && at !== `${real} (deleted)` && at !== `${data} (deleted)`) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself, or it is not ours: the start below fails with PostgreSQL's own sentence then.
    }
  }
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
