import * as z from 'zod';
import { Conflict, Refused, type DomainError } from '../../../domain/errors.ts';
import { Reason, Sku, WarehouseCode, type InputFileValue } from '../../fields.ts';
import { Change, Count, ifGiven } from './numbers.ts';
import { mostInOnePlace, type LockedPlace } from './places.ts';
import { isRejected, readRow, readSheet, rejected, type Read, type Rejected } from './sheet.ts';

const Row = z.object({
  sku: Sku,
  warehouse: WarehouseCode.transform((code) => code.toUpperCase()),
  by: ifGiven(Change),
  to: ifGiven(Count),
  expect: ifGiven(Count),
  reason: Reason,
});

export type AdjustRow = z.output<typeof Row> & { readonly row: number };

export interface AdjustDefaults {
  readonly warehouse?: string | undefined;
  readonly reason?: string | undefined;
}

type Given = Readonly<Partial<Record<'sku' | 'warehouse' | 'reason', string | undefined>>> &
  Readonly<Partial<Record<'by' | 'to' | 'expect', string | number | undefined>>>;

export function adjustRow(row: number, given: Given, defaults: AdjustDefaults): AdjustRow | Rejected {
  const warehouse = given.warehouse ? given.warehouse : (defaults.warehouse ?? '');
  const reason = given.reason ? given.reason : (defaults.reason ?? '');
  const read = readRow(Row, row, { ...given, sku: given.sku ?? '', warehouse, reason });
  if (isRejected(read) || (read.by === undefined) !== (read.to === undefined)) return read;
  return rejected(row, { ...given, warehouse }, 'either by how many pieces (by) or to how many (to) is needed');
}

/** @throws InvalidInput when it is no such file at all: empty, no header, a column missing */
export async function readAdjustFile(
  file: InputFileValue,
  defaults: AdjustDefaults,
  onRow: (done: number) => void,
): Promise<Read<AdjustRow>> {
  const spec = {
    columns: ['sku', 'warehouse', 'by', 'to', 'expect', 'reason'] as const,
    needed: [
      'sku' as const,
      ...(defaults.warehouse === undefined ? ['warehouse' as const] : []),
      ...(defaults.reason === undefined ? ['reason' as const] : []),
    ],
    verb: 'adjust',
    hint: 'The first row names the columns: sku,warehouse,by,to,expect,reason; --warehouse and --reason may stand for theirs.',
  };
  return readSheet(file, spec, (row, cells) => adjustRow(row, cells, defaults), onRow);
}

/** How far the rows before have brought a place. */
export interface Level {
  readonly quantity: number;
  readonly available: number;
}

/** Why this change cannot be made, or nothing. `now`: after the rows before. */
export function changeProblem(
  place: LockedPlace,
  change: number,
  expect: number | undefined,
  now: Level = place,
): DomainError | undefined {
  const { sku, warehouse, reserved } = place;
  const { quantity, available } = now;
  const details = { quantity, reserved, available };
  if (expect !== undefined && expect !== place.quantity) {
    return new Conflict(`${sku} in ${warehouse} has ${place.quantity} now, not ${expect}.`, {
      hint: `See what moved: solemate inventory ledger ${sku} --warehouse ${warehouse}. Then count again.`,
      details: { expected: expect, ...details },
    });
  }
  if (change === 0) {
    return new Refused(`${sku} in ${warehouse} has ${quantity} already: there is nothing to correct.`);
  }
  if (change < 0 && -change > available) {
    const held = reserved > 0 ? `, ${reserved} of them reserved` : '';
    return new Refused(
      `${sku} in ${warehouse} has ${quantity}${held}: at most ${available} can be taken away, not ${-change}.`,
      {
        hint:
          reserved > 0
            ? `See who holds them: solemate inventory reservations --sku ${sku}`
            : `See what lies where: solemate inventory lookup ${sku}`,
        details,
      },
    );
  }
  if (quantity + change > mostInOnePlace) {
    return new Refused(`${sku} in ${warehouse} has ${quantity}: ${change} more are too many for one place.`);
  }
  return undefined;
}

/** A refusal's sentence as the reason of a row. */
export const reasonOf = ({ message }: DomainError): string => message.replace(/\.$/u, '');
