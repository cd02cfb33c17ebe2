import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DomainError, NotFound, Refused } from '../../../src/domain/errors.ts';
import { approve } from '../../../src/operations/counts/approve.ts';
import { cancel } from '../../../src/operations/counts/cancel.ts';
import { list } from '../../../src/operations/counts/list.ts';
import { open } from '../../../src/operations/counts/open.ts';
import { scan } from '../../../src/operations/counts/scan.ts';
import { show } from '../../../src/operations/counts/show.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { count as countNow } from '../../../src/operations/inventory/count.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { page } from '../../../src/operations/listing.ts';
import { crowd } from '../inventory/crowd.ts';
import { file } from '../inventory/files.ts';
import { openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 40, [`${shoe.large}@BER`]: 5, [`${socks}@BER`]: 12 });
});
afterAll(async () => shop.close());

const quantity = async (sku: string) => (await shop.stock(sku, 'BER')).quantity;
const opened = async (more: object = {}) =>
  String((await shop.act(open, { warehouse: 'BER', ...more }, 'warehouse')).count_number);
const ledgerOf = async (id: string) =>
  shop.sql<{ sku: string; quantity: number }>(
    `select coalesce(v.sku, p.sku) as sku, t.quantity from inventory_transactions t
     join inventory i on i.id = t.inventory_id join products p on p.id = i.product_id
     left join product_variants v on v.id = i.variant_id
     where t.reference_type = 'COUNT' and t.reference_id = $1 order by 1`,
    [id],
  );

