/**
 * Giving money back from another noun's operation, e.g. a cancellation:
 * `prepare: ({ secrets }) => prepareGateways(secrets)`; in `run`, `requestRefund(tx, { order, amount: 'rest', reason, id:
 * operationId, gateways })` records it in the same transaction; in `after`, `settleRefund(aftermath, refund.id, gateways)`
 * sends it and tells how it stands; what did not come through stays in the queue of money owed.
 */
export { lockPayment, readPayment, type LockedPayment } from './parts/find.ts';
export { prepareGateways, type Gateways } from './parts/gateways.ts';
export { requestRefund, type RequestedRefund, type RefundWish } from './parts/request.ts';
export { settleRefund } from './parts/settle.ts';
export type { RefundedLine, Settled } from './parts/types.ts';
