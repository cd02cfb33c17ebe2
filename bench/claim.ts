/** One claim of quality.md: what is measured, against what, and how good is good. */
export interface Claim {
  readonly title: string;
  /** The goal in words, as quality.md has it. */
  readonly goal: string;
  /** Prints nothing; `say` tells people how far it is. JSON-safe: `rows` become a table of bench/RESULTS.md. */
  run(options: Options, say: (text: string) => void): Promise<Result>;
}

export interface Options {
  /** Orders in the shop that is measured. */
  readonly orders: number;
  readonly rounds: number;
  /** Of a claim that lasts so long. */
  readonly seconds: number;
}

export interface Result {
  /** What holds for all rows: sizes, versions, settings. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** One sentence: met, or by how much not. */
  readonly verdict: string;
}
