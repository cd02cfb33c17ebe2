/** In what state a piece came back. Only the first kind stays on the shelf; the ledger shows the others come and go. */
export const returnConditions = ['RESALEABLE', 'DAMAGED', 'LOST'] as const;
export type ReturnCondition = (typeof returnConditions)[number];
