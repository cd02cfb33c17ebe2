import { commandName } from './command-name.ts';
import { Forbidden } from './errors.ts';

/** users.role: the document's three plus warehouse and oncall (schema.md row 20). */
export const roles = ['customer', 'admin', 'manager', 'warehouse', 'oncall'] as const;
export type Role = (typeof roles)[number];

/** Who acts. Made from a session or, in the embedded sample store, from a sample member of staff. */
export interface Actor {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Id of the session they signed in with; the sample shop's staff have none. Once it is ended nothing runs any more. */
  readonly session?: string;
}

/**
 * The matrix of operations.md as data. The same matrix stands in the grants and policies of the database; a test holds
 * the two against each other. A customer may do nothing here.
 */
export const permissions = {
  'orders:read': ['admin', 'manager', 'warehouse', 'oncall'],
  'orders:fulfil': ['admin', 'manager', 'warehouse'],
  'orders:cancel': ['admin', 'manager'],
  'orders:place': ['admin', 'manager'],
  'payments:read': ['admin', 'manager', 'oncall'],
  'payments:refund': ['admin', 'manager'],
  'catalog:read': ['admin', 'manager', 'warehouse', 'oncall'],
  'catalog:write': ['admin', 'manager'],
  'promos:write': ['admin', 'manager'],
  'reviews:moderate': ['admin', 'manager'],
  'stock:read': ['admin', 'manager', 'warehouse', 'oncall'],
  'stock:write': ['admin', 'manager', 'warehouse'],
  'customers:read': ['admin', 'manager', 'oncall'],
  'customers:write': ['admin', 'manager'],
  'customers:reveal': ['admin', 'manager', 'oncall'],
  'staff:manage': ['admin'],
  'audit:read': ['admin', 'manager', 'oncall'],
  // with the permission of what is undone
  'audit:undo': ['admin', 'manager', 'warehouse'],
  'backups:read': ['admin', 'manager', 'oncall'],
  // drills and copies: both hold all data of the shop
  'backups:run': ['admin'],
  'reports:read': ['admin', 'manager', 'oncall'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** @throws Forbidden saying who was asked and which roles may. */
export function demand(actor: Actor, permission: Permission, what: string): void {
  if (may(actor.role, permission)) return;
  const allowed = permissions[permission].join(', ');
  throw new Forbidden(`${actor.email} is ${actor.role} and may not run ${commandName(what)}.`, {
    hint: `It needs one of these roles: ${allowed}.`,
  });
}

/** The database role a transaction runs as (design document 9.3; oncall is its readonly_role). */
export const databaseRole: Record<Role, string> = {
  customer: 'customer_role',
  admin: 'admin_role',
  manager: 'manager_role',
  warehouse: 'warehouse_role',
  oncall: 'readonly_role',
};
