import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Conflict, InvalidInput, NotFound, Refused, withHint } from '../../../src/domain/errors.ts';
import { page } from '../../../src/operations/listing.ts';
import { archive } from '../../../src/operations/categories/archive.ts';
import { create } from '../../../src/operations/categories/create.ts';
import { edit } from '../../../src/operations/categories/edit.ts';
import { list } from '../../../src/operations/categories/list.ts';
import { move } from '../../../src/operations/categories/move.ts';
import { restore } from '../../../src/operations/categories/restore.ts';
import { show } from '../../../src/operations/categories/show.ts';
import { tree } from '../../../src/operations/categories/tree.ts';
import { edit as editProduct } from '../../../src/operations/products/edit.ts';
import { caught } from '../caught.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

beforeEach(async () => {
  const make = (name: string, parent?: string, sort_order = 0) =>
    shop.act(create, { name, sort_order, ...(parent !== undefined && { parent }) });
  await make('Men', undefined, 1);
  await make('Women', undefined, 2);
  await make('Running', 'men', 2);
  await make('Boots', 'Men', 1);
  await make('Trail', 'running');
});

afterEach(() => shop.sql('update products set category_id = null; delete from categories'));
afterAll(() => shop.close());

const printed = async () => (tree.text?.(await shop.act(tree, {}), {}) ?? '').trimEnd().split('\n');

describe('the tree', () => {
  test('is printed parents first, sisters in their order, with counts', async () => {
    await shop.act(editProduct, { product: 'RUN', category: 'trail' });
    await shop.act(editProduct, { product: 'SOCKS', category: 'running' });
    await shop.act(edit, { category: 'boots', active: 'no' });
    expect(await printed()).toEqual([
      'Men [men] (0, 2 with those below)',
      '  Boots [boots] (0), hidden',
      '  Running [running] (1, 2 with those below)',
      '    Trail [trail] (1)',
      'Women [women] (0)',
    ]);
    const below = await shop.act(tree, { category: 'running' });
    expect(tree.text?.(below, {})).toBe('Running [running] (1, 2 with those below)\n  Trail [trail] (1)\n');
  });

  test('has what is in the archive where that is asked for, and says so', async () => {
    await shop.act(archive, { category: 'women' });
    expect((await shop.act(tree, {})).rows.map(({ slug }) => slug)).not.toContain('women');
    const whole = await shop.act(tree, { archived: true });
    expect(whole.rows.find(({ slug }) => slug === 'women')).toMatchObject({ archived: true, is_active: false });
    expect(tree.text?.(whole, {})).toContain('Women [women] (0), archived\n');
  });

  test('is listed in the same order, with paths, page by page', async () => {
    const call = { database: shop.database, actor: shop.actor('oncall') };
    const first = await page(list, { limit: 3 }, call);
    const second = await page(list, { limit: 3, after: first.next ?? '' }, call);
    expect([...first.rows, ...second.rows].map((row) => [row['path'], row['depth']])).toEqual([
      ['Men', 0],
      ['Men › Boots', 1],
      ['Men › Running', 1],
      ['Men › Running › Trail', 2],
      ['Women', 0],
    ]);
    const slugs = async (filter: string) => (await page(list, { filter }, call)).rows.map((row) => row['slug']);
    expect(await slugs('below:running')).toEqual(['running', 'trail']);
    expect(await slugs('parent:men')).toEqual(['boots', 'running']);
    expect(await slugs('parent:top')).toEqual(['men', 'women']);
    expect(await slugs('oot')).toEqual(['boots']);
  });

  test('one is shown with its path, its children and its counts', async () => {
    await shop.act(editProduct, { product: 'RUN', category: 'trail' });
    expect(await shop.act(show, { category: 'Running' })).toMatchObject({
      path: [{ slug: 'men' }, { slug: 'running' }],
      children: [{ slug: 'trail', products: 1 }],
      counts: { products: 0, below: 1, archived: 0 },
      status: 'ACTIVE',
    });
  });
});

