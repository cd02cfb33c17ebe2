import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
let skus: string[];

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const rows = await database.sql<{ sku: string }>(
    `select v.sku
     from product_variants v
     join inventory i on i.variant_id = v.id
     join warehouses w on w.id = i.warehouse_id
     where w.code = 'BER' and v.is_active and i.available > 3
     order by v.sku
     limit 40`,
  );
  skus = rows.map(({ sku }) => sku);
});
afterAll(() => database.close());

const sku = (index: number): string => {
  const found = skus[index];
  if (found === undefined) throw new Error(`the sample has no SKU ${index}`);
  return found;
};

async function onHand(code: string, warehouse = 'BER'): Promise<number> {
  const [row] = await database.sql<{ quantity: number }>(
    `select i.quantity
     from inventory i
     join warehouses w on w.id = i.warehouse_id
     join product_variants v on v.id = i.variant_id
     where w.code = $2 and v.sku = $1`,
    [code, warehouse],
  );
  return row?.quantity ?? 0;
}

const handheld = { columns: 40, rows: 12, role: 'warehouse' } as const;

async function at(options: TerminalOptions, work: (app: TestTerminal, path: string) => Promise<void>): Promise<void> {
  const home = testHome();
  const app = await openTerminal({ database, home: home.path, ...options });
  try {
    await work(app, home.path);
  } finally {
    await app.close();
    await home.remove();
  }
}

/** The digit before these words, once both are there: the question above them may come in a piece of its own. */
async function digitOf(app: TestTerminal, words: RegExp): Promise<string> {
  const line = new RegExp(`(\\d) {1,2}${words.source}`, 'u');
  await app.sees(line);
  return line.exec(app.screen())?.[1] ?? '';
}

