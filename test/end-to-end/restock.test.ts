import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openProxy } from '../helpers/proxy.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

interface Booked {
  readonly sku: string;
  readonly quantity: number;
}

let database: TestDatabase;
let skus: string[];

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const rows = await database.sql<{ sku: string }>(
    `select v.sku
     from product_variants v
     join inventory i on i.variant_id = v.id
     join warehouses w on w.id = i.warehouse_id
     where w.code = 'BER' and v.is_active
     order by v.sku
     limit 30`,
  );
  skus = rows.map(({ sku }) => sku);
});
afterAll(() => database.close());

const sku = (index: number): string => {
  const found = skus[index];
  if (found === undefined) throw new Error(`the sample has no SKU ${index}`);
  return found;
};

/** What the ledger holds since a moment, by SKU. */
async function booked(since: Date): Promise<Record<string, number>> {
  const rows = await database.sql<Booked>(
    `select v.sku, t.quantity
     from inventory_transactions t
     join inventory i on i.id = t.inventory_id
     join warehouses w on w.id = i.warehouse_id
     join product_variants v on v.id = i.variant_id
     where t.type = 'RESTOCK' and w.code = 'BER' and t.created_at >= $1`,
    [since],
  );
  const sums: Record<string, number> = {};
  for (const { sku: one, quantity } of rows) sums[one] = (sums[one] ?? 0) + quantity;
  return sums;
}

async function onHand(code: string): Promise<number> {
  const [row] = await database.sql<{ quantity: number }>(
    `select i.quantity
     from inventory i
     join warehouses w on w.id = i.warehouse_id
     join product_variants v on v.id = i.variant_id
     where w.code = 'BER' and v.sku = $1`,
    [code],
  );
  return row?.quantity ?? 0;
}

async function now(): Promise<Date> {
  const [row] = await database.sql<{ now: Date }>('select clock_timestamp() as now');
  return row?.now ?? new Date();
}

/** Goes to the restock screen and chooses Berlin by its digit. */
async function openRestock(app: TestTerminal): Promise<void> {
  await app.type(':restock');
  await app.press('Enter');
  await app.sees(/\d {2}BER/u);
  await app.press(/(\d) {2}BER/u.exec(app.screen())?.[1] ?? '');
  await app.sees(/Into BER|BER ›/u);
}

type Open = (options?: TerminalOptions) => Promise<TestTerminal>;

/** Terminals of one home, closed whatever happens. */
async function atDesk(work: (open: Open, path: string) => Promise<void>): Promise<void> {
  const home = testHome();
  const opened: TestTerminal[] = [];
  try {
    await work(async (options = {}) => {
      const app = await openTerminal({ database, role: 'warehouse', home: home.path, ...options });
      opened.push(app);
      return app;
    }, home.path);
  } finally {
    for (const app of opened) await app.close();
    await home.remove();
  }
}

