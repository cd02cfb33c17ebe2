/**
 * Giving money back from another noun's operation, e.g. a cancellation:
 * `prepare: ({ secrets }) => prepareGateways(secrets)`; in `run`, `requestRefund(tx, { order, amount: 'rest', reason, id:
 * operationId, gateways })` records it in the same transaction; in `after`, `settleRefund(aftermath, refund.id, gateways)`
 * sends it, and `demandSettled` turns what did not come through into the error to throw.
 */
export { lockPayment, readPayment, type LockedPayment } from './find.ts';
export { demandSettled, prepareGateways, type Gateways } from './gateways.ts';
export { requestRefund, type RequestedRefund, type RefundWish } from './request.ts';
export { settleRefund } from './settle.ts';
export type { RefundedLine, Settled } from './types.ts';