describe('counting', () => {
  test('a scan adds one, a second scan of the same SKU another, and --set says how many there are', async () => {
    const count = await opened();
    expect(await shop.act(scan, { count, code: 'run-42-blk' }, 'warehouse')).toMatchObject({
      rows: [{ sku: shoe.middle, counted: 1, expected: await quantity(shoe.middle) }],
    });
    expect((await shop.act(scan, { count, code: shoe.middle })).rows).toMatchObject([{ counted: 2 }]);
    expect((await shop.act(scan, { count, code: shoe.middle, quantity: 5 })).rows).toMatchObject([{ counted: 7 }]);
    expect((await shop.act(scan, { count, code: shoe.middle, quantity: '-2' })).rows).toMatchObject([{ counted: 5 }]);
    expect((await shop.act(scan, { count, code: shoe.middle, quantity: 39, set: true })).rows).toMatchObject([
      { counted: 39, difference: -1 },
    ]);
    await shop.act(cancel, { count });
  });

  test('none found is an answer too, and takes nothing from what others found', async () => {
    const count = await opened({ skus: [shoe.middle, socks] });
    expect((await shop.act(scan, { count, code: socks, quantity: 0 })).rows).toMatchObject([{ counted: 0 }]);
    await shop.act(scan, { count, code: shoe.middle, quantity: 4 });
    expect((await shop.act(scan, { count, code: shoe.middle, quantity: 0 })).rows).toMatchObject([{ counted: 4 }]);
    expect(await shop.act(show, { count, skus: ['socks'] })).toMatchObject({
      lines: 2,
      counted_lines: 2,
      rows: [{ sku: socks, counted: 0 }],
    });
    await shop.act(cancel, { count });
  });

  test('a file of scans is added up, whole or not at all', async () => {
    const count = await opened();
    const csv = `sku,quantity\n${socks},\n${socks},3\n${shoe.large},5\n`;
    expect(await shop.act(scan, { count, file: file(csv) })).toMatchObject({
      lines: 2,
      units: 9,
      rows: [
        { sku: socks, counted: 4 },
        { sku: shoe.large, counted: 5 },
      ],
    });
    const log = `barcode\n${shoe.large}\n${shoe.large}\n`;
    expect(await shop.act(scan, { count, file: file(log) })).toMatchObject({ units: 2, rows: [{ counted: 7 }] });
    const bad = `sku,quantity\n${socks},1\nNOPE,1\n`;
    await expect(shop.act(scan, { count, file: file(bad) })).rejects.toThrow(
      '1 of 2 rows cannot be counted, so nothing was booked: row 3 (NOPE): there is no SKU NOPE.',
    );
    expect((await shop.act(scan, { count, code: socks, quantity: 1 })).rows).toMatchObject([{ counted: 5 }]);
    await shop.act(cancel, { count });
  });

  test('refuses what makes no sense, in words', async () => {
    const count = await opened();
    await expect(shop.act(scan, { count, code: 'NOPE' })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(scan, { count: 4711, code: socks })).rejects.toThrow('There is no count 4711.');
    await expect(shop.act(scan, { count, code: socks, quantity: -1 })).rejects.toThrow(
      'SOCKS was counted 0 times: 1 cannot be taken back.',
    );
    await expect(shop.act(scan, { count, code: socks, quantity: -3, set: true })).rejects.toThrow(
      '-3 pieces cannot be there',
    );
    await expect(shop.act(scan, { count })).rejects.toThrow('Nothing to count was given.');
    await expect(shop.act(approve, { count })).rejects.toThrow(`Nothing was counted in count ${count}.`);
    await expect(shop.act(open, { warehouse: 'XXX' })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(open, { warehouse: 'BER', brand: 'Nobody' })).rejects.toThrow('There is no brand Nobody.');
    await expect(shop.act(open, { warehouse: 'BER' }, 'oncall')).rejects.toThrow('may not run');
    await shop.act(cancel, { count, note: 'wrong aisle' });
    await expect(shop.act(scan, { count, code: socks })).rejects.toThrow(
      /^Count \d+ was cancelled by .* at .* UTC\.$/u,
    );
    await expect(shop.act(cancel, { count })).rejects.toBeInstanceOf(Refused);
  });

  test('a sheet holds what was asked for', async () => {
    const lines = async (more: object) => {
      const count = await opened(more);
      const { rows } = await shop.act(show, { count });
      await shop.act(cancel, { count });
      return rows.map(({ sku }) => sku);
    };
    expect(await lines({})).toEqual([]);
    expect(await lines({ all: true })).toEqual([shoe.middle, shoe.large, socks]);
    expect(await lines({ brand: 'stride' })).toEqual([shoe.middle, shoe.large, socks]);
    expect(await lines({ skus: ['socks', shoe.small] })).toEqual([shoe.small, socks]);
  });

  test('a barcode counts as its SKU, with or without the zero in front', async () => {
    await shop.sql(`update product_variants set barcode = '012345678905' where sku = $1`, [shoe.large]);
    const count = await opened();
    for (const code of ['012345678905', '0012345678905', '12345678905']) {
      expect((await shop.act(scan, { count, code })).rows).toMatchObject([{ sku: shoe.large }]);
    }
    expect((await shop.act(show, { count })).rows).toMatchObject([{ sku: shoe.large, counted: 3 }]);
    await shop.act(cancel, { count });
  });
});

describe('a blind sheet', () => {
  test('hides what is expected until it is closed', async () => {
    const count = await opened({ all: true, blind: true });
    expect((await shop.act(scan, { count, code: socks, quantity: 11 })).rows).toEqual([
      { sku: socks, counted: 11, expected: null, difference: null },
    ]);
    const blind = await shop.act(show, { count });
    expect(blind).toMatchObject({ lines: 4, counted_lines: 1, different_lines: null, surplus: null, shortage: null });
    expect(blind.rows.every((row) => row.expected === null && row.quantity === null && row.difference === null)).toBe(
      true,
    );
    expect((await shop.act(show, { count, only: 'different' })).rows).toEqual([]);
    const paper = show.text?.(blind, { count, only: 'all', limit: 1000 }) ?? '';
    expect(paper).not.toContain('Expected');
    expect(paper).toContain('________');
    expect(Math.max(...paper.split('\n').map((line) => line.length))).toBeLessThanOrEqual(84);
    await shop.act(approve, { count, uncounted: 'keep' });
    const closed = await shop.act(show, { count });
    expect(closed).toMatchObject({ status: 'APPROVED', different_lines: 1, shortage: 1 });
    expect(show.text?.(closed, { count, only: 'all', limit: 1000 })).toMatch(/SOCKS +Wool socks +12 +11 +-1/u);
    await shop.act(adjust, { sku: socks, warehouse: 'BER', to: 12, reason: 'back' });
  });
});

