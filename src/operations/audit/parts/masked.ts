import { maskEmail } from '../../../domain/contact.ts';
import type { Role } from '../../../domain/permissions.ts';

/** Whose door it is; town and country stay, as wherever an address is shown to those who only look. */
const private_ = ['name', 'street_1', 'street_2', 'postal_code'];
const addresses = ['shipping_address', 'billing_address'];
const masked = '[masked]';

/**
 * What the log kept of one field, as this role may see it. An e-mail is masked for everyone: to see it is
 * customers.reveal, which is audited (operations.md, "Who may do what"). Streets and names of an address are not for
 * those who only look.
 */
export function maskedValue(role: Role, table: string, field: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (field === 'email' && typeof value === 'string') return maskEmail(value);
  if (role === 'admin' || role === 'manager') return value;
  if (table === 'addresses' && private_.includes(field)) return masked;
  if (!addresses.includes(field) || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, private_.includes(key) && one !== null ? masked : one]),
  );
}
