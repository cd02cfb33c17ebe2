import { enterPgBouncer, type Pooler } from './pgbouncer.ts';
import { enterTestServer } from './server.ts';
import type { Presence } from '../../src/platform/embedded/presence.ts';

declare global {
  var testServerPresence: Presence | undefined;
  var testPooler: Pooler | undefined;
}

export default async function globalSetup(): Promise<void> {
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
