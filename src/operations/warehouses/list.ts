import { listing } from '../listing.ts';
import { ascending } from '../sorts.ts';

export const list = listing({
  name: 'warehouses.list',
  summary: 'List the warehouses.',
  permission: 'stock:read',
  examples: ['warehouses list', 'warehouses list --active yes --json'],
  from: 'warehouses w',
  columns: {
    id: { sql: 'w.id', label: 'Id', type: 'id' },
    code: { sql: 'w.code', label: 'Code', type: 'text' },
    name: { sql: 'w.name', label: 'Name', type: 'text' },
    street_1: { sql: 'w.street_1', label: 'Street', type: 'text' },
    city: { sql: 'w.city', label: 'City', type: 'text' },
    postal_code: { sql: 'w.postal_code', label: 'Postal code', type: 'text' },
    country: { sql: 'w.country', label: 'Country', type: 'text' },
    is_active: { sql: 'w.is_active', label: 'Open', type: 'boolean' },
    units: {
      sql: '(select coalesce(sum(i.quantity), 0)::integer from inventory i where i.warehouse_id = w.id)',
      label: 'Pieces',
      type: 'integer',
    },
    created_at: { sql: 'w.created_at', label: 'Since', type: 'time' },
  },
  filters: {
    active: {
      help: 'yes: those that are open',
      type: 'boolean',
      sql: (bind, value) => `w.is_active = ${bind(value)}`,
    },
    country: { help: 'two letters, e.g. DE', type: 'country', sql: (bind, value) => `w.country = ${bind(value)}` },
  },
  sorts: { code: ascending('by code', ['w.code', 'text']) },
  defaultSort: 'code',
  tables: ['warehouses', 'inventory'],
});
