/** stock_counts.status: closed once, by approving or by cancelling it. */
export const countStatuses = ['OPEN', 'APPROVED', 'CANCELLED'] as const;
export type CountStatus = (typeof countStatuses)[number];

export interface CountedLine {
  /** What the ledger said when the line was first counted. */
  readonly expected: number | null;
  readonly counted: number | null;
}

/** Pieces more (or fewer) than expected; null until it is counted. */
export function variance({ expected, counted }: CountedLine): number | null {
  return expected === null || counted === null ? null : counted - expected;
}
