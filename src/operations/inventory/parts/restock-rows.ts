import * as z from 'zod';
import { Quantity, Sku, text, WarehouseCode, type InputFileValue } from '../../fields.ts';
import { readRow, readSheet, type Read, type Rejected } from './sheet.ts';

const Row = z.object({
  sku: Sku,
  warehouse: WarehouseCode.transform((code) => code.toUpperCase()),
  quantity: Quantity,
  reference: text(200).transform((reference) => reference || null),
});

/** One line of a delivery, as it was given. */
export type RestockRow = z.output<typeof Row> & { readonly row: number };

interface Defaults {
  readonly warehouse: string | undefined;
  readonly reference: string | undefined;
}

interface Given {
  readonly sku: string;
  readonly quantity: string | number;
  readonly warehouse?: string | undefined;
  readonly reference?: string | undefined;
}

export function restockRow(row: number, given: Given, { warehouse, reference }: Defaults): RestockRow | Rejected {
  return readRow(Row, row, {
    sku: given.sku,
    quantity: given.quantity,
    warehouse: given.warehouse ? given.warehouse : (warehouse ?? ''),
    reference: given.reference ? given.reference : (reference ?? ''),
  });
}

/** @throws InvalidInput when it is no such file at all: empty, no header, a column missing */
export async function readRestockFile(
  file: InputFileValue,
  defaults: Defaults,
  onRow: (done: number) => void,
): Promise<Read<RestockRow>> {
  const spec = {
    columns: ['sku', 'warehouse', 'quantity', 'reference'] as const,
    needed:
      defaults.warehouse === undefined ? (['sku', 'warehouse', 'quantity'] as const) : (['sku', 'quantity'] as const),
    verb: 'restock',
    hint: 'The first row names the columns: sku,warehouse,quantity,reference; --warehouse may stand for that column.',
  };
  return readSheet(file, spec, (row, cells) => restockRow(row, cells, defaults), onRow);
}
