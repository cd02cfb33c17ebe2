export interface Retry {
  /** Asks again in a moment; once it is going to, once more changes nothing. */
  readonly later: () => void;
  readonly waiting: () => boolean;
  readonly stop: () => void;
  /** It went through: the next failure waits briefly again. */
  readonly succeeded: () => void;
}

const waits = [500, 1_000, 2_000, 3_000];

/** Tries what a lost connection broke off, less and less often. For what is harmless to repeat. */
export function createRetry(again: () => void): Retry {
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    later() {
      if (timer) return;
      const wait = waits[Math.min(failures, waits.length - 1)];
      failures += 1;
      timer = setTimeout(() => {
        timer = undefined;
        again();
      }, wait).unref();
    },
    waiting: () => timer !== undefined,
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
    succeeded() {
      failures = 0;
    },
  };
}
