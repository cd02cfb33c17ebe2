import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { ExpectedVersion, toldChanges } from '../editing.ts';
import { editsShownBy, yesNo } from '../edits.ts';
import { InputFile } from '../fields.ts';
import { operation, type Preparation } from '../operation.ts';
import { belowCostField, confirmBelowCost, EditFields, editFields, VariantKey } from './parts/columns.ts';
import { editMany, editOne, GridLine, type GridRow, type VariantEdited } from './parts/edit-rows.ts';
import { readGridFile } from './parts/edit-file.ts';
import { show } from './show.ts';

export interface VariantsEdited {
  /** How many were different. */
  readonly changed: number;
  readonly rows: readonly VariantEdited[];
}

const input = z.object({
  variant: VariantKey.optional(),
  expected_version: ExpectedVersion,
  ...editFields,
  file: InputFile.optional().describe(
    'CSV, or - for standard input: sku and any of new_sku,size,color,price,weight,barcode,active,version; an empty cell leaves a value, - clears it',
  ),
  lines: z.array(GridLine).min(1).max(5000).optional().describe('many at once, as JSON: [{"variant","price"}]'),
  ...belowCostField,
});

export const edit = operation({
  name: 'variants.edit',
  summary: 'Change a variant, or many by a CSV file: all of its rows or none.',
  permission: 'catalog:write',
  input,
  positional: ['variant'],
  examples: [
    'variants edit RUN-43-BLK --price 119.00 --expected-version 1',
    'variants edit RUN-42-BLK --active no --dry-run',
  ],
  edits: editsShownBy(show, ({ sku, version, size, color, own_price, weight, barcode, is_active }) => ({
    name: sku,
    version,
    fields: { sku, size, color, price: own_price, weight, barcode, active: yesNo(is_active) },
  })),
  dryRun: true,
  undoable: true,
  refreshes: ['product_variants', 'products'],
  confirm: confirmBelowCost,
  done: ({ changed, rows }: VariantsEdited, { variant }) =>
    variant !== undefined && rows[0]
      ? toldChanges(rows[0].sku, rows[0].changes)
      : `${changed} of ${plural(rows.length, 'variant')} changed.`,
  prepare: (preparation, given) => readRows(given, preparation),
  async run({ tx, progress }, { variant, below_cost }, rows): Promise<VariantsEdited> {
    const [only] = rows;
    const edited =
      variant !== undefined && only
        ? [await editOne(tx, only, below_cost)]
        : await editMany(tx, rows, below_cost, (done) => progress({ done, total: rows.length, what: 'variants' }));
    return { changed: edited.filter(({ changes }) => changes.length > 0).length, rows: edited };
  },
});

/** One variant by flags, a file, or lines: exactly one of these. */
async function readRows(given: z.infer<typeof input>, { progress }: Preparation): Promise<readonly GridRow[]> {
  const { variant, file, lines, expected_version } = given;
  const fields = EditFields.parse(given);
  const ways = [variant, file, lines].filter((one) => one !== undefined).length;
  if (ways !== 1) {
    throw new InvalidInput(
      ways === 0 ? 'No variant to change was given.' : 'A variant, a file and lines cannot be edited at once.',
      { hint: 'Give a SKU and what to change, or --file.' },
    );
  }
  const flagged = Object.values(fields).some((value) => value !== undefined) || expected_version !== undefined;
  if (variant === undefined && flagged) {
    throw new InvalidInput('With a file or lines, what to change stands in its rows, not in flags.');
  }
  if (file) return readGridFile(file, (done) => progress({ done, what: 'rows read' }));
  if (variant !== undefined) return [{ row: 1, variant, fields, expectedVersion: expected_version }];
  return (lines ?? []).map(({ variant: key, expected_version: expectedVersion, ...rest }, index) => ({
    row: index + 1,
    variant: key,
    fields: rest,
    expectedVersion,
  }));
}
