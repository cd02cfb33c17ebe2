import * as z from 'zod';
import { isEmail, maskEmail } from '../../domain/contact.ts';
import { Conflict, InvalidInput, Refused } from '../../domain/errors.ts';
import { hashPhone, sealPhone } from '../../platform/pii.ts';
import { editRow, ExpectedVersion, toldChanges, type ColumnValue, type FieldChange } from '../editing.ts';
import { editsShownBy } from '../edits.ts';
import { entered, required, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { Customer, findCustomer } from './parts/find.ts';
import { contactKey } from './parts/keyring.ts';
import { show } from './show.ts';

export interface CustomerEdited {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** Contact data is told as changed, not as what. */
  readonly changes: readonly FieldChange[];
}

const secretFields = ['phone_number', 'phone_number_hash'];

export const edit = operation({
  name: 'customers.edit',
  summary: 'Correct the name, e-mail or telephone number of a customer; a new e-mail counts as not verified.',
  permission: 'customers:write',
  input: z.object({
    customer: Customer,
    expected_version: ExpectedVersion,
    first_name: required(100).optional().describe('first name'),
    last_name: required(100).optional().describe('last name'),
    email: entered('contact', required(255).refine(isEmail, 'that is no e-mail address'))
      .optional()
      .describe('e-mail address'),
    phone: text(40)
      .refine((given) => given === '' || /^[+\d][\d\s()/.-]{4,}$/u.test(given), 'that is no telephone number')
      .meta({ entry: 'contact' })
      .optional()
      .describe('telephone number; empty takes it away'),
  }),
  positional: ['customer'],
  examples: ['customers edit anna@example.com --last-name Lindgren --expected-version 1'],
  // E-mail and telephone number are masked there: they are written anew or left as they are.
  edits: editsShownBy(show, ({ name, version, first_name, last_name }) => ({
    name: name || 'The customer',
    version,
    fields: { first_name, last_name },
  })),
  dryRun: true,
  refreshes: ['users'],
  done: ({ name, changes }: CustomerEdited) => toldChanges(name || 'The customer', changes),
  // An empty number needs no key.
  prepare: (preparation, { phone }) => (phone ? contactKey(preparation) : Promise.resolve(undefined)),
  async run({ tx }, { customer, expected_version: expectedVersion, phone, ...fields }, key): Promise<CustomerEdited> {
    const before = await findCustomer(tx, customer, 'for no key update');
    if (before.deleted) throw new Refused('This account was deleted.');
    const columns = { ...given(fields), ...(phone === undefined ? {} : phoneColumns(phone, key)) };
    if (Object.keys(columns).length === 0) throw new InvalidInput('Nothing to change was given.');
    const row = { id: before.id, version: before.version };
    const name = before.name || 'The customer';
    const edited = await editRow(tx, { table: 'users', name, row, columns, expectedVersion }).catch(maskConflict);
    const { id, name: now } = await findCustomer(tx, before.id);
    return { id, name: now, version: edited.version, changes: edited.changes.filter(isTold).map(masked) };
  },
});

function given(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Encrypted here, for the key does not go to the database. */
function phoneColumns(phone: string, key: string | undefined): Record<string, ColumnValue> {
  if (phone === '' || key === undefined) return { phone_number: null, phone_number_hash: null };
  return { phone_number: sealPhone(phone, key), phone_number_hash: `\\x${hashPhone(phone, key).toString('hex')}` };
}

const isTold = ({ field }: { readonly field: string }) => field !== 'phone_number_hash';

function mask(field: string, value: unknown): unknown {
  if (secretFields.includes(field)) return value === null ? null : '…';
  return field === 'email' && typeof value === 'string' ? maskEmail(value) : value;
}

const masked = (change: FieldChange): FieldChange => ({
  field: change.field,
  from: mask(change.field, change.from),
  to: mask(change.field, change.to),
});

/** A conflict shows base and theirs, which are somebody's contact data. */
function maskConflict(error: unknown): never {
  if (!(error instanceof Conflict)) throw error;
  const { fields, ...details } = error.details;
  const shown = (Array.isArray(fields) ? (fields as readonly Stale[]) : []).filter(isTold).map((one) => ({
    field: one.field,
    base: mask(one.field, one.base),
    theirs: mask(one.field, one.theirs),
    mine: mask(one.field, one.mine),
  }));
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  throw new Conflict(error.message, { ...hint, cause: error, details: { ...details, fields: shown } });
}

interface Stale {
  readonly field: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
}
