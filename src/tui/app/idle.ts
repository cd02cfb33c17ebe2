export interface IdleOptions {
  /** Nothing is held back, queued or loading. */
  readonly quiet: () => boolean;
  /** Resolves when the last frame has been written. */
  readonly flush: () => Promise<void>;
  readonly tell: () => void;
}

/**
 * Tells whoever drives the program (SOLEMATE_IDLE=osc: the tests and the bench) that it stands still: what was typed has
 * been worked off, what was asked for is loaded, the frame is written. Call `activity` after whatever may have changed
 * that.
 */
export function createIdle({ quiet, flush, tell }: IdleOptions): { activity(): void } {
  let count = 0;
  let watching = false;

  async function watch(): Promise<void> {
    for (let seen = -1; seen !== count;) {
      seen = count;
      if (!quiet()) return;
      await flush();
      await turn();
      await turn();
    }
    if (quiet()) tell();
  }

  return {
    activity() {
      count += 1;
      if (watching) return;
      watching = true;
      void watch().finally(() => {
        const before = count;
        watching = false;
        if (before !== count) this.activity();
      });
    },
  };
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
