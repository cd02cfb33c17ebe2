import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { makeCode, toldDiscount } from '../../domain/promo.ts';
import type { PromoType } from '../../domain/order-status.ts';
import type { Tx } from '../../platform/database/types.ts';
import { entered, Money, text } from '../fields.ts';
import { operation } from '../operation.ts';
import { demandWindow, discountValue, promoFields, PromoTypeInput, UseLimit } from './parts/fields.ts';

export interface PromosGenerated {
  readonly discount_type: PromoType;
  readonly discount_value: string;
  /** Of each code; null: no limit. */
  readonly max_uses: number | null;
  readonly rows: readonly { readonly code: string }[];
}

const count = z.coerce.number().int().min(1, 'at least one').max(10_000, 'at most 10000 at once');
const length = z.coerce.number().int().min(6, 'six or more: fewer could be guessed').max(30);

export const generate = operation({
  name: 'promos.generate',
  summary: 'Make many promo codes that nobody can guess, each for one order unless told otherwise.',
  permission: 'promos:write',
  input: z.object({
    count: count.describe('how many, up to 10000'),
    type: PromoTypeInput,
    value: entered('plain', Money).optional().describe('percent or amount; none for free shipping'),
    prefix: text(20)
      .regex(/^[A-Za-z0-9._-]*$/u, 'letters, digits, dots, dashes and underscores only')
      .transform((given) => given.toUpperCase())
      .default('')
      .describe('how every code begins'),
    length: length.default(8).describe('random characters after the prefix, 6 to 30'),
    ...promoFields,
    max_uses: UseLimit.optional().describe('how many orders may use each; one when left out'),
  }),
  positional: ['count'],
  examples: [
    'promos generate 100 --type PERCENTAGE --value 10 --prefix SORRY- --until 2027-01-31 --csv',
    'promos generate 5 --type FREE_SHIPPING --length 10',
  ],
  dryRun: true,
  undoable: true,
  csv: true,
  refreshes: ['promo_codes'],
  done: ({ rows, max_uses, ...promo }: PromosGenerated) =>
    `${rows.length} codes made; each gives ${toldDiscount(promo)} to ${max_uses === null ? 'any number of orders' : max_uses === 1 ? 'one order' : `${max_uses} orders`}.`,
  async run({ tx, progress }, { count, type, value, prefix, length, ...terms }): Promise<PromosGenerated> {
    const discount_value = discountValue(type, value);
    const { from = null, until = null } = terms;
    demandWindow(from, until);
    const max_uses = terms.max_uses === undefined ? 1 : terms.max_uses;
    const values = [type, discount_value, terms.minimum ?? '0', max_uses, from, until, terms.description ?? null];
    const codes: string[] = [];
    while (codes.length < count) {
      codes.push(...(await insert(tx, freshCodes(count - codes.length, prefix, length), values)));
      progress({ done: codes.length, total: count, what: 'codes' });
    }
    return { discount_type: type, discount_value, max_uses, rows: codes.map((code) => ({ code })) };
  },
});

/** In one order, so that two who generate at once never wait for each other in a ring. */
function freshCodes(count: number, prefix: string, length: number): string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(makeCode(prefix, length, randomInt));
  return [...codes].sort();
}

/** @returns the codes that were free */
async function insert(tx: Tx, codes: readonly string[], values: readonly unknown[]): Promise<string[]> {
  const made = await tx.query<{ code: string }>(
    `insert into promo_codes
       (code, discount_type, discount_value, minimum_order, max_uses, valid_from, valid_until, description)
     select c.code, $2, $3::numeric, $4::numeric, $5::integer, $6::timestamptz, $7::timestamptz, nullif($8::text, '')
     from unnest($1::text[]) as c (code)
     on conflict (code) do nothing
     returning code`,
    [codes, ...values],
  );
  return made.map(({ code }) => code);
}
