import { enterTestServer } from './server.ts';
import type { Presence } from '../../src/platform/embedded/presence.ts';

declare global {
  var testServerPresence: Presence | undefined;
}

export default async function globalSetup(): Promise<void> {
  const presence = await enterTestServer();
  globalThis.testServerPresence = presence;
  process.env['SOLEMATE_TEST_SERVER'] = JSON.stringify({ host: presence.host, port: presence.port });
}
