import { readdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileIfAny, type Home } from '../home.ts';
import { serverState } from './cluster.ts';

export interface EmbeddedStatus {
  readonly data: string;
  readonly made: boolean;
  readonly running: boolean;
  readonly pid: number | null;
  readonly size_bytes: number;
  readonly log: string;
}

/** Looks without making or starting anything. The places are those of place.ts. */
export async function embeddedStatus(home: Home): Promise<EmbeddedStatus> {
  const inside = join(home.data, 'postgres', 'data');
  const pointer = readFileIfAny(join(home.data, 'postgres-place'))?.trim();
  const data = existsSync(inside) || !pointer ? inside : join(pointer, 'data');
  const made = existsSync(join(data, 'PG_VERSION'));
  const server = made ? await serverState(data) : undefined;
  return {
    data,
    made,
    running: server?.ready ?? false,
    pid: server?.pid ?? null,
    size_bytes: made ? await sizeOf(data) : 0,
    log: join(home.logs, 'postgres.log'),
  };
}

/** Files come and go while a server runs: what is gone by the time we look counts nothing. */
async function sizeOf(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
  let total = 0;
  for (const entry of entries) {
    if (entry.isFile()) total += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0;
  }
  return total;
}
