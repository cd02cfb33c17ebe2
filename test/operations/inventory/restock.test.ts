import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import type { InputFileValue } from '../../../src/operations/fields.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { run } from '../../../src/operations/operation.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 10 });
});
afterAll(async () => shop.close());

function file(text: string | Buffer, pieces = 1): InputFileValue {
  const bytes = Buffer.from(text);
  let opened = 0;
  return {
    name: 'delivery.csv',
    async *open() {
      opened += 1;
      if (opened > 1) throw new Error('a stream can be read once only');
      const size = Math.ceil(bytes.length / pieces);
      for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
    },
  };
}
const everything = () =>
  shop.sql<{ rows: number; units: number }>(
    'select count(*)::int as rows, sum(quantity)::int as units from inventory_transactions',
  );

describe('restocking one SKU', () => {
  test('adds to the stock of that place, the variant, the ledger and the audit log', async () => {
    const before = await shop.stock(shoe.middle, 'BER');
    const done = await shop.act(
      restock,
      { sku: 'run-42-blk', warehouse: 'ber', quantity: '24', reference: 'PO-1' },
      'warehouse',
    );
    expect(done).toEqual({
      lines: 1,
      units: 24,
      rows: [
        {
          sku: shoe.middle,
          warehouse: 'BER',
          quantity: 24,
          quantity_before: before.quantity,
          quantity_after: before.quantity + 24,
          available: before.available + 24,
        },
      ],
    });
    expect(await shop.stock(shoe.middle, 'BER')).toMatchObject({ quantity: before.quantity + 24 });
    const [variant] = await shop.sql('select stock from product_variants where sku = $1', [shoe.middle]);
    expect(variant?.['stock']).toBe(before.quantity + 24);
    const [row] = await shop.sql(
      `select t.notes, t.created_by, i.last_restocked is not null as restocked
       from inventory_transactions t join inventory i on i.id = t.inventory_id
       order by t.created_at desc limit 1`,
    );
    expect(row).toEqual({ notes: 'PO-1', created_by: shop.actor('warehouse').id, restocked: true });
    const [audited] = await shop.sql(
      `select operation, changed_by from audit_logs where table_name = 'inventory' order by changed_at desc limit 1`,
    );
    expect(audited).toEqual({ operation: 'inventory.restock', changed_by: shop.actor('warehouse').id });
  });

  test('makes the place where it never lay before', async () => {
    await shop.act(restock, { sku: socks, warehouse: 'HAM', quantity: 5 });
    expect(await shop.stock(socks, 'HAM')).toEqual({ quantity: 5, reserved: 0, available: 5 });
  });

  test('the same operation id changes nothing the second time and gives the same answer', async () => {
    const id = randomUUID();
    const input = { sku: shoe.small, warehouse: 'BER', quantity: 7 };
    const answers = await Promise.all([
      shop.act(restock, input, 'warehouse', id),
      shop.act(restock, input, 'warehouse', id),
      shop.act(restock, input, 'warehouse', id),
    ]);
    answers.push(await shop.act(restock, input, 'warehouse', id));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await shop.stock(shoe.small, 'BER')).toMatchObject({ quantity: 7 });
  });

  test.each(['0', '-3', '1.5', '1e3', 'ten', '', '99999999999999999999', '1000001', ' '])(
    'a quantity of "%s" is no quantity',
    async (quantity) => {
      await expect(shop.act(restock, { sku: socks, warehouse: 'BER', quantity })).rejects.toBeInstanceOf(InvalidInput);
    },
  );

  test('an unknown SKU or warehouse is not found, a product with variants is refused', async () => {
    const at = { warehouse: 'BER', quantity: 1 };
    await expect(shop.act(restock, { ...at, sku: 'NOPE' })).rejects.toThrow('There is no SKU NOPE.');
    await expect(shop.act(restock, { ...at, sku: 'NOPE' })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(restock, { ...at, sku: socks, warehouse: 'MUC' })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(restock, { ...at, sku: 'RUN' })).rejects.toThrow('RUN is a product with variants');
    await expect(shop.act(restock, { ...at, sku: 'A\0B' })).rejects.toThrow('it holds a NUL byte');
    await expect(shop.act(restock, { ...at, sku: 'x'.repeat(1_000_000) })).rejects.toThrow('at most 100 characters');
    await expect(shop.act(restock, {})).rejects.toThrow('Nothing to restock was given.');
    await expect(shop.act(restock, { sku: socks })).rejects.toThrow('Missing: --warehouse, --quantity.');
  });
});

test('a SKU in mixed letters is found in any', async () => {
  await shop.sql(`insert into products (sku, name, slug, price) values ('Cap-1', 'Cap', 'cap', 9)`);
  const at = { warehouse: 'BER', quantity: 1 };
  for (const sku of ['Cap-1', 'cap-1', 'CAP-1']) {
    expect((await shop.act(restock, { ...at, sku })).rows).toMatchObject([{ sku: 'Cap-1' }]);
  }
  expect(await shop.act(place, { customer, lines: 'cAP-1=1' })).toMatchObject({ order_number: expect.any(String) });
});

