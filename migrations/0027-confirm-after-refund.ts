import { guardOrder } from './0009-order-rules.ts';
import type { Migration } from './migration.ts';

/**
 * An order that was paid in full and of which a part went back, e.g. for a delay, goes on: without this it could only be
 * cancelled.
 */
export const confirmAfterRefund: Migration = {
  name: '0027-confirm-after-refund',
  up: guardOrder('create or replace', "payment.status in ('COMPLETED', 'PARTIAL_REFUND')"),
  down: guardOrder('create or replace', "payment.status = 'COMPLETED'"),
};
