import { auditActions } from '../../domain/stored-values.ts';
import { newestFirst, oldestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { personName } from '../orders/steps.ts';
import { byPerson, ofOperation, ofRecord, throughOperation } from './parts/conditions.ts';
import { recordName } from './parts/record-names.ts';

export const list = listing({
  name: 'audit.list',
  summary: 'List who changed what, when, through which operation: newest first.',
  permission: 'audit:read',
  examples: [
    'audit list --operation products.edit --limit 20',
    'audit list --filter "person:me since:1d operation:orders"',
    'audit list --record RUN-42-BLK --json',
  ],
  from: `audit_logs a
  left join users u on u.id = a.changed_by`,
  columns: {
    id: { sql: 'a.id', label: 'Id', type: 'id' },
    changed_at: { sql: 'a.changed_at', label: 'When', type: 'time' },
    person: { sql: personName('u'), label: 'Who', type: 'text' },
    operation: { sql: 'a.operation', label: 'Through', type: 'text' },
    action: { sql: 'a.action', label: 'Action', type: 'status' },
    table_name: { sql: 'a.table_name', label: 'Table', type: 'text' },
    record: { sql: recordName('a'), label: 'Record', type: 'text' },
    fields: {
      sql: `case
    when a.action = 'UPDATE' then (
      select string_agg(k.key, ', ' order by k.key)
      from jsonb_object_keys(a.new_values) as k (key)
      where k.key <> 'version'
    )
  end`,
      label: 'Fields',
      type: 'text',
    },
    reason: { sql: 'a.reason', label: 'Reason', type: 'text' },
    client: { sql: `a.client -> 'face'`, label: 'Client', type: 'text' },
    record_id: { sql: 'a.record_id', label: 'Record id', type: 'id' },
    operation_id: { sql: 'a.operation_id', label: 'Operation', type: 'id', handle: true },
  },
  filters: {
    person: {
      help: 'me, nobody (the shop itself), an e-mail, or part of a name',
      type: 'text',
      sql: (bind, value, _operator, few) => byPerson(bind, String(value), few),
    },
    operation: {
      help: 'an operation (orders.ship) or all of a noun (orders)',
      type: 'text',
      sql: (bind, value) => throughOperation(bind, String(value)),
    },
    table: {
      help: 'a table, e.g. products',
      type: 'text',
      sql: (bind, value) => `a.table_name = ${bind(value)}`,
    },
    record: {
      help: 'order number, SKU, e-mail, promo code, slug or id',
      type: 'text',
      sql: (bind, value, _operator, few) => ofRecord(bind, String(value), few),
    },
    action: {
      help: 'INSERT, UPDATE, DELETE or REVEAL',
      type: 'enum',
      values: auditActions,
      // not bound: an index of its own is only for this very word
      sql: (_bind, value) => `a.action = '${String(value)}'`,
    },
    since: {
      help: 'since: 7d, 36h, 2026-01-31',
      type: 'age',
      sql: (bind, value) => `a.changed_at >= ${bind(value)}::timestamptz`,
    },
    until: {
      help: 'until: 7d (ago), 2026-01-31',
      type: 'age',
      sql: (bind, value) => `a.changed_at < ${bind(value)}::timestamptz`,
    },
    operation_id: {
      help: 'id of one run of an operation, or its first 8 digits',
      type: 'text',
      sql: (bind, value) => ofOperation(bind, String(value)),
    },
  },
  search: (bind, text, _sees, few) => ofRecord(bind, text, few),
  sorts: {
    newest: newestFirst('a.changed_at', 'a.id'),
    oldest: oldestFirst('a.changed_at', 'a.id'),
  },
  defaultSort: 'newest',
  tables: [
    ...['orders', 'payments', 'refunds', 'shipments', 'inventory', 'products'],
    ...['product_variants', 'reviews', 'promo_codes', 'users'],
  ],
});
