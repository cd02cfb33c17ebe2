import { reviewIsVerified } from './0010-reviews.ts';
import type { Migration } from './migration.ts';

const arrived = `(o.status = 'DELIVERED' or exists (
        select from order_status_history h
        where h.order_id = o.id
          and h.order_created_at = o.created_at
          and h.to_status = 'DELIVERED'
      ))`;

/**
 * schema.md row 42: what arrived once stays verified. An order whose money all went back under way is DELIVERED for a
 * moment only (0028), and one that came back is RETURNED when its customer writes: the history tells that both arrived.
 */
export const verifiedByHistory: Migration = {
  name: '0029-verified-by-history',
  up: reviewIsVerified('create or replace', arrived),
  down: reviewIsVerified('create or replace', "o.status = 'DELIVERED'"),
};
