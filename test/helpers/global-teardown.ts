import { rmSync } from 'node:fs';

/** The last test run to leave stops the server. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.testPooler?.leave();
  await globalThis.testServerPresence?.leave();
  if (globalThis.testFolder) rmSync(globalThis.testFolder, { recursive: true, force: true });
}
