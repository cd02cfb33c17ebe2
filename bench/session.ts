import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchStore } from './store.ts';

/** The environment of somebody who is signed in to the bench's shop as a script would be, with a home of their own. */
export async function benchSession(store: BenchStore): Promise<Record<string, string>> {
  const token = randomBytes(24).toString('base64url');
  await store.sql(`select open_session($1, sha256(convert_to($2, 'UTF8')), now() + interval '3 hours', 'bench')`, [
    store.actor('admin').id,
    token,
  ]);
  return {
    SOLEMATE_TOKEN: token,
    SOLEMATE_DATABASE_URL: store.appUrl,
    SOLEMATE_HOME: mkdtempSync(join(tmpdir(), 'solemate-bench-home-')),
  };
}