describe('making and editing', () => {
  test('a slug is made from the name and is nobody else’s', async () => {
    expect(await shop.act(create, { name: 'Running', parent: 'women' })).toMatchObject({
      slug: 'running-2',
      parent: 'Women',
    });
    expect(await caught(shop.act(create, { name: 'X', slug: 'running' }))).toMatchObject({
      message: 'There is already a category with slug "running".',
    });
    expect(await caught(shop.act(edit, { category: 'trail', slug: 'MEN' }))).toBeInstanceOf(Refused);
  });

  test('two of one name stand in two places, never side by side, in the archive or out of it', async () => {
    const refusal = (made: Promise<unknown>) => made.then(String, (error: unknown) => withHint(error as Refused));
    expect(await refusal(shop.act(create, { name: 'BOOTS', parent: 'men' }))).toBe(
      'There is already a category Boots below Men. Use that one (boots), or give this one another name or another place.',
    );
    await shop.act(create, { name: 'Boots' });
    expect(await refusal(shop.act(move, { category: 'boots', top: true }))).toContain('category Boots at the top');
    expect(await refusal(shop.act(edit, { category: 'boots', name: 'running' }))).toContain('Running below Men');
    await shop.act(edit, { category: 'boots', name: 'BOOTS' });
    await shop.act(archive, { category: 'trail' });
    expect(await refusal(shop.act(create, { name: 'trail', parent: 'running' }))).toContain(
      'below Running, in the archive. Restore it instead: solemate categories restore trail',
    );
  });

  test('a name that two have is no name, its slug is', async () => {
    await shop.act(create, { name: 'Running', parent: 'women' });
    expect(await caught(shop.act(edit, { category: 'RUNNING X', name: 'a' }))).toBeInstanceOf(NotFound);
    await shop.act(edit, { category: 'running', name: 'Runs' });
    expect(await shop.act(show, { category: 'running' })).toMatchObject({ name: 'Runs', version: 2 });
    await shop.act(edit, { category: 'running-2', name: 'Runs' });
    expect(await caught(shop.act(show, { category: 'runs' }))).toMatchObject({
      message: '"runs" can mean several: give one of running, running-2.',
    });
  });

  test('of 32 sessions that edit the same version exactly one wins', async () => {
    const all = await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        caught(shop.act(edit, { category: 'trail', description: `no ${n}`, expected_version: 1 })),
      ),
    );
    expect(all.filter((error) => error === undefined)).toHaveLength(1);
    for (const error of all) if (error !== undefined) expect(error).toBeInstanceOf(Conflict);
  });
});

describe('moving', () => {
  test('takes what is below along, and tells the new path', async () => {
    expect(await shop.act(move, { category: 'running', to: 'women' })).toMatchObject({
      path: 'Women › Running',
      version: 2,
    });
    expect(await shop.act(show, { category: 'trail' })).toMatchObject({
      path: [{ slug: 'women' }, { slug: 'running' }, { slug: 'trail' }],
    });
    expect(await shop.act(move, { category: 'trail', top: true })).toMatchObject({ path: 'Trail' });
    expect(await shop.act(move, { category: 'trail', top: true })).toMatchObject({ changes: [] });
  });

  test('below itself is refused in words', async () => {
    expect(await caught(shop.act(move, { category: 'men', to: 'trail' }))).toMatchObject({
      message: 'Trail stands below Men: a category cannot be moved below itself.',
    });
    expect(await caught(shop.act(move, { category: 'men', to: 'men' }))).toMatchObject({
      message: 'Men cannot stand below itself.',
    });
    expect(await caught(shop.act(move, { category: 'men' }))).toBeInstanceOf(InvalidInput);
    expect(await caught(shop.act(move, { category: 'men', to: 'women', top: true }))).toBeInstanceOf(InvalidInput);
  });

  test('A below B and B below A at once: exactly one wins, through the operation', async () => {
    for (let round = 0; round < 5; round += 1) {
      const both = await Promise.all([
        caught(shop.act(move, { category: 'men', to: 'women' })),
        caught(shop.act(move, { category: 'women', to: 'men' })),
      ]);
      expect(both.filter((error) => error === undefined)).toHaveLength(1);
      expect(both.find((error) => error !== undefined)).toBeInstanceOf(Refused);
      await shop.sql("update categories set parent_id = null where slug in ('men', 'women')");
    }
  });

  test('the same by SQL as manager_role', async () => {
    const put = (slug: string, below: string) =>
      shop.database.write({ actor: shop.actor('manager'), operation: 'psql' }, (tx) =>
        tx.query('update categories set parent_id = (select id from categories where slug = $2) where slug = $1', [
          slug,
          below,
        ]),
      );
    const both = await Promise.all([caught(put('men', 'women')), caught(put('women', 'men'))]);
    expect(both.filter((error) => error === undefined)).toHaveLength(1);
    await expect(put('men', 'trail')).rejects.toThrow('cannot be moved below itself');
  });

  test('whatever is moved where, there is never a ring, and every category is in the tree', async () => {
    const slugs = ['men', 'women', 'running', 'boots', 'trail'];
    const step = fc.tuple(fc.constantFrom(...slugs), fc.constantFrom(...slugs, 'top'));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        await Promise.all(
          steps.map(([category, to]) =>
            caught(shop.act(move, { category, ...(to === 'top' ? { top: true } : { to }) })),
          ),
        );
        const { rows } = await shop.act(tree, {});
        expect(rows.map(({ slug }) => slug).sort()).toEqual([...slugs].sort());
      }),
      { numRuns: 15 },
    );
  });
});

