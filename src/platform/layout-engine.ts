let loading: Promise<unknown> = Promise.resolve();

/**
 * What Ink lays out with is WebAssembly, begun when Ink is loaded. A module waits for it by itself; the built program is a
 * script, which cannot (scripts/build.mjs), so it is waited for before the first frame.
 */
export const layoutEngine = {
  wait: (begun: Promise<unknown>): void => void (loading = begun),
  ready: (): Promise<unknown> => loading,
};