describe('approving', () => {
  let count: string;
  beforeEach(async () => {
    count = await opened();
  });
  afterEach(async () => {
    await shop.act(cancel, { count }).catch(() => undefined);
  });

  test('books the differences with the count as their reference, and nothing where nothing differs', async () => {
    const before = await quantity(socks);
    await shop.act(scan, { count, code: socks, quantity: before - 2 });
    await shop.act(scan, { count, code: shoe.large, quantity: await quantity(shoe.large) });
    await shop.act(scan, { count, code: shoe.small, quantity: 3 });
    const done = await shop.act(approve, { count, note: 'third quarter' }, 'warehouse');
    expect(done).toMatchObject({
      status: 'APPROVED',
      lines: 3,
      different_lines: 2,
      surplus: 3,
      shortage: 2,
      recount: [],
    });
    expect(await ledgerOf(done.id)).toEqual([
      { sku: shoe.small, quantity: 3 },
      { sku: socks, quantity: -2 },
    ]);
    expect([await quantity(socks), await quantity(shoe.small)]).toEqual([before - 2, 3]);
    await expect(shop.act(approve, { count })).rejects.toThrow(/^Count \d+ was approved by /u);
    const { rows } = await page(
      list,
      { filter: 'status:APPROVED' },
      { database: shop.database, actor: shop.actor('oncall') },
    );
    expect(rows[0]).toMatchObject({ count_number: Number(count), note: 'third quarter', lines: 3, counted_lines: 3 });
  });

  test('refuses, naming the SKUs, when stock moved since they were counted; then as was chosen', async () => {
    const before = await quantity(socks);
    await shop.act(scan, { count, code: socks, quantity: before - 1 });
    await shop.act(scan, { count, code: shoe.large, quantity: await quantity(shoe.large) });
    await shop.act(restock, { sku: socks, warehouse: 'BER', quantity: 10 });
    await expect(shop.act(approve, { count })).rejects.toThrow(
      `Stock moved since SOCKS was counted in count ${count}.`,
    );
    expect((await shop.act(show, { count, only: 'moved' })).rows.map(({ sku }) => sku)).toEqual([socks]);
    expect(await shop.act(approve, { count, moved: 'recount' })).toMatchObject({ status: 'OPEN', recount: [socks] });
    expect(await quantity(socks)).toBe(before + 10);
    await expect(shop.act(approve, { count })).rejects.toThrow('SOCKS is not counted yet.');
    await shop.act(scan, { count, code: socks, quantity: before + 9 });
    await shop.act(restock, { sku: socks, warehouse: 'BER', quantity: 1 });
    expect(await shop.act(approve, { count, moved: 'accept' })).toMatchObject({
      status: 'APPROVED',
      rows: [{ sku: socks, expected: before + 10, counted: before + 9, difference: -1, quantity_after: before + 10 }],
    });
    expect(await quantity(socks)).toBe(before + 10);
  });

  test('a reservation moves nothing on the shelf', async () => {
    const before = await quantity(shoe.middle);
    await shop.act(scan, { count, code: shoe.middle, quantity: before - 1 });
    await shop.order(`${shoe.middle}=1`);
    expect(await shop.act(approve, { count })).toMatchObject({ status: 'APPROVED', shortage: 1 });
  });

  test('a line that was counted afresh with --set has not moved', async () => {
    await shop.act(scan, { count, code: socks, quantity: 1 });
    await shop.act(restock, { sku: socks, warehouse: 'BER', quantity: 1 });
    const now = await quantity(socks);
    await shop.act(scan, { count, code: socks, quantity: now, set: true });
    expect(await shop.act(approve, { count })).toMatchObject({ status: 'APPROVED', different_lines: 0 });
  });

  test('what nobody counted is kept or is none, as was chosen', async () => {
    await shop.act(cancel, { count });
    count = await opened({ skus: [socks, shoe.small] });
    const before = await quantity(shoe.small);
    await shop.act(scan, { count, code: socks, quantity: await quantity(socks) });
    await expect(shop.act(approve, { count })).rejects.toThrow(`${shoe.small} is not counted yet.`);
    expect(await shop.act(approve, { count, uncounted: 'zero' })).toMatchObject({ shortage: before });
    expect(await quantity(shoe.small)).toBe(0);
  });

  test('less than what orders hold is refused, with the orders', async () => {
    const order = await shop.order(`${shoe.large}=4`);
    await shop.act(scan, { count, code: shoe.large, quantity: 2 });
    await expect(shop.act(approve, { count })).rejects.toThrow(
      `RUN-43-BLK would be left with 2, but 4 are reserved by ${order} (4).`,
    );
    await expect(shop.act(countNow, { sku: shoe.large, warehouse: 'BER', counted: 3 })).rejects.toThrow(order);
    expect(await quantity(shoe.large)).toBe(5);
  });

  test('by 16 people at once is one effect', async () => {
    const before = await quantity(socks);
    await shop.act(scan, { count, code: socks, quantity: before + 4 });
    const answers = await crowd(shop, 16, (person) =>
      person.act(approve, { count }).then(
        () => 'approved',
        (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
      ),
    );
    expect(answers.filter((one) => one === 'approved')).toHaveLength(1);
    expect(answers.filter((one) => one === 'refused')).toHaveLength(15);
    expect(await quantity(socks)).toBe(before + 4);
  });
});

test('64 people scan the same SKU: every scan counts once', async () => {
  const count = await opened();
  await crowd(shop, 64, (person) =>
    person.act(scan, {
      count,
      lines: [
        { sku: socks, quantity: 1 },
        { sku: shoe.small, quantity: 2 },
      ],
    }),
  );
  const { rows } = await shop.act(show, { count });
  expect(rows.map(({ sku, counted }) => [sku, counted])).toEqual([
    [shoe.small, 128],
    [socks, 64],
  ]);
  await shop.act(cancel, { count });
});

test('scans that race an approval are in it or refused, never lost', async () => {
  const before = await quantity(socks);
  const count = await opened();
  await shop.act(scan, { count, code: socks, quantity: before });
  const answers = await crowd(shop, 24, (person, n) =>
    (n === 12 ? person.act(approve, { count }) : person.act(scan, { count, code: socks })).then(
      () => (n === 12 ? 'approved' : 'scanned'),
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    ),
  );
  expect(answers[12]).toBe('approved');
  expect(answers.filter((one) => !['approved', 'scanned', 'refused'].includes(one))).toEqual([]);
  const scanned = answers.filter((one) => one === 'scanned').length;
  expect(await quantity(socks)).toBe(before + scanned);
});

describe('counting in one step', () => {
  test('one SKU, to a number, with the count kept', async () => {
    const before = await quantity(socks);
    const input = { sku: 'socks', warehouse: 'ber', counted: String(before - 3), expect: before, note: 'shelf 4' };
    const { counts } = await shop.act(countNow, input, 'warehouse');
    expect(counts).toMatchObject([
      { status: 'APPROVED', warehouse: 'BER', shortage: 3, rows: [{ sku: socks, difference: -3 }] },
    ]);
    expect(await quantity(socks)).toBe(before - 3);
    await expect(shop.act(countNow, input)).rejects.toThrow(`SOCKS in BER has ${before - 3} now, not ${before}.`);
    expect((await shop.act(show, { count: counts[0]?.id ?? '' })).rows).toMatchObject([{ sku: socks, difference: -3 }]);
  });

  test('a file, one count a warehouse, all or nothing', async () => {
    const csv = `sku,warehouse,counted\n${socks},BER,7\n${socks},HAM,2\n${shoe.small},HAM,0\n`;
    const { counts } = await shop.act(countNow, { file: file(csv) });
    expect(counts.map(({ warehouse, lines }) => `${warehouse} ${lines}`).sort()).toEqual(['BER 1', 'HAM 2']);
    expect([await quantity(socks), (await shop.stock(socks, 'HAM')).quantity]).toEqual([7, 2]);
    const twice = `sku,warehouse,counted\n${socks},BER,7\n${socks},BER,2\n`;
    await expect(shop.act(countNow, { file: file(twice) })).rejects.toThrow(
      'SOCKS in BER stands there twice, in rows 2 and 3.',
    );
    const bad = `sku,warehouse,counted\n${socks},BER,1\n${socks},BER,x\n`;
    await expect(shop.act(countNow, { file: file(bad) })).rejects.toBeInstanceOf(Refused);
    expect(await quantity(socks)).toBe(7);
  });
});

describe('the database refuses the same to whoever does not ask here', () => {
  const asWarehouse = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: shop.appUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('set local role warehouse_role');
      for (const statement of statements) await client.query(statement);
      await client.query('commit');
      return 'taken';
    } catch (error) {
      return error instanceof pg.DatabaseError ? (error.constraint ?? error.code) : String(error);
    } finally {
      await client.end();
    }
  };

  test('no approval without its bookings, no bookings without an approval, nothing after it', async () => {
    const count = await opened({ skus: [socks] });
    await shop.act(scan, { count, code: socks, quantity: (await quantity(socks)) + 1 });
    const of = `(select id from stock_counts where count_number = ${count})`;
    const place = `(select inventory_id from stock_count_lines where count_id = ${of})`;
    const booking = (pieces: number) =>
      `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id)
       values (${place}, 'ADJUSTMENT', ${pieces}, 'COUNT', ${of})`;
    const closing = `update stock_counts set status = 'APPROVED' where count_number = ${count}`;
    expect(await asWarehouse(closing)).toBe('check_count_booked');
    expect(await asWarehouse(booking(1))).toBe('check_count_booked');
    expect(await asWarehouse(closing, booking(2))).toBe('check_count_booked');
    expect(await asWarehouse(booking(1), booking(1), closing)).toBe('inventory_transactions_count_key');
    expect(await asWarehouse(`update stock_count_lines set expected = 0`)).toBe('42501');
    expect(await asWarehouse(`update stock_counts set warehouse_id = warehouse_id`)).toBe('42501');
    expect(await asWarehouse(`delete from stock_count_lines`)).toBe('42501');
    expect(await asWarehouse(`insert into stock_reservations select * from stock_reservations`)).toBe('42501');
    expect(await asWarehouse(closing, booking(1))).toBe('taken');
    expect(await asWarehouse(`update stock_counts set note = 'x' where count_number = ${count}`)).toBe(
      'stock_counts_closed',
    );
    expect(await asWarehouse(`update stock_count_lines set counted = 1 where count_id = ${of}`)).toBe(
      'stock_counts_closed',
    );
  });

  test('a line is of the warehouse that is counted', async () => {
    const count = await opened();
    const elsewhere = `insert into stock_count_lines (count_id, inventory_id)
      select c.id, i.id from stock_counts c, inventory i join warehouses w on w.id = i.warehouse_id
      where c.count_number = ${count} and w.code = 'HAM' limit 1`;
    expect(await asWarehouse(elsewhere)).toBe('check_count_warehouse');
    await shop.act(cancel, { count });
  });
});
