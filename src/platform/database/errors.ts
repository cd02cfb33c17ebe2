import {
  Conflict,
  DomainError,
  Forbidden,
  InvalidInput,
  Interrupted,
  NotFound,
  Refused,
  Unavailable,
} from '../../domain/errors.ts';
import { isError } from '../errno.ts';
import { connectionProblem } from './connection-errors.ts';
import type { Endpoint } from './url.ts';

/** SQLSTATEs after which the same transaction may simply run again: serialization failure, deadlock. */
export function retryable(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}

/** The connection died under us: nobody knows whether COMMIT arrived. */
export function connectionLost(error: unknown): boolean {
  if (error instanceof DomainError) return error.details['lost'] === true;
  const state = sqlState(error);
  if (state && (state.startsWith('08') || ['57P01', '57P02', '57P03'].includes(state))) return true;
  const lost = /Connection terminated|not queryable|ECONNRESET|EPIPE|server closed the connection/iu;
  return chain(error).some(({ message }) => lost.test(message));
}

export function sqlState(error: unknown): string | undefined {
  for (const one of chain(error)) {
    // Five capitals with a digit in them: EPIPE is no SQLSTATE.
    if ('code' in one && typeof one.code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/u.test(one.code)) return one.code;
  }
  return undefined;
}

/** The error and what caused it, outermost first; Sequelize says `parent` where others say `cause`. */
export function chain(error: unknown): Error[] {
  const found: Error[] = [];
  for (let one = error; isError(one) && found.length < 10; one = 'parent' in one ? one.parent : one.cause) {
    found.push(one);
  }
  return found;
}

/** What PostgreSQL tells beside the message. */
interface Report {
  readonly message: string;
  readonly detail: string;
  readonly constraint: string;
  readonly table: string;
  readonly column: string;
}

/**
 * The same thing in a sentence for people, with the original as its cause (the kernel's retry looks at that). What no
 * person can have caused comes back as it is: a bug must look like one.
 */
export function toDomainError(error: unknown, endpoint?: Endpoint): Error {
  if (error instanceof DomainError) return error;
  if (!isError(error)) return new Error(String(error));
  const state = sqlState(error);
  return (
    (state === undefined ? undefined : fromSqlState(state, report(error), error)) ??
    connectionProblem(error, state, endpoint) ??
    error
  );
}

