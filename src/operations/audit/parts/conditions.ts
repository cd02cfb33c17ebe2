import { uuidRange } from '../../../domain/uuid.ts';
import type { Few } from '../../few.ts';
import { likeAnywhere } from '../../like.ts';
import type { Bind } from '../../listing.ts';
import { namedTables, recordsNamed } from './record-names.ts';

/** `me`, `nobody` (the shop itself), an e-mail, or part of a name. */
export function byPerson(bind: Bind, value: string, few: Few): string {
  if (value === 'me') return 'a.changed_by = current_user_id()';
  if (value === 'nobody') return 'a.changed_by is null';
  const named = (given: string) =>
    value.includes('@')
      ? `select u.id from users u where lower(u.email) = lower(${given})`
      : `select u.id from users u
      where u.role <> 'customer'
        and lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) like lower(${given})`;
  const given = value.includes('@') ? value : likeAnywhere(value);
  const ids = few(named('$1'), [given]);
  if (ids?.length === 1) return `a.changed_by = ${bind(ids[0])}::uuid`;
  if (ids) return `a.changed_by = any (${bind(ids)}::uuid[])`;
  return `a.changed_by in (${named(bind(given))})`;
}

/** One operation (`orders.ship`), or all of a noun (`orders`). */
export function throughOperation(bind: Bind, value: string): string {
  const given = value.toLowerCase().replaceAll(' ', '.').replaceAll('-', '_');
  if (given.includes('.')) return `a.operation = ${bind(given)}`;
  return `a.operation like ${bind(`${given.replaceAll(/[\\%_]/gu, '\\$&')}.%`)}`;
}

/** The history of one record, whatever people call it. */
export function ofRecord(bind: Bind, value: string, few: Few): string {
  const range = uuidRange(value);
  const tables = `a.table_name = any (${bind(namedTables)}::text[])`;
  if (range?.whole) return `a.record_id = ${bind(range.from)}::uuid and ${tables}`;
  const ids = few(recordsNamed('$1'), [value]);
  if (ids) return `a.record_id = any (${bind(ids)}::uuid[]) and ${tables}`;
  return `${tables} and a.record_id in (${recordsNamed(bind(value))})`;
}

/** By the whole id or its first 8 digits or more; nothing for what is none. */
export function ofOperation(bind: Bind, value: string): string {
  const range = uuidRange(value);
  return range ? `a.operation_id between ${bind(range.from)}::uuid and ${bind(range.to)}::uuid` : 'false';
}