describe('Job 1, restock', () => {
  test('a delivery is scanned, corrected and booked as one operation', () =>
    atDesk(async (open) => {
      const since = await now();
      const before = await onHand(sku(0));
      const app = await open();
      await openRestock(app);
      await app.scan(sku(0));
      await app.sees('1 line · 1 piece');
      await app.scan(sku(0), { pace: 4 });
      await app.sees('1 line · 2 pieces');
      // One chunk of twenty scans, as a gun sends what it kept while it was out of reach.
      app.send(Array.from({ length: 20 }, (_, index) => `${sku(1 + (index % 2))}\r`).join(''));
      await app.sees('3 lines · 22 pieces');
      await app.scan('4006381333931');
      await app.sees('1 unknown (1)');
      expect(app.output()).toContain('\u0007');
      await app.scan(sku(3));
      await app.press('2', '4', 'Enter');
      await app.sees('4 lines · 46 pieces · 1 unknown (1)');
      await app.scan(sku(4));
      await app.sees('5 lines · 47 pieces');
      await app.press('z');
      await app.sees('4 lines · 46 pieces');
      expect(await booked(since)).toEqual({});
      // A stray Enter, such as the end of a scan that came too slowly, books nothing.
      await app.press('Enter', 'Enter');
      await app.press('Ctrl-s');
      await app.sees('Book 4 lines, 46 pieces into BER?');
      await app.sees('1 unknown code (1 piece) stay');
      await app.press('y');
      await app.sees('Booked 4 lines, 46 pieces into BER.');
      await app.sees('0 lines · 0 pieces · 1 unknown (1)');
      expect(await booked(since)).toEqual({ [sku(0)]: 2, [sku(1)]: 10, [sku(2)]: 10, [sku(3)]: 24 });
      expect(await onHand(sku(0))).toBe(before + 2);
      const [operations] = await database.sql<{ count: number; actors: number }>(
        `select count(distinct t.operation_id)::integer as count, count(distinct t.created_by)::integer as actors
         from inventory_transactions t
         where t.type = 'RESTOCK' and t.created_at >= $1`,
        [since],
      );
      expect(operations).toEqual({ count: 1, actors: 1 });
    }));

  test('what was counted survives kill -9, is offered again and booked once', () =>
    atDesk(async (open, path) => {
      const since = await now();
      const first = await open();
      await openRestock(first);
      await first.scan(sku(5));
      await first.scan(sku(5));
      await first.scan(sku(6));
      await first.press('7', 'Enter');
      await first.sees('2 lines · 9 pieces');
      await draftHolds(path, '"kind":"set"');
      first.kill('SIGKILL');
      await first.ended;
      const second = await open();
      await second.sees('1  restock not booked');
      await second.type(':restock');
      await second.press('Enter');
      await second.sees('Restock of 2 lines, 9 pieces into BER');
      await second.press('Enter');
      await second.sees('2 lines · 9 pieces');
      await second.press('Ctrl-s');
      await second.sees('Book 2 lines, 9 pieces into BER?');
      await second.press('y');
      await second.sees('Booked 2 lines, 9 pieces into BER.');
      expect(await booked(since)).toEqual({ [sku(5)]: 2, [sku(6)]: 7 });
      await second.close();
      const third = await open();
      await third.type(':restock');
      await third.press('Enter');
      await third.sees('Scan the first item');
    }));

  test('a commit whose answer was lost is sent again by itself and booked once', () =>
    atDesk(async (open) => {
      const since = await now();
      const line = await openProxy(database);
      const app = await open({ database: line.database });
      await openRestock(app);
      await app.scan(sku(7));
      await app.sees('1 line · 1 piece');
      await app.press('Ctrl-s');
      await app.sees('Book 1 line');
      const lost = line.loseCommit();
      app.send('y');
      await lost;
      await app.sees('nothing is booked twice');
      expect(await booked(since)).toEqual({ [sku(7)]: 1 });
      // The counting goes on meanwhile; what cannot be checked now is kept.
      app.send(`${sku(8)}\r`);
      await app.sees('1 not checked');
      line.restore();
      await app.sees('1 line · 1 piece');
      await app.sees('had already been booked into BER: nothing was booked twice');
      expect(await booked(since)).toEqual({ [sku(7)]: 1 });
      await line.close();
    }));

  test('a list of 10,000 lines is pasted, checked and booked', () =>
    atDesk(async (open) => {
      const since = await now();
      const app = await open();
      await openRestock(app);
      await app.paste(Array.from({ length: 10_000 }, (_, index) => `${sku(index % 20)}\t1`).join('\n'));
      await app.sees('20 lines · 10000 pieces');
      await app.press('Ctrl-s');
      await app.sees('Book 20 lines, 10000 pieces into BER?');
      await app.press('y');
      await app.sees('Booked 20 lines, 10000 pieces');
      expect(Object.values(await booked(since)).reduce((sum, one) => sum + one, 0)).toBe(10_000);
    }));

  test('a list is loaded from a file, and an unknown code in it is corrected by hand', () =>
    atDesk(async (open, path) => {
      const since = await now();
      const file = join(path, 'delivery.csv');
      writeFileSync(file, `\ufeffsku,quantity\r\n${sku(20)},3\r\n${sku(21)}X,4\r\n${sku(22)},-1\r\n`);
      const app = await open();
      await openRestock(app);
      await app.press('f');
      await app.sees('Add a list from a file');
      await app.type(file);
      await app.press('Enter');
      await app.sees('1 left out; line 4: "-1" is no quantity');
      await app.sees('1 line · 3 pieces · 1 unknown (4)');
      await app.press('c');
      await app.sees('really?');
      await app.press('Backspace', 'Enter');
      await app.sees('2 lines · 7 pieces');
      await app.press('o');
      await app.sees('Purchase order');
      await app.type('PO-4711');
      await app.press('Enter', 'Ctrl-s');
      await app.sees('Purchase order PO-4711.');
      await app.press('y');
      await app.sees('Booked 2 lines, 7 pieces into BER.');
      expect(await booked(since)).toEqual({ [sku(20)]: 3, [sku(21)]: 4 });
    }));

  test('works on a handheld of 40 by 12 and does not break at 20 by 8', () =>
    atDesk(async (open) => {
      const app = await open({ columns: 40, rows: 12 });
      await openRestock(app);
      await app.scan(sku(9));
      await app.sees(`✓ ${sku(9)}`);
      await app.sees('1 ln · 1 pcs');
      await app.resize(20, 8);
      await app.scan(sku(9));
      await app.sees('x 2');
      await app.resize(120, 40);
      await app.sees('1 line · 2 pieces');
    }));

  test('somebody who may only look cannot open it', () =>
    atDesk(async (open) => {
      const app = await open({ role: 'oncall' });
      await app.type(':restock');
      await app.press('Enter');
      await app.seesNot('which warehouse');
    }));
});

/** A burst is written together, so the last scan is on the disk a moment after it is on the screen. */
async function draftHolds(path: string, text: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /restock-1\.json$/u.test(name),
    );
    if (files.some((name) => readFileSync(join(path, name), 'utf8').includes(text))) return;
    await sleep(25);
  }
  throw new Error(`no draft with ${text}`);
}
