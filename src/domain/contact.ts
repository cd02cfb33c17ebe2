import type { Role } from './permissions.ts';

/**
 * Contact data is masked until somebody reveals it, which is audited (operations.md, "Who may do what"). `maskEmailSql`
 * gives the same mask where a list reads it from the database.
 */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '…' : `${email.slice(0, 1)}…${email.slice(at)}`;
}

/** The same as SQL over a column. */
export function maskEmailSql(column: string): string {
  return `case when ${column} like '_%@%' then left(${column}, 1) || '…' || substring(${column} from '@[^@]*$') else '…' end`;
}

export function isEmail(text: string): boolean {
  return text.length <= 255 && /^[^\s@]+@[^\s@]+$/u.test(text);
}

/** Where an order of this status may be sent to is for those who pack it, and for nobody who only looks. */
export function seesAddress(role: Role, status: string): boolean {
  if (role === 'admin' || role === 'manager') return true;
  return role === 'warehouse' && ['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED'].includes(status);
}