describe('restocking from a file', () => {
  test('books every row, whatever its line ends, quotes and marks', async () => {
    const [before] = await everything();
    const csv = `\uFEFFSKU,Warehouse,Quantity,Reference\r\n${shoe.large},BER,3,"PO ""7""\r\nsecond line"\r\n\r\n${socks},ham,2,\r\n${shoe.large},BER,1,\r\n`;
    const done = await shop.act(restock, { file: file(csv, 7) });
    expect(done).toMatchObject({ lines: 3, units: 6 });
    expect(done.rows.map(({ sku, quantity }) => `${sku} ${quantity}`)).toEqual([`${shoe.large} 4`, `${socks} 2`]);
    const [after] = await everything();
    expect(after).toEqual({ rows: (before?.rows ?? 0) + 3, units: (before?.units ?? 0) + 6 });
  });

  test('takes the warehouse for all rows from the flag, and separators other than a comma', async () => {
    const done = await shop.act(restock, { file: file(`sku;quantity\n${socks};4\n`), warehouse: 'BER' });
    expect(done.rows).toMatchObject([{ sku: socks, warehouse: 'BER', quantity: 4 }]);
  });

  test('books nothing when one row is wrong, and names every wrong row', async () => {
    const before = await everything();
    const csv = `sku,warehouse,quantity\n${socks},BER,5\nNOPE,BER,1\n${socks},XXX,1\n${socks},BER,-2\n${socks},BER,1.5\n,BER,1\nRUN,BER,1\n`;
    const refused: unknown = await shop.act(restock, { file: file(csv) }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    const { message, details } = refused as Refused;
    expect(message).toMatch(
      /^6 of 7 rows cannot be restocked, so nothing was booked: row 3 \(NOPE\): there is no SKU NOPE; /u,
    );
    expect((details['rows'] as { row: number }[]).map(({ row }) => row)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(await everything()).toEqual(before);
  });

  test('one that ends inside a quote, holds no text or lacks a column is told apart', async () => {
    const before = await everything();
    await expect(shop.act(restock, { file: file(`sku,warehouse,quantity\n${socks},BER,"5\n`) })).rejects.toThrow(
      /cannot be restocked, so nothing was booked: row 2: .*quote/iu,
    );
    const bytes = Buffer.concat([Buffer.from('sku,warehouse,quantity\n'), Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x0a])]);
    await expect(shop.act(restock, { file: file(bytes) })).rejects.toBeInstanceOf(Refused);
    const latin = Buffer.concat([
      Buffer.from('sku,warehouse,quantity\nStra'),
      Buffer.from([0xdf]),
      Buffer.from('e,BER,1\n'),
    ]);
    await expect(shop.act(restock, { file: file(latin) })).rejects.toThrow(
      /^The only row cannot be restocked, so nothing was booked: row 2: it holds bytes that are no UTF-8 text[^;]*$/u,
    );
    await expect(shop.act(restock, { file: file(`sku,warehouse,sku,quantity\nA,BER,B,1\n`) })).rejects.toThrow(
      'delivery.csv has two columns for sku.',
    );
    await expect(shop.act(restock, { file: file('') })).rejects.toThrow('delivery.csv holds no rows to restock.');
    await expect(shop.act(restock, { file: file('sku,warehouse,quantity\n') })).rejects.toBeInstanceOf(InvalidInput);
    await expect(shop.act(restock, { file: file(`sku,quantity\n${socks},1\n`) })).rejects.toThrow(
      'delivery.csv has no column warehouse.',
    );
    expect(await everything()).toEqual(before);
  });

  test('a dry run tells what would be and changes nothing', async () => {
    const before = await everything();
    const call = { database: shop.database, actor: shop.actor('warehouse'), dryRun: true };
    const { output } = await run(restock, { file: file(`sku,warehouse,quantity\n${socks},BER,5\n`) }, call);
    expect(output).toMatchObject({ lines: 1, units: 5 });
    expect(await everything()).toEqual(before);
  });

  test('takes thousands of lines at once, tells progress, and answers with the first of them only', async () => {
    await shop.sql(
      `insert into product_variants (product_id, sku, size)
       select id, 'BULK-' || n, n::text from products, generate_series(1, 6000) n where sku = 'RUN'`,
    );
    const rows = Array.from({ length: 6_000 }, (_, index) => `BULK-${index + 1},BER,${(index % 9) + 1}`);
    const told: number[] = [];
    const { output } = await run(
      restock,
      { file: file(`sku,warehouse,quantity\n${rows.join('\n')}\n`, 50) },
      { database: shop.database, actor: shop.actor('warehouse'), progress: ({ done }) => told.push(done) },
    );
    expect(output.lines).toBe(6_000);
    expect(output.rows).toHaveLength(200);
    expect(told.at(-1)).toBe(6_000);
    const [sum] = await shop.sql<{ stock: number }>(
      `select sum(stock)::int as stock from product_variants where sku like 'BULK-%'`,
    );
    expect(sum?.stock).toBe(output.units);
  });
});

describe('restocking a counted list', () => {
  test('is one operation, and an unknown code refuses all of it by its place in the list', async () => {
    const before = await everything();
    const lines = [
      { sku: socks, quantity: 2 },
      { sku: 'unknown', quantity: 1 },
    ];
    await expect(shop.act(restock, { warehouse: 'BER', lines })).rejects.toMatchObject({
      details: { count: 1, rows: [{ row: 2, sku: 'unknown', reason: 'there is no SKU unknown' }] },
    });
    expect(await everything()).toEqual(before);
    expect(await shop.act(restock, { warehouse: 'BER', lines: lines.slice(0, 1) })).toMatchObject({
      lines: 1,
      units: 2,
    });
  });
});
