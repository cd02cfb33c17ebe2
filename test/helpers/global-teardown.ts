/** The last test run to leave stops the server. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.testPooler?.leave();
  await globalThis.testServerPresence?.leave();
}
