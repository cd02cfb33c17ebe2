import { promoStates, promoStateSql } from '../../domain/promo.ts';
import { promoTypes } from '../../domain/order-status.ts';
import { likeAnywhere } from '../like.ts';
import { newestFirst, oldestFirst, since } from '../by-time.ts';
import { listing, type Bind } from '../listing.ts';
import { ascending, reversed } from '../sorts.ts';
import type { Few } from '../few.ts';

/** Codes are few or all alike (generated ones): the ids where they are few, along the list where they are not. */
function having(bind: Bind, few: Few, condition: (value: string) => string, value: string): string {
  const ids = few(`select p.id from promo_codes p where ${condition('$1')}`, [value]);
  return ids ? `p.id = any (${bind(ids)}::uuid[])` : condition(bind(value));
}

const byCode = ascending('by code', ['p.code', 'text']);

const byEnd = ascending(
  'the next to end first',
  ["coalesce(p.valid_until, 'infinity'::timestamptz)", 'timestamptz'],
  ['p.id', 'uuid'],
);

export const list = listing({
  name: 'promos.list',
  summary: 'List promo codes: newest first, with their state and how often they were used.',
  permission: 'catalog:read',
  examples: [
    'promos list --state ACTIVE',
    'promos list --filter "type:PERCENTAGE uses:>0" --sort ending',
    'promos list --json',
  ],
  from: 'promo_codes p',
  columns: {
    id: { sql: 'p.id', label: 'Id', type: 'id' },
    code: { sql: 'p.code', label: 'Code', type: 'text' },
    state: { sql: promoStateSql('p'), label: 'State', type: 'status' },
    discount_type: { sql: 'p.discount_type', label: 'Type', type: 'text' },
    discount_value: { sql: 'p.discount_value', label: 'Value', type: 'text' },
    minimum_order: { sql: 'p.minimum_order', label: 'Minimum', type: 'money' },
    current_uses: { sql: 'p.current_uses', label: 'Uses', type: 'integer' },
    max_uses: { sql: 'p.max_uses', label: 'Limit', type: 'integer' },
    valid_from: { sql: 'p.valid_from', label: 'From', type: 'time' },
    valid_until: { sql: 'p.valid_until', label: 'Until', type: 'time' },
    description: { sql: 'p.description', label: 'Description', type: 'text' },
    version: { sql: 'p.version', label: 'Version', type: 'integer' },
    created_at: { sql: 'p.created_at', label: 'Created', type: 'time' },
  },
  filters: {
    state: {
      help: 'active, scheduled, used up, expired or inactive',
      type: 'enum',
      values: promoStates,
      // so that the few that are switched on are found by their index among ten thousand that are not
      sql: (bind, value) =>
        `${value === 'INACTIVE' ? 'not p.is_active' : 'p.is_active'} and ${promoStateSql('p')} = ${bind(value)}`,
    },
    type: {
      help: 'what it gives',
      type: 'enum',
      values: promoTypes,
      sql: (bind, value) => `p.discount_type = ${bind(value)}`,
    },
    code: {
      help: 'part of the code',
      type: 'text',
      sql: (bind, value, _operator, few) =>
        having(bind, few, (given) => `lower(p.code) like lower(${given})`, likeAnywhere(String(value))),
    },
    uses: {
      help: 'how often it was used: 0, >0, >=100',
      type: 'integer',
      operators: ['>', '>=', '<', '<='],
      sql: (bind, value, operator) => `p.current_uses ${operator} ${bind(value)}::integer`,
    },
    since: since('made', 'p.created_at'),
  },
  search: (bind, text, _sees, few) =>
    having(
      bind,
      few,
      (given) => `(lower(p.code) like lower(${given}) or lower(p.description) like lower(${given}))`,
      likeAnywhere(text),
    ),
  sorts: {
    newest: newestFirst('p.created_at', 'p.id'),
    oldest: oldestFirst('p.created_at', 'p.id'),
    code: byCode,
    'code-desc': reversed(byCode, 'by code, from the end'),
    ending: byEnd,
    'ending-last': reversed(byEnd, 'the last to end first'),
  },
  defaultSort: 'newest',
  tables: ['promo_codes'],
});
