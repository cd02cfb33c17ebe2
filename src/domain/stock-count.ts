/** stock_counts.status: closed once, by approving or by cancelling it. */
export const countStatuses = ['OPEN', 'APPROVED', 'CANCELLED'] as const;
export type CountStatus = (typeof countStatuses)[number];
