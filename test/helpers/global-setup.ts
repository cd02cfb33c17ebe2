import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterPgBouncer, type Pooler } from './pgbouncer.ts';
import { enterTestServer } from './server.ts';
import type { Presence } from '../../src/platform/embedded/presence.ts';

declare global {
  var testServerPresence: Presence | undefined;
  var testPooler: Pooler | undefined;
  var testFolder: string | undefined;
}

/** What a developer works with is theirs: no test is to find the shop they are signed in to. */
function forgetOwnStore(): void {
  for (const name of Object.keys(process.env)) {
    if (/^SOLEMATE_(?!TEST_)/u.test(name)) Reflect.deleteProperty(process.env, name);
  }
}

/** One folder for whatever the tests write, gone with the run. Servers of another account pass through it. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'solemate-tests-'));
  chmodSync(folder, 0o1777);
  return folder;
}

export default async function globalSetup(): Promise<void> {
  forgetOwnStore();
  globalThis.testFolder = makeFolder();
  process.env['TMPDIR'] = globalThis.testFolder;
  const presence = await enterTestServer();
  globalThis.testServerPresence = presence;
  process.env['SOLEMATE_TEST_SERVER'] = JSON.stringify({ host: presence.host, port: presence.port });
  // SOLEMATE_TEST_PGBOUNCER=/usr/sbin/pgbouncer: whatever the tests do as the app goes through it.
  const program = process.env['SOLEMATE_TEST_PGBOUNCER'];
  if (!program) return;
  const pooler = await enterPgBouncer(program, presence);
  globalThis.testPooler = pooler;
  process.env['SOLEMATE_TEST_POOLER'] = JSON.stringify({ host: pooler.host, port: pooler.port });
}
