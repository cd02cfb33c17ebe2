import { likeAnywhere } from '../like.ts';
import { newestFirst } from '../by-time.ts';
import { listing } from '../listing.ts';
import { ascending } from '../sorts.ts';
import { sessionOpen, staffName, staffRoles, staffState, staffStates } from './parts/find.ts';

export const list = listing({
  name: 'staff.list',
  summary: 'List the people who work here, with their role, whether they can sign in, and when they last did.',
  permission: 'staff:manage',
  examples: ['staff list', 'staff list --role warehouse', 'staff list --state INVITED --json'],
  from: 'users u',
  where: "u.role <> 'customer'",
  columns: {
    id: { sql: 'u.id', label: 'Id', type: 'id' },
    name: { sql: staffName('u'), label: 'Name', type: 'text' },
    email: { sql: 'u.email', label: 'E-mail', type: 'text' },
    role: { sql: 'u.role', label: 'Role', type: 'text' },
    state: { sql: staffState, label: 'State', type: 'status' },
    sessions: {
      sql: `(select count(*)::integer from user_sessions s where s.user_id = u.id and ${sessionOpen})`,
      label: 'Open sessions',
      type: 'integer',
    },
    last_login_at: { sql: 'u.last_login_at', label: 'Last sign-in', type: 'time' },
    created_at: { sql: 'u.created_at', label: 'Since', type: 'time' },
    version: { sql: 'u.version', label: 'Version', type: 'integer' },
  },
  filters: {
    role: {
      help: 'admin, manager, warehouse or oncall',
      type: 'enum',
      values: staffRoles,
      sql: (bind, value) => `u.role = ${bind(value)}`,
    },
    state: {
      help: 'can they sign in',
      type: 'enum',
      values: staffStates,
      operators: ['!='],
      sql: (bind, value, operator) => `(${staffState}) ${operator === '!=' ? '<>' : '='} ${bind(value)}`,
    },
  },
  search: (bind, text) => {
    const pattern = bind(likeAnywhere(text));
    return `lower(u.email) like lower(${pattern})
    or lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) like lower(${pattern})`;
  },
  sorts: {
    newest: newestFirst('u.created_at', 'u.id'),
    name: ascending(
      'by last name',
      ["lower(coalesce(u.last_name, ''))", 'text'],
      ["lower(coalesce(u.first_name, ''))", 'text'],
      ['u.id', 'uuid'],
    ),
  },
  defaultSort: 'name',
  tables: ['users', 'user_sessions', 'user_invitations'],
});
