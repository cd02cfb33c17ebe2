import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, Forbidden, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { run, type Call } from '../../../src/operations/operation.ts';
import { create } from '../../../src/operations/products/create.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { show } from '../../../src/operations/products/show.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let shop: TestDatabase;
let call: Call;

beforeAll(async () => {
  shop = await testDatabase();
  call = { database: shop.database, actor: shop.actor('manager') };
  await shop.sql("insert into brands (name, slug) values ('Fjell', 'fjell')");
  await shop.sql(
    "insert into categories (name, slug) values ('Trail', 'trail'), ('Kids', 'kids-a'), ('Kids', 'kids-b')",
  );
});

afterAll(() => shop.close());

const making = async (input: object) => (await run(create, input, call)).output;
const editing = async (input: object, more: Partial<Call> = {}) =>
  (await run(edit, input, { ...call, ...more })).output;
const showing = async (product: string) => (await run(show, { product }, call)).output;
const fresh = () => making({ name: `Shoe ${randomUUID()}`, price: '50.00' });
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('products.create', () => {
  test('SKU and slug are made from the name, again for a second of the same name', async () => {
    expect(await making({ name: 'Trail Fox', price: '129' })).toMatchObject({
      sku: 'TRAIL-FOX',
      slug: 'trail-fox',
      price: '129.00',
      is_active: true,
      version: 1,
    });
    expect(await making({ name: 'Trail Fox', price: '129' })).toMatchObject({
      sku: 'TRAIL-FOX-2',
      slug: 'trail-fox-2',
    });
  });

  test('everything that is told is kept', async () => {
    const { sku } = await making({
      name: 'City Owl',
      price: '80.00',
      sku: 'OWL-1',
      slug: 'City-Owl',
      brand: 'FJELL',
      category: 'trail',
      tags: 'quiet, city',
      weight: '0.85',
      compare_price: '90.00',
      cost: '30.00',
      draft: true,
    });
    expect(await showing(sku)).toMatchObject({
      slug: 'city-owl',
      brand: 'Fjell',
      category: 'Trail',
      tags: ['quiet', 'city'],
      weight: '0.850',
      compare_price: '90.00',
      cost: '30.00',
      is_active: false,
    });
  });

  test.each([
    ['a price of nothing', { price: '0.00' }, InvalidInput],
    ['a negative price', { price: '-1' }, InvalidInput],
    ['no name', { name: ' ' }, InvalidInput],
    ['a megabyte of name', { name: 'x'.repeat(1_000_000) }, InvalidInput],
    ['a slug with a slash', { slug: 'a/b' }, InvalidInput],
    ['an unknown brand', { brand: 'Nobody' }, NotFound],
    ['a name that two categories have', { category: 'kids' }, InvalidInput],
  ])('%s is refused', async (_, wrong, kind) => {
    expect(await caught(making({ name: 'Wrong', price: '5', ...wrong }))).toBeInstanceOf(kind);
  });

  test('a SKU and a slug that are taken are refused, also a SKU of another product’s variant', async () => {
    const { id, sku, slug } = await fresh();
    await shop.sql("insert into product_variants (product_id, sku) values ($1, 'TAKEN-42')", [id]);
    expect(await caught(making({ name: 'Twin', price: '5', sku }))).toHaveProperty('exitCode', 3);
    const capitals = await caught(making({ name: 'Twin', price: '5', sku: sku.toLowerCase() }));
    expect(capitals).toHaveProperty('message', expect.stringMatching(new RegExp(`^The SKU ${sku} belongs to `, 'u')));
    expect(await caught(making({ name: 'Twin', price: '5', sku: 'taken-42' }))).toBeInstanceOf(Refused);
    expect(await caught(making({ name: 'Twin', price: '5', slug }))).toHaveProperty('exitCode', 3);
    expect(await caught(making({ name: 'Twin', price: '5', sku: 'TAKEN-42' }))).toBeInstanceOf(Refused);
  });

  test('a price below the cost asks for words, and warehouse staff may not', async () => {
    expect(create.confirm?.({ name: 'x', price: '5.00', cost: '6.00', draft: false })).toMatchObject({
      typed: 'BELOW COST',
    });
    expect(create.confirm?.({ name: 'x', price: '6.00', cost: '6.00', draft: false })).toBeUndefined();
    const asWarehouse = { ...call, actor: shop.actor('warehouse') };
    await expect(run(create, { name: 'x', price: '5' }, asWarehouse)).rejects.toThrow(Forbidden);
  });
});

describe('products.edit', () => {
  test('only what was different is told, kept as a version and written to the audit log with its operation', async () => {
    const { id, sku } = await fresh();
    const done = await editing({ product: sku, price: '45.50', tags: 'sale', active: 'yes' });
    expect(done).toMatchObject({
      version: 2,
      changes: [
        { field: 'price', from: '50.00', to: '45.50' },
        { field: 'tags', from: null, to: ['sale'] },
      ],
    });
    const versions = await shop.sql(
      'select version_number, changed_by from product_versions where product_id = $1 order by 1',
      [id],
    );
    expect(versions).toEqual([1, 2].map((version_number) => ({ version_number, changed_by: call.actor.id })));
    const audit = await shop.sql('select operation from audit_logs where record_id = $1 order by changed_at', [id]);
    expect(audit).toEqual([{ operation: 'products.create' }, { operation: 'products.edit' }]);
  });

  test('the same again changes nothing, an empty value clears, one that is needed cannot be cleared', async () => {
    const { sku } = await fresh();
    await editing({ product: sku, cost: '20.00', brand: 'Fjell' });
    expect(await editing({ product: sku, cost: '20', brand: 'fjell' })).toMatchObject({ version: 2, changes: [] });
    await editing({ product: sku, cost: '', brand: '' });
    expect(await showing(sku)).toMatchObject({ cost: null, brand: null, version: 3 });
    expect(await caught(editing({ product: sku, name: '' }))).toBeInstanceOf(InvalidInput);
    expect(await caught(editing({ product: sku }))).toBeInstanceOf(InvalidInput);
  });

  test('an edit of an old version is a conflict that shows base, theirs and mine', async () => {
    const { sku } = await fresh();
    await editing({ product: sku, price: '60.00', expected_version: 1 }, { actor: shop.actor('admin') });
    const error = await caught(editing({ product: sku, price: '70.00', name: 'Mine', expected_version: 1 }));
    expect(error).toBeInstanceOf(Conflict);
    expect(error).toMatchObject({
      message: expect.stringContaining(`by ${shop.actor('admin').email} since version 1; it is at version 2 now`),
      details: {
        version: 1,
        current_version: 2,
        fields: [
          { field: 'name', mine: 'Mine' },
          { field: 'price', base: '50.00', theirs: '60.00', mine: '70.00' },
        ],
      },
    });
    expect(await showing(sku)).toMatchObject({ price: '60.00', version: 2 });
  });

  test('of two people who edit the same version at once one wins and the other is told', async () => {
    const { sku } = await fresh();
    const both = ['61.00', '62.00'].map((price) => caught(editing({ product: sku, price, expected_version: 1 })));
    const errors = (await Promise.all(both)).filter((error) => error !== undefined);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(Conflict);
    expect(await showing(sku)).toMatchObject({ version: 2 });
  });

  test('an unknown product is not found, an archived one refused', async () => {
    const { id, sku } = await fresh();
    expect(await caught(editing({ product: 'nothing', price: '5' }))).toBeInstanceOf(NotFound);
    await shop.sql('update products set deleted_at = now() where id = $1', [id]);
    expect(await caught(editing({ product: sku, price: '5' }))).toBeInstanceOf(Refused);
  });
});
