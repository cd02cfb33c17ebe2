import type { ListRow } from '../../../operations/listing.ts';

/** What is to be ordered where it differs from the suggestion, and what is being typed. By the id of the row. */
export interface Quantities {
  readonly set: ReadonlyMap<string, number>;
  readonly typing: { readonly id: string; readonly digits: string } | undefined;
}

export const suggested: Quantities = { set: new Map(), typing: undefined };

const most = 1_000_000;

export function quantityOf({ set }: Quantities, row: ListRow): number {
  return set.get(row.id) ?? Number(row['quantity']);
}

/** A digit belongs to the row it is typed on: going to another row takes what was typed before. */
export function typed(now: Quantities, id: string, digit: string): Quantities {
  const base = now.typing && now.typing.id !== id ? taken(now) : now;
  const digits = ((base.typing?.digits ?? '') + digit).replace(/^0+(?=\d)/u, '').slice(0, 7);
  return { ...base, typing: { id, digits } };
}

export function rubbed(now: Quantities): Quantities {
  if (!now.typing) return now;
  const digits = now.typing.digits.slice(0, -1);
  return { ...now, typing: digits === '' ? undefined : { ...now.typing, digits } };
}

export function taken(now: Quantities): Quantities {
  if (!now.typing) return now;
  const { id, digits } = now.typing;
  return { set: new Map(now.set).set(id, Math.min(Number(digits), most)), typing: undefined };
}

export interface OrderLine {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
}

/** What is ordered of these rows; nothing of a row that was set to none. */
export function linesOf(now: Quantities, rows: readonly ListRow[]): readonly OrderLine[] {
  return rows
    .map((row) => ({
      sku: String(row['sku']),
      warehouse: String(row['warehouse']),
      quantity: quantityOf(taken(now), row),
    }))
    .filter(({ quantity }) => quantity > 0);
}