describe('with a handheld of 40 by 12, by scanner, digits and Enter alone', () => {
  test('forty boxes are restocked: a digit, a warehouse, forty scans, four keys', () =>
    at(handheld, async (app) => {
      await app.sees('1  Restock');
      const before = await onHand(sku(0));
      await app.press('1');
      await app.sees('Restock which warehouse?');
      await app.press(await digitOf(app, /BER/u));
      await app.sees('BER › 0 ln');
      for (let box = 0; box < 40; box += 1) await app.scan(sku(box % 20));
      await app.sees('20 ln · 40 pcs');
      await app.press('Enter');
      await app.sees('1  Book 40 pcs');
      await app.press('1', 'Enter');
      await app.sees('Book 20 lines, 40 pieces into BER?');
      // Enter alone would press Cancel.
      await app.press('1', 'Enter');
      await app.sees('Booked 20 lines, 40 pieces');
      expect(await onHand(sku(0))).toBe(before + 2);
    }));

  test('a count is opened, scanned, handed in, compared and approved', () =>
    at(handheld, async (app) => {
      const [before, none] = [await onHand(sku(1)), await onHand(sku(2))];
      await app.press('3');
      await app.sees('0  Open a new count');
      await app.press('0');
      await app.sees('Count in which warehouse?');
      await app.press(await digitOf(app, /BER/u), 'Enter');
      await app.sees('Count what?');
      await app.press('Enter');
      await app.sees('Show what is expected?');
      await app.press('Enter');
      await app.sees(/#\d+ BER › 0 ln/u);
      await app.scan(sku(1));
      await app.press(...Array.from(String(before + 2)), 'Enter');
      await app.scan(sku(2));
      await app.press('0', 'Enter');
      await app.scan('4006381333931');
      await app.sees('1 unk');
      await app.press('Enter', '3', 'Enter');
      await app.sees('2 ln');
      await app.press('Enter', '1', 'Enter');
      await app.sees('Hand in 2 lines');
      await app.press('1', 'Enter');
      await app.sees('Handed in 2 lines');
      await app.press('Enter', '7', 'Enter');
      await app.sees('2 differ: +2');
      await app.sees(`-${none}`);
      const count = /Count (\d+)/u.exec(app.screen())?.[1];
      // Somebody sells meanwhile: the count must not book over it.
      await database.sql(
        `insert into inventory_transactions (inventory_id, type, quantity, notes)
         select i.id, 'ADJUSTMENT', -1, 'sold at the counter'
         from inventory i
         join warehouses w on w.id = i.warehouse_id
         join product_variants v on v.id = i.variant_id
         where w.code = 'BER' and v.sku = $1`,
        [sku(1)],
      );
      await app.sees('1 moved since');
      app.send('\u001bOQ');
      await app.sees('2 Approve');
      await app.press('2', 'Enter');
      await app.sees('Stock moved since');
      await app.press('2', 'Enter');
      await app.sees('Approve count');
      await app.press('1', 'Enter');
      await app.sees('is approved');
      expect(await onHand(sku(1))).toBe(before - 1 + 2);
      expect(await onHand(sku(2))).toBe(0);
      const [closed] = await database.sql<{ status: string }>(
        'select status from stock_counts where count_number = $1::integer',
        [count],
      );
      expect(closed?.status).toBe('APPROVED');
    }));

  test('what is scanned goes from one warehouse to another in one operation', () =>
    at(handheld, async (app) => {
      const [from, to] = [await onHand(sku(3)), await onHand(sku(3), 'AMS')];
      await app.press('5');
      await app.sees('Take from which warehouse?');
      await app.press(await digitOf(app, /BER/u));
      await app.sees('Bring to which warehouse?');
      await app.press(await digitOf(app, /AMS/u));
      await app.scan(sku(3));
      await app.scan(sku(3));
      await app.sees('1 ln · 2 pcs');
      await app.press('Enter', '1', 'Enter');
      await app.sees('Move 1 line, 2 pieces from BER to');
      await app.press('1', 'Enter');
      await app.sees('Moved 1 line, 2 pieces');
      expect([await onHand(sku(3)), await onHand(sku(3), 'AMS')]).toEqual([from - 2, to + 2]);
    }));

  test('a scan at home tells what it is, where it lies and whose it is, down to the order', () =>
    at(handheld, async (app) => {
      const [held] = await database.sql<{ sku: string; order_number: string }>(
        `select v.sku, o.order_number
         from stock_reservations r
         join inventory i on i.id = r.inventory_id
         join product_variants v on v.id = i.variant_id
         join order_items l on l.id = r.order_item_id
         join orders o on o.id = l.order_id and o.created_at = l.order_created_at
         where i.variant_id in (
           select x.variant_id
           from stock_reservations y
           join inventory x on x.id = y.inventory_id
           group by x.variant_id
           having count(*) = 1
         )
         limit 1`,
      );
      if (!held) throw new Error('nothing is reserved in the sample');
      await app.scan(held.sku);
      await app.sees('1 order wait');
      await app.resize(40, 20);
      await app.sees(held.order_number);
      await app.press('Down', 'Down', 'Down', 'Down', 'Enter');
      await app.sees('Items (');
    }));

  test('every screen of the handheld stays usable at 20 by 8', () =>
    at({ ...handheld, columns: 20, rows: 8 }, async (app) => {
      await app.sees('1  Restock');
      await app.press('4');
      await app.sees('Scan anything');
      await app.scan(sku(5));
      await app.sees('free');
      await app.press('Esc');
      await app.press('6');
      await app.sees('Low stock');
    }));
});

describe('at a desk', () => {
  test('what runs out is marked, corrected in place, restocked in one act, or written for the supplier', () =>
    at({ role: 'warehouse' }, async (app, path) => {
      await app.type(':low stock');
      await app.press('Enter');
      await app.sees('Low at');
      const codes = [...app.screen().matchAll(/^[^A-Z\n]*([A-Z0-9]+-[A-Z0-9-]+) +(\d+) +BER/gmu)].slice(0, 2);
      expect(codes).toHaveLength(2);
      await app.press('/');
      await app.type('warehouse:BER');
      await app.press('Enter');
      await app.sees('warehouse:BER');
      await app.press('7', 'Enter', 'Space', 'Down', 'Space');
      await app.press('o');
      await app.sees('Write 2 lines');
      const file = join(path, 'order.csv');
      await app.press('Ctrl-u');
      await app.type(file);
      await app.press('Enter');
      await app.sees('written to');
      const [heading, first] = readFileSync(file, 'utf8').split('\r\n');
      expect(heading).toBe('sku,warehouse,quantity');
      expect(first).toMatch(/^[^,]+,BER,7$/u);
      const code = first?.split(',')[0] ?? '';
      const before = await onHand(code);
      await app.press('R');
      await app.sees('2 lines');
      await app.press('y');
      await app.sees('booked in 2 lines');
      expect(await onHand(code)).toBe(before + 7);
    }));

  test('the stock card goes back through all movements, and a number is set only as it was seen', () =>
    at({ role: 'warehouse' }, async (app) => {
      const code = sku(6);
      const before = await onHand(code);
      await app.type(':inventory');
      await app.press('Enter', '/');
      await app.type(`sku:${code} warehouse:BER`);
      await app.press('Enter');
      await app.sees(code);
      await app.press('x');
      await app.sees('Set to a number');
      await app.press('3', 'Enter');
      await app.sees('How many of');
      await app.type(String(before + 1));
      await app.press('Enter');
      await app.sees('Why?');
      await app.press('1', 'Enter');
      await app.sees('Set the stock of');
      await app.press('y');
      await app.sees(`${before} became ${before + 1}`);
      await app.press('Enter');
      await app.sees('Balance');
      await app.sees('ADJUSTMENT');
      await app.press('G', 'g');
      await app.sees('counted');
    }));
});
