/** Milliseconds of one contestant over all rounds. */
export interface Timing {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly min: number;
  readonly rounds: number;
}

export type Contestant = () => Promise<unknown>;

/**
 * Times contestants in turn, round by round, so that whatever else the machine does meets them all alike. Each is run a
 * few times before anything is counted.
 */
export async function race<K extends string>(
  contestants: Readonly<Record<K, Contestant>>,
  rounds: number,
  warmUp = Math.min(5, rounds),
): Promise<Record<K, Timing>> {
  const names = Object.keys(contestants) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const name of names) {
      const took = await timed(contestants[name]);
      if (round >= 0) times.get(name)?.push(took);
    }
  }
  return Object.fromEntries(names.map((name) => [name, timing(times.get(name) ?? [])])) as Record<K, Timing>;
}

export async function timed(work: Contestant): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function timing(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), min: at(0), rounds: sorted.length };
}

export const rounded = (number: number): number => Number(number.toPrecision(3));

export const ratio = (ours: number, theirs: number): number => rounded(ours / theirs);
