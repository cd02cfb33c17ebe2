import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Forbidden, InvalidInput, Refused } from '../../../src/domain/errors.ts';
import { run } from '../../../src/operations/operation.ts';
import { archive } from '../../../src/operations/variants/archive.ts';
import { create } from '../../../src/operations/variants/create.ts';
import { generate } from '../../../src/operations/variants/generate.ts';
import { caught } from '../caught.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.close());

let made = 0;
/** A product of its own, without variants. */
async function product(cost: string | null = null): Promise<string> {
  const sku = `SHOE${(made += 1)}`;
  await shop.sql(
    'insert into products (sku, name, slug, price, cost) values ($1::text, $1::text, lower($1::text), 80, $2::numeric)',
    [sku, cost],
  );
  return sku;
}

const skusOf = async (sku: string) => {
  const rows = await shop.sql<{ sku: string }>(
    `select v.sku from product_variants v join products p on p.id = v.product_id where p.sku = $1 order by v.created_at, v.sku`,
    [sku],
  );
  return rows.map((row) => row.sku);
};

describe('variants.generate', () => {
  test('makes every size in every colour, and a second time only what is missing', async () => {
    const sku = await product();
    const first = await shop.act(generate, { product: sku, sizes: '41-42', colors: 'black=BLK, white' });
    expect(first).toMatchObject({ created: 4, existing: 0 });
    expect(await skusOf(sku)).toEqual([`${sku}-41-BLK`, `${sku}-41-WHITE`, `${sku}-42-BLK`, `${sku}-42-WHITE`]);
    const second = await shop.act(generate, { product: sku, sizes: '41-43', colors: 'BLACK, white' });
    expect(second).toMatchObject({ created: 2, existing: 4 });
    expect(second.rows.filter(({ state }) => state === 'exists').map((row) => row.sku)).toContain(`${sku}-41-BLK`);
  });

  test('a dry run shows the matrix and makes nothing', async () => {
    const sku = await product();
    const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
    const { output } = await run(generate, { product: sku, sizes: '42-43', half_sizes: true }, call);
    expect(output.rows.map((row) => [row.sku, row.state])).toEqual([
      [`${sku}-42`, 'new'],
      [`${sku}-42.5`, 'new'],
      [`${sku}-43`, 'new'],
    ]);
    expect(await skusOf(sku)).toEqual([]);
  });

  test('a combination in the archive is left there and told', async () => {
    const sku = await product();
    await shop.act(generate, { product: sku, sizes: '41' });
    await shop.act(archive, { variant: `${sku}-41` });
    expect((await shop.act(generate, { product: sku, sizes: '41, 42' })).rows).toMatchObject([
      { state: 'archived' },
      { state: 'new' },
    ]);
  });

  test.each([
    ['neither sizes nor colours', {}],
    ['a range that runs backwards', { sizes: '45-36' }],
    ['more variants than anybody wants', { sizes: '1-60', colors: 'a,b,c,d,e,f,g,h,i,j' }],
    ['a pattern without the size', { sizes: '41-42', pattern: '{product}-{color}' }],
    ['a pattern that gives two the same SKU', { colors: 'blue,blush', pattern: '{product}-{color:2}' }],
    ['a pattern with an unknown word', { sizes: '41', pattern: '{brand}-{size}' }],
  ])('%s is refused', async (_, wrong) => {
    expect(await caught(shop.act(generate, { product: 'RUN', ...wrong }))).toBeInstanceOf(InvalidInput);
  });

  test('a SKU of somebody else is refused by name, and nothing is made', async () => {
    const sku = await product();
    const said = await caught(
      shop.act(generate, { product: sku, sizes: '41-42', colors: 'x=BLK', pattern: 'RUN-{size}-{color}' }),
    );
    expect(said).toBeInstanceOf(Refused);
    expect(said).toHaveProperty(
      'message',
      expect.stringMatching(/^The SKU RUN-4[12]-BLK belongs to a variant of Runner\.$/u),
    );
    expect(await skusOf(sku)).toEqual([]);
  });

  test('a price below the cost needs to be meant', async () => {
    const sku = await product('30');
    expect(await caught(shop.act(generate, { product: sku, sizes: '41', price: '20.00' }))).toBeInstanceOf(Refused);
    expect(generate.confirm?.({ below_cost: true } as never)).toMatchObject({ typed: 'BELOW COST' });
    expect(await shop.act(generate, { product: sku, sizes: '41', price: '20.00', below_cost: true })).toHaveProperty(
      'created',
      1,
    );
  });

  test('16 sessions that generate the same matrix make every variant once', async () => {
    const sku = await product();
    const all = await Promise.all(
      Array.from({ length: 16 }, () => shop.act(generate, { product: sku, sizes: '36-45', colors: 'black,white' })),
    );
    expect(all.reduce((sum, { created }) => sum + created, 0)).toBe(20);
    expect(await skusOf(sku)).toHaveLength(20);
  });

  test('the warehouse and on-call may not', async () => {
    for (const role of ['warehouse', 'oncall'] as const) {
      expect(await caught(shop.act(generate, { product: 'RUN', sizes: '50' }, role))).toBeInstanceOf(Forbidden);
    }
  });
});

describe('variants.create', () => {
  test('makes one, with a SKU from its size and colour when none is given', async () => {
    expect(
      await shop.act(create, { product: 'run', size: '44.5', color: 'deep blue', barcode: '4006381333931' }),
    ).toMatchObject({
      sku: 'RUN-44.5-DEEP-BLUE',
      price: null,
      is_active: true,
      version: 1,
    });
  });

  test('a combination that exists is refused, an archived one with the way back', async () => {
    await shop.act(create, { product: 'RUN', size: '46', color: 'red' });
    expect(await caught(shop.act(create, { product: 'RUN', size: '46', color: 'RED' }))).toMatchObject({
      message: 'There is already RUN-46-RED with size 46, RED.',
    });
    await shop.act(archive, { variant: 'RUN-46-RED' });
    expect(await caught(shop.act(create, { product: 'RUN', size: '46', color: 'red' }))).toMatchObject({
      hint: 'Restore it instead: solemate variants restore RUN-46-RED',
    });
  });

  test('a SKU of another product is refused', async () => {
    expect(await caught(shop.act(create, { product: 'RUN' }))).toMatchObject({
      message: expect.stringContaining('a variant without either is none'),
      hint: 'Add --size, --color or both.',
    });
    expect(await caught(shop.act(create, { product: 'RUN', size: '47', sku: 'SOCKS' }))).toMatchObject({
      message: 'The SKU SOCKS belongs to Wool socks.',
    });
  });
});
