import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conflict, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { add } from '../../../src/operations/images/add.ts';
import { edit } from '../../../src/operations/images/edit.ts';
import { list } from '../../../src/operations/images/list.ts';
import { move } from '../../../src/operations/images/move.ts';
import { remove } from '../../../src/operations/images/remove.ts';
import { caught } from '../caught.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.close());

let made = 0;
const address = (name: string) => `https://x.example/${name}.jpg`;

/** A product with pictures a, b, c, … in that order. */
async function product(...names: string[]): Promise<string> {
  const sku = `PIC${(made += 1)}`;
  await shop.sql('insert into products (sku, name, slug, price) values ($1::text, $1::text, lower($1::text), 80)', [
    sku,
  ]);
  for (const name of names) await shop.act(add, { product: sku, address: address(name) });
  return sku;
}

/** `b* a c`: in order, the primary one starred; the positions must be 1, 2, 3, … */
async function pictures(sku: string): Promise<string> {
  const { rows } = await shop.act(list, { product: sku });
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
  return rows.map(({ url, is_primary }) => `${url.slice(18, -4)}${is_primary ? '*' : ''}`).join(' ');
}

describe('pictures of a product', () => {
  test('the first is the primary one; others come to the end or where they are put', async () => {
    const sku = await product('a', 'b');
    expect(await pictures(sku)).toBe('a* b');
    await shop.act(add, { product: sku, address: address('c'), position: 1, alt_text: 'side' });
    await shop.act(add, { product: sku, address: address('d'), position: 3, primary: true });
    expect(await pictures(sku)).toBe('c a d* b');
    expect(await caught(shop.act(add, { product: sku, address: address('a') }))).toMatchObject({
      message: `${sku} has this picture already, at 2.`,
    });
    expect(await caught(shop.act(add, { product: sku, address: address('z'), position: 9 }))).toBeInstanceOf(
      InvalidInput,
    );
    expect(await caught(shop.act(add, { product: sku, address: 'javascript:alert(1)' }))).toBeInstanceOf(InvalidInput);
  });

  test('one moves and the others make room', async () => {
    const sku = await product('a', 'b', 'c', 'd');
    await shop.act(move, { product: sku, image: '4', to: 1 });
    expect(await pictures(sku)).toBe('d a* b c');
    await shop.act(move, { product: sku, image: address('d'), to: 3 });
    expect(await pictures(sku)).toBe('a* b d c');
    await shop.act(move, { product: sku, image: '3', to: 3 });
    expect(await pictures(sku)).toBe('a* b d c');
    expect(await caught(shop.act(move, { product: sku, image: '1', to: 5 }))).toBeInstanceOf(InvalidInput);
    expect(await caught(shop.act(move, { product: sku, image: '7', to: 1 }))).toBeInstanceOf(NotFound);
  });

  test('an edit of an old version is a conflict, another primary one is one step', async () => {
    const sku = await product('a', 'b');
    await shop.act(edit, { product: sku, image: '2', alt_text: 'sole', expected_version: 1 });
    expect(
      await caught(shop.act(edit, { product: sku, image: '2', alt_text: 'x', expected_version: 1 })),
    ).toMatchObject({
      details: { fields: [{ field: 'alt_text', base: null, theirs: 'sole', mine: 'x' }] },
    });
    await shop.act(edit, { product: sku, image: '2', primary: true });
    expect(await pictures(sku)).toBe('a b*');
    expect(await caught(shop.act(edit, { product: sku, image: '2', primary: false }))).toBeInstanceOf(InvalidInput);
    expect(
      await caught(shop.act(edit, { product: sku, image: '1', primary: true, expected_version: 99 })),
    ).toBeInstanceOf(Conflict);
    expect(await pictures(sku)).toBe('a b*');
  });

  test('when the primary one goes, the first of the others follows; the last may go too', async () => {
    const sku = await product('a', 'b', 'c');
    await shop.act(remove, { product: sku, image: '1' });
    expect(await pictures(sku)).toBe('b* c');
    await shop.act(remove, { product: sku, image: '2' });
    await shop.act(remove, { product: sku, image: '1' });
    expect(await pictures(sku)).toBe('');
  });
});

describe('at once', () => {
  test('16 sessions that move and add leave an order without gaps and one primary', async () => {
    const sku = await product('a', 'b', 'c', 'd');
    await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        n % 2 === 0
          ? shop.act(move, { product: sku, image: address('abcd'.charAt(n % 4)), to: (n % 4) + 1 })
          : shop.act(add, { product: sku, address: address(`n${n}`), primary: true, position: 1 }),
      ),
    );
    expect((await pictures(sku)).split(' ')).toHaveLength(12);
    expect((await pictures(sku)).match(/\*/gu)).toHaveLength(1);
  });

  test('first pictures of two sessions: one of them is primary', async () => {
    const sku = await product();
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => shop.act(add, { product: sku, address: address(name) })));
    expect((await pictures(sku)).match(/\*/gu)).toHaveLength(1);
  });
});

describe('any other client', () => {
  const of = (sku: string) => `(select id from products where sku = '${sku}')`;

  test('finds its gaps and equal places closed', async () => {
    const sku = await product('a', 'b');
    await shop.sql(
      `insert into product_images (product_id, url, sort_order) values (${of(sku)}, '${address('far')}', 70), (${of(sku)}, '${address('zero')}', 0)`,
    );
    expect(await pictures(sku)).toBe('a* zero b far');
    await shop.sql(`delete from product_images where url = '${address('zero')}' and product_id = ${of(sku)}`);
    expect(await pictures(sku)).toBe('a* b far');
  });

  test('is refused a product whose pictures have no primary one, or two', async () => {
    const sku = await product('a', 'b');
    const change = (text: string) => shop.sql(`${text} product_id = ${of(sku)}`);
    await expect(change('update product_images set is_primary = false where')).rejects.toThrow(
      'make another one that first',
    );
    await expect(change('update product_images set is_primary = true where')).rejects.toThrow(
      'product_images_one_primary_key',
    );
    await expect(change('delete from product_images where is_primary and')).rejects.toThrow(
      'make another one that first',
    );
    await expect(change(`update product_images set product_id = ${of('RUN')} where`)).rejects.toThrow(
      'stays with its product',
    );
    expect(await pictures(sku)).toBe('a* b');
    await change('delete from product_images where');
    expect(await pictures(sku)).toBe('');
  });
});

test('a product in the archive keeps its pictures as they are', async () => {
  const sku = await product('a');
  await shop.sql('update products set deleted_at = now() where sku = $1', [sku]);
  expect(await caught(shop.act(add, { product: sku, address: address('b') }))).toBeInstanceOf(Refused);
  expect(await pictures(sku)).toBe('a*');
});
