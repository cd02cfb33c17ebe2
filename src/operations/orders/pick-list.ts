import * as z from 'zod';
import { InvalidInput } from '../../domain/errors.ts';
import { plural } from '../../domain/plural.ts';
import { entered, naming, required, WarehouseCode } from '../fields.ts';
import { operation } from '../operation.ts';
import { findPicker } from './parts/picker.ts';
import { loadPicks, oldestToPick, resolveOrders, type PickRow } from './parts/picks.ts';
import { knownWarehouse } from './parts/warehouse.ts';
import { cells, line, paperWidth, paragraph, rule } from './parts/paper.ts';

export interface PickList {
  readonly orders: readonly string[];
  readonly pieces: number;
  /** Younger orders wait to be picked as well. */
  readonly more: boolean;
  readonly rows: readonly PickRow[];
}

export const pickList = operation({
  name: 'orders.pick_list',
  summary: 'Print what to take off the shelves, by warehouse and SKU, with what each order gets of it.',
  permission: 'orders:fulfil',
  input: z.object({
    orders: naming('order', entered('lines', required(20_000)))
      .optional()
      .describe('order numbers with commas between; the oldest PROCESSING ones when left out'),
    warehouse: WarehouseCode.optional().describe('only what lies in this warehouse'),
    picker: naming('staff', required(255)).optional().describe('only orders of this person: e-mail, name or me'),
    limit: z.coerce.number().int().min(1).max(10_000).default(100).describe('orders on the list, when none are named'),
  }),
  positional: ['orders'],
  examples: [
    'orders pick-list --warehouse BER --limit 20',
    'orders pick-list SM-2026-000123',
    'orders pick-list --picker me',
  ],
  reads: true,
  csv: true,
  done: (list: PickList) => `${summary(list)}.`,
  text: printed,
  async run({ tx, actor }, { orders, warehouse, picker, limit }): Promise<PickList> {
    if (orders !== undefined && picker !== undefined) {
      throw new InvalidInput('Name the orders or their picker, not both.');
    }
    const place = warehouse === undefined ? null : await knownWarehouse(tx, warehouse);
    const person = picker === undefined ? null : await findPicker(tx, actor, picker);
    const ids =
      orders === undefined
        ? await oldestToPick(tx, { picker: person?.id ?? null, warehouse: place, limit: limit + 1 })
        : await resolveOrders(tx, orders.split(/[\s,;]+/u).filter(Boolean));
    const more = orders === undefined && ids.length > limit;
    const rows = await loadPicks(tx, more ? ids.slice(0, limit) : ids, place);
    const numbers = new Set(rows.flatMap((row) => row.orders.map(({ order_number }) => order_number)));
    return { orders: [...numbers].sort(), pieces: rows.reduce((sum, { quantity }) => sum + quantity, 0), more, rows };
  },
});

const summary = ({ orders, pieces, more }: PickList) =>
  `${plural(pieces, 'piece')} to pick for ${plural(orders.length, 'order')}${more ? '; younger ones wait' : ''}`;

function printed(list: PickList): string {
  const { rows } = list;
  if (rows.length === 0) return line('Nothing is to be picked.');
  const warehouses = [...new Set(rows.map(({ warehouse }) => warehouse))];
  const head = line(`PICK LIST  ${summary(list)}`);
  return (
    head +
    warehouses
      .map((code) =>
        section(
          code,
          rows.filter(({ warehouse }) => warehouse === code),
        ),
      )
      .join('')
  );
}

function section(code: string, rows: readonly PickRow[]): string {
  const title =
    line() + line(`Warehouse ${code}`) + rule() + cells(['', 3], ['Pcs', 4, 'right'], ['SKU', 24], ['Item', 44]);
  const body = rows.map(({ sku, name, size, color, quantity, orders }) => {
    const item = [name, size, color].filter(Boolean).join(' ');
    const split = orders.map((one) => `${one.quantity} x ${one.order_number}`).join(', ');
    const own = cells(['[ ]', 3], [String(quantity), 4, 'right'], [sku, 24], [item, 44]);
    return (
      own +
      paragraph(split, paperWidth - 9)
        .map((text) => line(`         ${text}`))
        .join('')
    );
  });
  return title + body.join('');
}
