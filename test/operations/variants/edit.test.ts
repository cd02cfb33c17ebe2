import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Conflict, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { run } from '../../../src/operations/operation.ts';
import { page } from '../../../src/operations/listing.ts';
import { archive } from '../../../src/operations/variants/archive.ts';
import { edit } from '../../../src/operations/variants/edit.ts';
import { list } from '../../../src/operations/variants/list.ts';
import { show } from '../../../src/operations/variants/show.ts';
import { caught } from '../caught.ts';
import { openShop, shoe, type Shop } from '../shop.ts';

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ [`${shoe.small}@BER`]: 5 });
});

afterEach(() => shop.close());

const csv = (...lines: string[]) => ({
  name: 'grid.csv',
  async *open() {
    yield await Promise.resolve(Buffer.from(lines.join('\n')));
  },
});
const showing = (variant: string) => shop.act(show, { variant });

describe('one variant', () => {
  test('only what differs is written; an empty price is the price of the product again', async () => {
    expect(await shop.act(edit, { variant: 'run-43-blk', price: '119', active: 'yes', size: '43' })).toEqual({
      changed: 1,
      rows: [
        expect.objectContaining({
          sku: 'RUN-43-BLK',
          version: 2,
          changes: [{ field: 'price', from: '109.90', to: '119.00' }],
        }),
      ],
    });
    await shop.act(edit, { variant: 'RUN-43-BLK', price: '' });
    expect(await showing('RUN-43-BLK')).toMatchObject({ price: '99.90', own_price: null, version: 3 });
    expect(await shop.act(edit, { variant: 'RUN-43-BLK', price: '' })).toMatchObject({ changed: 0 });
  });

  test('stock that moves does not make an edit stale, another edit does', async () => {
    await shop.sql(
      "insert into inventory_transactions (inventory_id, type, quantity) select id, 'RESTOCK', 3 from inventory",
    );
    await shop.act(edit, { variant: shoe.small, price: '90.00', expected_version: 1 });
    const error = await caught(shop.act(edit, { variant: shoe.small, price: '80.00', expected_version: 1 }));
    expect(error).toBeInstanceOf(Conflict);
    expect(error).toMatchObject({
      details: {
        version: 1,
        current_version: 2,
        fields: [{ field: 'price', base: null, theirs: '90.00', mine: '80.00' }],
      },
    });
  });

  test('its barcode finds it', async () => {
    await shop.act(edit, { variant: shoe.small, barcode: '4006381333931' });
    expect(await showing('4006381333931')).toMatchObject({ sku: shoe.small, stock: 5 });
    expect(await caught(shop.act(edit, { variant: shoe.middle, barcode: '4006381333931' }))).toBeInstanceOf(Refused);
  });

  test.each([
    ['an unknown one', { variant: 'NONE', price: '5' }, NotFound],
    ['nothing to change', { variant: shoe.small }, InvalidInput],
    ['no variant at all', { price: '5' }, InvalidInput],
    ['a price of nothing', { variant: shoe.small, price: '0' }, InvalidInput],
    ['a size and colour that another has', { variant: shoe.small, size: '42' }, Refused],
    ['a SKU that another has', { variant: shoe.small, sku: shoe.middle }, Refused],
    ['a SKU of another product', { variant: shoe.small, sku: 'SOCKS' }, Refused],
  ])('%s is refused', async (_, input, kind) => {
    expect(await caught(shop.act(edit, input))).toBeInstanceOf(kind);
  });

  test('a price below the cost needs to be meant', async () => {
    await shop.sql("update products set cost = 40 where sku = 'RUN'");
    expect(await caught(shop.act(edit, { variant: shoe.small, price: '39.99' }))).toMatchObject({
      message: 'The price 39.99 of RUN-41-BLK is below its cost of 40.00.',
    });
    await shop.act(edit, { variant: shoe.small, price: '39.99', below_cost: true });
    expect(await showing(shoe.small)).toMatchObject({ price: '39.99' });
  });

  test('an archived one is refused with the way back', async () => {
    await shop.act(archive, { variant: shoe.large });
    expect(await caught(shop.act(edit, { variant: shoe.large, price: '5' }))).toMatchObject({
      hint: 'Restore it first: solemate variants restore RUN-43-BLK',
    });
  });

  test('of 64 sessions that edit the same version exactly one wins', async () => {
    const prices = Array.from({ length: 64 }, (_, n) => `${n + 100}.00`);
    const all = await Promise.all(
      prices.map((price) => caught(shop.act(edit, { variant: shoe.small, price, expected_version: 1 }))),
    );
    expect(all.filter((error) => error === undefined)).toHaveLength(1);
    for (const error of all) if (error !== undefined) expect(error).toBeInstanceOf(Conflict);
    expect(await showing(shoe.small)).toMatchObject({ version: 2 });
  });
});

