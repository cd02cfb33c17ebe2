import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { editRow, ExpectedVersion, toldChanges, type ColumnValue, type RowEdited } from '../editing.ts';
import { editsShownBy } from '../edits.ts';
import { entered, Money } from '../fields.ts';
import { operation } from '../operation.ts';
import {
  demandWindow,
  discountValue,
  firstDay,
  lastDay,
  NewCode,
  PromoCode,
  promoColumns,
  promoFields,
  PromoTypeInput,
} from './parts/fields.ts';
import { lockPromo, type Promo } from './parts/find.ts';
import { show } from './show.ts';

export interface PromoEdited extends RowEdited {
  readonly code: string;
}

export const edit = operation({
  name: 'promos.edit',
  summary: 'Change a promo code; of a used one the code, type and value stay. An empty limit or day clears it.',
  permission: 'promos:write',
  input: z.object({
    code: PromoCode,
    expected_version: ExpectedVersion,
    new_code: NewCode.optional().describe('another code, while nobody has used it'),
    type: PromoTypeInput.optional(),
    value: entered('plain', Money).optional().describe('percent or amount'),
    ...promoFields,
  }),
  positional: ['code'],
  examples: [
    'promos edit WELCOME10 --minimum 40 --until 2027-06-30',
    'promos edit WELCOME10 --max-uses 5000 --expected-version 1',
  ],
  edits: editsShownBy(show, ({ code, version, discount_type, discount_value, minimum_order, ...promo }) => ({
    name: code,
    version,
    fields: {
      new_code: code,
      type: discount_type,
      value: discount_value,
      minimum: minimum_order,
      max_uses: promo.max_uses,
      from: firstDay(promo.valid_from),
      until: lastDay(promo.valid_until),
      description: promo.description,
    },
  })),
  dryRun: true,
  undoable: true,
  refreshes: ['promo_codes'],
  done: ({ code, changes }: PromoEdited) => toldChanges(code, changes),
  async run(
    { tx },
    { code, expected_version: expectedVersion, new_code, type, value, ...fields },
  ): Promise<PromoEdited> {
    const promo = await lockPromo(tx, code);
    const terms = type ?? value;
    const columns: Record<string, ColumnValue> = {
      ...(new_code !== undefined && { code: new_code }),
      ...(type !== undefined && { discount_type: type }),
      ...(terms !== undefined && { discount_value: newValue(promo, type, value) }),
      ...promoColumns(fields),
    };
    demandLimit(promo, fields.max_uses);
    if (fields.from !== undefined || fields.until !== undefined) {
      // null clears a day, and is not what stands there
      demandWindow(
        fields.from === undefined ? promo.valid_from : fields.from,
        fields.until === undefined ? promo.valid_until : fields.until,
      );
    }
    try {
      const row = { table: 'promo_codes', name: promo.code, row: promo } as const;
      const done = await editRow(tx, { ...row, columns, expectedVersion });
      return { ...done, code: new_code ?? promo.code };
    } catch (error) {
      throw withWayOut(error, promo);
    }
  },
});

/** Another type keeps the value where that makes sense for it. */
function newValue(promo: Promo, type: Promo['discount_type'] | undefined, value: string | undefined): string {
  const now = type ?? promo.discount_type;
  return discountValue(now, value ?? (now === 'FREE_SHIPPING' ? undefined : promo.discount_value));
}

/** @throws Refused when more orders use it already than the new limit allows */
function demandLimit({ code, current_uses }: Promo, limit: number | null | undefined): void {
  if (limit === undefined || limit === null || limit >= current_uses) return;
  throw new Refused(`${code} was used ${current_uses} times already: its limit cannot be ${limit}.`, {
    hint: `Set it to ${current_uses} or more, or switch the code off with "promos deactivate".`,
    details: { current_uses, max_uses: limit },
  });
}

/** The rule is the database's (promo_codes_terms_frozen); what to do instead is said here. */
function withWayOut(error: unknown, { code }: Promo): unknown {
  if (!(error instanceof Refused) || error.details['constraint'] !== 'promo_codes_terms_frozen') return error;
  return new Refused(error.message, {
    hint: `Switch ${code} off with "promos deactivate" and make a new code.`,
    details: error.details,
    cause: error,
  });
}
