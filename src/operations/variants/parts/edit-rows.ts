import { Conflict, DomainError, Interrupted, Refused, Unavailable } from '../../../domain/errors.ts';
import { connectionLost, retryable } from '../../../platform/database/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { editRow, ExpectedVersion, toldDifferences, type RowEdited } from '../../editing.ts';
import {
  demandFreeCell,
  demandFreeSkus,
  demandPriceAboveCost,
  EditFields,
  variantColumns,
  VariantKey,
  type EditedFields,
} from './columns.ts';
import { lockVariant, lockVariants, noVariant, refuseArchived, type LockedVariant } from './find.ts';

/** One row of a grid as JSON. */
export const GridLine = EditFields.extend({ variant: VariantKey, expected_version: ExpectedVersion });

/** What a row wants; `problem`: why it cannot even be tried. */
export interface GridRow {
  readonly row: number;
  readonly variant: string;
  readonly fields: EditedFields;
  readonly expectedVersion: number | undefined;
  readonly problem?: string;
}

export interface GridProblem {
  readonly row: number;
  readonly sku: string;
  readonly reason: string;
  /** Of a stale row: version, current_version, fields. */
  readonly conflict?: Readonly<Record<string, unknown>>;
}

export interface VariantEdited extends RowEdited {
  readonly sku: string;
  /** The changes in words, for a table: `price 99.00 → 79.00`; empty when nothing was different. */
  readonly told: string;
}

/** @throws NotFound, Refused, Conflict */
export async function editOne(tx: Tx, row: GridRow, belowCost: boolean): Promise<VariantEdited> {
  return write(tx, await lockVariant(tx, row.variant), row, belowCost);
}

/**
 * All rows or none, in the order of their ids, so that two grids at once wait for each other and neither is killed.
 * @throws Refused with `details.rows`: GridProblem[], every row that cannot be written
 */
export async function editMany(
  tx: Tx,
  rows: readonly GridRow[],
  belowCost: boolean,
  onRow: (done: number) => void,
): Promise<readonly VariantEdited[]> {
  const variants = await lockVariants(tx, [...new Set(rows.map(({ variant }) => variant))]);
  const problems: GridProblem[] = [];
  const edited: { row: number; done: VariantEdited }[] = [];
  const met = new Map<string, number>();
  const refuse = (row: GridRow, reason: string) => problems.push({ row: row.row, sku: row.variant, reason });
  const idOf = (row: GridRow) => variants.get(row.variant)?.id ?? '';
  for (const row of [...rows].sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1))) {
    const variant = variants.get(row.variant);
    const earlier = variant && met.get(variant.id);
    if (row.problem !== undefined) refuse(row, row.problem);
    else if (!variant) refuse(row, noVariant(row.variant).message);
    else if (earlier !== undefined) refuse(row, `It is the same variant as in row ${earlier}.`);
    else {
      met.set(variant.id, row.row);
      const done = await tried(tx, () => write(tx, variant, row, belowCost));
      if (done instanceof DomainError) {
        const conflict = done instanceof Conflict ? { conflict: done.details } : {};
        problems.push({ row: row.row, sku: variant.sku, reason: done.message, ...conflict });
      } else edited.push({ row: row.row, done });
    }
    const count = edited.length + problems.length;
    if (count % 500 === 0) onRow(count);
  }
  if (problems.length > 0) throw refusal(problems, rows.length);
  return edited.sort((one, other) => one.row - other.row).map(({ done }) => done);
}

async function write(tx: Tx, variant: LockedVariant, row: GridRow, belowCost: boolean): Promise<VariantEdited> {
  refuseArchived(variant);
  const columns = variantColumns(row.fields);
  const { sku, size, color, price } = columns;
  if (typeof sku === 'string') await demandFreeSkus(tx, [sku], variant.product_id, variant.id);
  if (size !== undefined || color !== undefined) {
    const cell = { size: variant.size, color: variant.color, ...columns } as Pick<LockedVariant, 'size' | 'color'>;
    await demandFreeCell(tx, variant.product_id, cell, variant.id);
  }
  if (typeof price === 'string' && price !== variant.price) {
    demandPriceAboveCost(variant.sku, price, variant.product_cost, belowCost);
  }
  const { expectedVersion } = row;
  const done = await editRow(tx, {
    table: 'product_variants',
    name: variant.sku,
    row: variant,
    columns,
    expectedVersion,
  });
  return { sku: typeof sku === 'string' ? sku : variant.sku, told: toldDifferences(done.changes), ...done };
}

/** What a rule refuses comes back as a value and leaves the transaction usable; what is no rule's is thrown. */
async function tried<T>(tx: Tx, work: () => Promise<T>): Promise<T | DomainError> {
  await tx.query('savepoint variant');
  try {
    const done = await work();
    await tx.query('release savepoint variant');
    return done;
  } catch (error) {
    const ends = !(error instanceof DomainError) || error instanceof Unavailable || error instanceof Interrupted;
    if (ends || retryable(error) || connectionLost(error)) throw error;
    await tx.query('rollback to savepoint variant');
    return error;
  }
}

function refusal(problems: readonly GridProblem[], total: number): Refused {
  const sorted = [...problems].sort((one, other) => one.row - other.row);
  const told = sorted
    .slice(0, 3)
    .map(
      ({ row, sku, reason }) =>
        `row ${row} (${sku}): ${reason.replace(/\.$/u, '').replace(/^There is no /u, 'there is no ')}`,
    );
  const rest = sorted.length > told.length ? `; and ${sorted.length - told.length} more` : '';
  return new Refused(
    `${sorted.length} of ${total} rows cannot be written, so nothing was changed: ${told.join('; ')}${rest}.`,
    {
      hint: 'Correct these rows and send all of it again.',
      details: { count: sorted.length, rows: sorted.slice(0, 1000) },
    },
  );
}