describe('a grid', () => {
  test('an empty cell leaves a value, a dash clears it, unknown columns are left out', async () => {
    const file = csv(
      'sku;product;price;color;active',
      'RUN-41-BLK;Runner;89.00;;',
      'RUN-43-BLK;Runner;-;;no',
      'RUN-42-BLK;Runner;;;',
    );
    const said = await caught(shop.act(edit, { file }));
    expect(said).toBeInstanceOf(Refused);
    expect(said).toMatchObject({ message: expect.stringContaining('row 4 (RUN-42-BLK): Nothing to change was given') });
    const good = csv('sku;price;active', 'RUN-41-BLK;89.00;', 'RUN-43-BLK;-;no');
    expect(await shop.act(edit, { file: good })).toMatchObject({
      changed: 2,
      rows: [
        { sku: 'RUN-41-BLK' },
        {
          sku: 'RUN-43-BLK',
          changes: [
            { field: 'price', to: null },
            { field: 'is_active', to: false },
          ],
        },
      ],
    });
  });

  test('is written whole or not at all, with a reason for every row that cannot be', async () => {
    await shop.act(edit, { variant: shoe.middle, price: '95.00' });
    const file = csv(
      'sku,price,new_sku,version,active',
      'RUN-41-BLK,88.00,,,',
      'RUN-42-BLK,77.00,,1,',
      'NONE,1.00,,,',
      'RUN-43-BLK,,SOCKS,,',
      'RUN-41-BLK,66.00,,,',
      'RUN-43-BLK,0.00,,,',
      'RUN-43-BLK,5.00,,,perhaps',
    );
    const said = await caught(shop.act(edit, { file }));
    expect(said).toMatchObject({
      message: expect.stringMatching(/^6 of 7 rows cannot be written, so nothing was changed: row 3/u),
    });
    const { rows } = (said as Refused).details as { rows: { row: number; reason: string; conflict?: object }[] };
    expect(rows.map(({ row, reason }) => `${row}: ${reason}`)).toEqual([
      expect.stringMatching(/^3: RUN-42-BLK was changed by .* since version 1/u),
      '4: There is no variant "NONE".',
      '5: The SKU SOCKS belongs to Wool socks.',
      '6: It is the same variant as in row 2.',
      '7: price: the price must be more than 0',
      expect.stringMatching(/^8: active: /u),
    ]);
    expect(rows[0]?.conflict).toMatchObject({ fields: [{ field: 'price', theirs: '95.00', mine: '77.00' }] });
    expect(await showing(shoe.small)).toMatchObject({ own_price: null, version: 1 });
  });

  test('what the database refuses in the middle is a reason like any other', async () => {
    await shop.act(edit, { variant: shoe.middle, barcode: '12345678' });
    const lines = [
      { variant: shoe.small, barcode: '12345678' },
      { variant: shoe.large, price: '50.00' },
    ];
    expect(await caught(shop.act(edit, { lines }))).toMatchObject({
      message: expect.stringMatching(/^1 of 2 rows .*barcode "12345678"/u),
    });
    expect(await showing(shoe.large)).toMatchObject({ version: 1 });
  });

  test('a dry run tells the changes and makes none', async () => {
    const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
    const { output } = await run(edit, { lines: [{ variant: shoe.small, price: '50.00' }] }, call);
    expect(output).toMatchObject({ changed: 1 });
    expect(await showing(shoe.small)).toMatchObject({ version: 1 });
  });

  test('grids in opposite order at once wait for each other: none is killed, all are done', async () => {
    const skus = [shoe.small, shoe.middle, shoe.large];
    const grids = Array.from({ length: 16 }, (_, n) =>
      (n % 2 === 0 ? skus : [...skus].reverse()).map((variant) => ({ variant, price: `${n + 100}.00` })),
    );
    await Promise.all(grids.map((lines) => shop.act(edit, { lines })));
    const prices = await shop.sql<{ price: string }>('select distinct price from product_variants');
    expect(prices).toHaveLength(1);
  });

  test.each([
    ['an empty file', ''],
    ['no column sku', 'price\n5'],
    ['nothing to change', 'sku,name\nRUN,x'],
  ])('%s is refused', async (_, text) => {
    expect(await caught(shop.act(edit, { file: csv(text) }))).toBeInstanceOf(InvalidInput);
  });
});

test('the list finds by size, colour, stock, state and what runs low', async () => {
  const call = { database: shop.database, actor: shop.actor('warehouse') };
  const found = async (filter: string) =>
    (await page(list, { filter, sort: 'sku' }, call)).rows.map((row) => row['sku']);
  await shop.act(edit, { variant: shoe.middle, active: 'no' });
  await shop.act(archive, { variant: shoe.large });
  await shop.sql('update inventory set reorder_point = 5');
  expect(await found('product:RUN')).toEqual([shoe.small, shoe.middle]);
  expect(await found('size:42')).toEqual([shoe.middle]);
  expect(await found('color:bla stock:>0')).toEqual([shoe.small]);
  expect(await found('active:no')).toEqual([shoe.middle]);
  expect(await found('low:yes')).toEqual([shoe.small]);
  expect(await found('low:no')).toEqual([shoe.middle]);
  expect(await found('archived:yes')).toEqual([shoe.large]);
});
