import * as z from 'zod';
import { Quantity, Sku, text, WarehouseCode, type InputFileValue } from '../../fields.ts';
import { isRejected, readRow, readSheet, rejected, type Read, type Rejected } from './sheet.ts';

const Code = WarehouseCode.transform((code) => code.toUpperCase());
const Row = z.object({
  sku: Sku,
  quantity: Quantity,
  from: Code,
  to: Code,
  reason: text(500).transform((reason) => reason || null),
});

export type TransferRow = z.output<typeof Row> & { readonly row: number };

export interface TransferDefaults {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

type Given = TransferDefaults & { readonly sku: string; readonly quantity: string | number };

export function transferRow(row: number, given: Given, defaults: TransferDefaults): TransferRow | Rejected {
  const cell = (key: keyof TransferDefaults) => (given[key] ? given[key] : (defaults[key] ?? ''));
  const said = { sku: given.sku, quantity: given.quantity, from: cell('from'), to: cell('to'), reason: cell('reason') };
  const read = readRow(Row, row, said);
  if (isRejected(read) || read.from !== read.to) return read;
  return rejected(row, said, `it goes from ${read.from} to ${read.to}, the same warehouse`);
}

/** @throws InvalidInput when it is no such file at all: empty, no header, a column missing */
export async function readTransferFile(
  file: InputFileValue,
  defaults: TransferDefaults,
  onRow: (done: number) => void,
): Promise<Read<TransferRow>> {
  const spec = {
    columns: ['sku', 'quantity', 'from', 'to', 'reason'] as const,
    needed: [
      'sku' as const,
      'quantity' as const,
      ...(defaults.from === undefined ? ['from' as const] : []),
      ...(defaults.to === undefined ? ['to' as const] : []),
    ],
    verb: 'transfer',
    hint: 'The first row names the columns: sku,quantity,from,to,reason; --from and --to may stand for theirs.',
  };
  return readSheet(file, spec, (row, cells) => transferRow(row, cells, defaults), onRow);
}
