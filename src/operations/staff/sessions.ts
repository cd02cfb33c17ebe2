import { newestFirst, since } from '../by-time.ts';
import { listing } from '../listing.ts';
import { sessionOpen, staffName } from './parts/find.ts';

const open = `(${sessionOpen} and u.is_active and u.deleted_at is null)`;

export const sessions = listing({
  name: 'staff.sessions',
  summary: 'List who is signed in, from where and since when.',
  permission: 'staff:manage',
  examples: ['staff sessions', 'staff sessions --person manager@solemate.example --open all'],
  from: `user_sessions s
  join users u on u.id = s.user_id`,
  defaults: { open: 'yes' },
  columns: {
    id: { sql: 's.id', label: 'Id', type: 'id' },
    name: { sql: staffName('u'), label: 'Name', type: 'text' },
    email: { sql: 'u.email', label: 'E-mail', type: 'text' },
    role: { sql: 'u.role', label: 'Role', type: 'text' },
    client: { sql: 's.client', label: 'From', type: 'text' },
    created_at: { sql: 's.created_at', label: 'Since', type: 'time' },
    last_seen_at: { sql: 's.last_seen_at', label: 'Last seen', type: 'time' },
    expires_at: { sql: 's.expires_at', label: 'Until', type: 'time' },
    revoked_at: { sql: 's.revoked_at', label: 'Ended', type: 'time' },
    open: { sql: open, label: 'Open', type: 'boolean' },
  },
  filters: {
    open: {
      help: 'yes, no or all',
      type: 'enum',
      values: ['yes', 'no', 'all'],
      sql: (_bind, value) => (value === 'all' ? 'true' : value === 'yes' ? open : `not ${open}`),
    },
    person: {
      help: 'e-mail of a member of staff',
      type: 'text',
      sql: (bind, value) => `s.user_id = (select p.id from users p where lower(p.email) = lower(${bind(value)}))`,
    },
    since: since('signed in', 's.created_at'),
  },
  sorts: {
    newest: newestFirst('s.created_at', 's.id'),
  },
  defaultSort: 'newest',
  tables: ['user_sessions', 'users'],
});