function report(error: unknown): Report {
  const source = chain(error).find((one) => 'severity' in one) ?? chain(error).at(-1);
  const field = (name: string) => {
    const value = source && name in source ? (source as unknown as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return {
    message: field('message'),
    detail: field('detail'),
    constraint: field('constraint'),
    table: field('table'),
    column: field('column'),
  };
}

function fromSqlState(state: string, said: Report, cause: Error): DomainError | undefined {
  switch (state) {
    case '23505':
      return uniqueViolation(said, cause);
    case '23514':
      return new Refused(checkSentence(said), { cause, details: { constraint: said.constraint } });
    case '23503':
      return foreignKeyViolation(said, cause);
    case '23001':
    case 'P0001':
      return new Refused(sentence(said.message), { cause, details: { constraint: said.constraint } });
    case '23502':
      return new InvalidInput(`${words(said.column) || 'A value'} is missing.`, { cause });
    case '23P01':
      return new Refused(`It overlaps with another ${noun(said.table)}.`, { cause });
    case '22001':
      return new InvalidInput(`A text is too long: ${said.message.replace('value too long for ', '')}.`, { cause });
    case '22003':
      return new InvalidInput(`A number is too large: ${said.message}.`, { cause });
    case '22P02':
    case '22007':
    case '22008':
      return new InvalidInput(sentence(said.message), { cause });
    case '22P05':
    case '22021':
      return new InvalidInput('A text holds a character that the database cannot keep (a NUL byte or broken UTF-8).', {
        cause,
      });
    case '42501':
      return new Forbidden(said.constraint === '' ? forbiddenSentence(said.message) : sentence(said.message), {
        cause,
        hint: 'Ask somebody whose role may do this.',
        details: { constraint: said.constraint },
      });
    case 'SM401':
      return new Forbidden(signedOutSentence(said.message), {
        cause,
        hint: 'Sign in again: solemate login',
        details: { signed_out: true },
      });
    case '25006':
      return new Refused('The database is read-only here, so nothing can be changed.', { cause });
    case '55P03':
      return new Refused('Somebody else is working on this right now.', { cause, hint: 'Try again in a moment.' });
    case '40001':
    case '40P01':
      return new Conflict('Somebody else changed the same thing at the same moment.', { cause, hint: 'Try again.' });
    case '57014':
      return /statement timeout/u.test(said.message)
        ? new Unavailable('The database took too long to answer.', { cause, hint: 'Narrow the filter, or try again.' })
        : new Interrupted('Interrupted: the running statement was stopped and nothing was changed.', { cause });
    case '25P03':
      return new Unavailable('The transaction was left idle for too long and was rolled back.', { cause });
    case '22023':
      if (!/^role ".*" does not exist/u.test(said.message)) return undefined;
      return notSetUp(said, cause);
    case '42P01':
    case '42703':
    case '42883':
    case '3F000':
      return notSetUp(said, cause);
    default:
      return undefined;
  }
}

function notSetUp(said: Report, cause: Error): DomainError {
  return new Unavailable(`The database is not set up for this version: ${said.message}.`, {
    cause,
    hint: 'Run "solemate db migrate" with the database owner\'s URL.',
  });
}

const readConstraint =
  /^(?:new row for relation|null value in column|insert or update on|update or delete on|duplicate key)/u;

/** Triggers say a sentence of their own; a plain CHECK only has a name, whose words are the best there is. */
function checkSentence(said: Report): string {
  if (!readConstraint.test(said.message)) return sentence(said.message);
  for (const [pattern, text] of knownChecks) if (pattern.test(said.constraint)) return text;
  const rule = words(said.constraint.replace(new RegExp(`^${said.table}_|_check\\d*$`, 'gu'), ''));
  return `The ${noun(said.table)} breaks the rule "${rule}".`;
}

const knownChecks: readonly (readonly [RegExp, string])[] = [
  [/inventory.*(reserved|available|quantity)/u, 'There is not enough stock for this.'],
  [/refund/u, 'That is more than is left to refund.'],
  [/promo.*uses|uses.*promo|current_uses/u, 'This promo code has been used up.'],
  [/price/u, 'The price must be greater than zero.'],
];

const knownUnique: readonly (readonly [string, { readonly message: string; readonly hint: string }])[] = [
  [
    'refunds_provider_reference_key',
    {
      message: 'Another refund was already recorded with this reference.',
      hint: 'Each payout has a reference of its own; see: solemate refunds list',
    },
  ],
  [
    'shipments_parcel_key',
    {
      message: 'A parcel of this order has this tracking number already.',
      hint: 'One label is one parcel: was it scanned twice?',
    },
  ],
];

function uniqueViolation(said: Report, cause: Error): DomainError {
  const [, keys = '', values = ''] = /^Key \((.+?)\)=\((.*)\)/u.exec(said.detail) ?? [];
  const details = { constraint: said.constraint, columns: keys.split(', ') };
  for (const [constraint, told] of knownUnique) {
    if (said.constraint === constraint) return new Refused(told.message, { cause, details, hint: told.hint });
  }
  if (said.constraint === 'article_codes_pkey' && keys === '') {
    return new Refused(sentence(said.message), {
      cause,
      details,
      hint: 'A code that is scanned means one product only.',
    });
  }
  if (keys === '') return new Refused(`There is already such a ${noun(said.table)}.`, { cause, details });
  const named = keys
    .replace(/lower\((?:\((\w+)\)::text|(\w+))\)/gu, '$1$2')
    .replaceAll('_', ' ')
    .replace(/^sku$/u, 'SKU');
  const shown = values.length > 80 ? `${values.slice(0, 80)}…` : values;
  const hint = ['SKU', 'slug', 'email'].includes(named) ? { hint: 'If it is in the archive, restore it instead.' } : {};
  return new Refused(`There is already a ${noun(said.table)} with ${named} "${shown}".`, { cause, details, ...hint });
}

function foreignKeyViolation(said: Report, cause: Error): DomainError {
  const details = { constraint: said.constraint };
  const [, missing] = /is not present in table "(\w+)"/u.exec(said.detail) ?? [];
  if (missing) return new NotFound(`There is no such ${noun(missing)}.`, { cause, details });
  const [, user] = /still referenced from table "(\w+)"/u.exec(said.detail) ?? [];
  if (user)
    return new Refused(`It is still used: ${words(user.replace(/_\d{4}_\d{2}$/u, ''))} refer to it.`, {
      cause,
      details,
    });
  return new Refused(sentence(said.message), { cause, details });
}

/** Of become_staff(), which every transaction begins with. */
function signedOutSentence(message: string): string {
  return `Nothing was done: ${message}.`;
}

function forbiddenSentence(message: string): string {
  const [, kind = 'the', name = 'database'] = /permission denied for (\w+) (\S+)/u.exec(message) ?? [];
  if (/row-level security/u.test(message)) return 'The database does not let this role change that row.';
  if (!/permission denied|must be (?:owner|superuser)/u.test(message)) return sentence(message);
  if (/permission denied to set role/u.test(message)) return 'The database login may not act as staff.';
  return `The database does not let this role do that (${kind} ${name}).`;
}

const irregular: Record<string, string> = {
  categories: 'category',
  addresses: 'address',
  inventory: 'stock record',
  product_variants: 'variant',
  users: 'person',
  promo_usage: 'use of a promo code',
};

/** One of a table's things: "order items" becomes "order item"; a partition is named after its parent. */
function noun(table: string): string {
  const parent = table.replace(/_\d{4}_\d{2}$/u, '');
  return irregular[parent] ?? (words(parent).replace(/s$/u, '') || 'record');
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

function sentence(message: string): string {
  const trimmed = message.trim();
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/u.test(first) ? first : `${first}.`;
}