describe('the archive', () => {
  test('takes none with categories or products in it, unless the products go elsewhere', async () => {
    await shop.act(editProduct, { product: 'RUN', category: 'trail' });
    expect(await caught(shop.act(archive, { category: 'running' }))).toMatchObject({
      message: 'Category Running still has 1 category below it: Trail.',
      details: { children: 1 },
    });
    expect(await caught(shop.act(archive, { category: 'trail' }))).toMatchObject({
      message: 'Category Trail still has 1 product.',
      details: { products: 1 },
    });
    expect(await caught(shop.act(archive, { category: 'trail', move_products_to: 'trail' }))).toBeInstanceOf(
      InvalidInput,
    );
    expect(await shop.act(archive, { category: 'trail', move_products_to: 'boots' })).toMatchObject({ moved: 1 });
    expect(await shop.act(show, { category: 'boots' })).toMatchObject({ counts: { products: 1 } });
    expect(await shop.act(show, { category: 'trail' })).toMatchObject({ status: 'ARCHIVED', is_active: false });
    expect(await printed()).not.toContainEqual(expect.stringContaining('trail'));
  });

  test('gives back to the old place, parents first', async () => {
    await shop.act(archive, { category: 'trail' });
    await shop.act(archive, { category: 'running' });
    expect(await caught(shop.act(restore, { category: 'trail' }))).toMatchObject({
      hint: 'Restore that one first: solemate categories restore running',
    });
    expect(await caught(shop.act(edit, { category: 'trail', name: 'x' }))).toBeInstanceOf(Refused);
    expect(await caught(shop.act(create, { name: 'x', parent: 'running' }))).toBeInstanceOf(Refused);
    await shop.act(restore, { category: 'running' });
    await shop.act(restore, { category: 'trail' });
    expect(await caught(shop.act(restore, { category: 'trail' }))).toBeInstanceOf(Refused);
    expect(await shop.act(show, { category: 'trail' })).toMatchObject({
      status: 'ACTIVE',
      path: [{}, {}, { slug: 'trail' }],
    });
  });

  test('holds for any other client: nothing goes into it, nothing is left in it', async () => {
    const as = (text: string) =>
      shop.database.write({ actor: shop.actor('manager'), operation: 'psql' }, (tx) => tx.query(text));
    const put = (slug: string) =>
      as(`update categories set deleted_at = now(), is_active = false where slug = '${slug}'`);
    await expect(put('running')).rejects.toThrow('Category Running still holds 0 products and 1 categories');
    await put('trail');
    const into = (slug: string) =>
      `update products set category_id = (select id from categories where slug = '${slug}')`;
    await expect(as(`${into('trail')} where sku = 'RUN'`)).rejects.toThrow(
      'Category Trail is in the archive: RUN cannot be in it',
    );
    await expect(
      as("update categories set parent_id = (select id from categories where slug = 'trail') where slug = 'boots'"),
    ).rejects.toThrow('Category Trail is in the archive: Boots cannot be below it');
    await expect(as("update categories set is_active = true where slug = 'trail'")).rejects.toThrow(Refused);
    await as(`${into('boots')} where sku = 'RUN'`);
    await expect(put('boots')).rejects.toThrow('still holds 1 products');
    await as("update products set deleted_at = now() where sku = 'RUN'");
    await put('boots');
    await expect(as("update products set deleted_at = null where sku = 'RUN'")).rejects.toThrow(
      'Category Boots is in the archive',
    );
    await shop.sql(
      "update categories set deleted_at = null where slug = 'boots'; update products set deleted_at = null where sku = 'RUN'",
    );
  });

  test('archiving and putting a product in at once: never a product in the archive', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        caught(shop.act(archive, { category: 'trail' })),
        caught(shop.act(editProduct, { product: 'RUN', category: 'trail' })),
        caught(shop.act(editProduct, { product: 'SOCKS', category: 'trail' })),
      ]);
      const bad = await shop.sql(
        'select 1 from products p join categories c on c.id = p.category_id where c.deleted_at is not null and p.deleted_at is null',
      );
      expect(bad).toEqual([]);
      await shop.sql(
        "update products set category_id = null; update categories set deleted_at = null, is_active = true where slug = 'trail'",
      );
    }
  });
});

test.each(['warehouse_role', 'readonly_role'])('%s changes nothing by SQL', async (role) => {
  const actor = shop.actor(role === 'warehouse_role' ? 'warehouse' : 'oncall');
  for (const text of [
    "update categories set name = 'x'",
    "update brands set name = 'x'",
    'update product_variants set price = 1',
    "insert into product_images (product_id, url) select id, 'https://x' from products",
    "insert into product_attributes (product_id, name, value) select id, 'a', 'b' from products",
  ]) {
    const write = shop.database.write({ actor, operation: 'psql' }, (tx) => tx.query(text));
    await expect(write).rejects.toHaveProperty('code', 'forbidden');
  }
});
