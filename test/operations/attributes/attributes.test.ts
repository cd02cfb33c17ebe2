import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Conflict, InvalidInput, NotFound } from '../../../src/domain/errors.ts';
import { list } from '../../../src/operations/attributes/list.ts';
import { names } from '../../../src/operations/attributes/names.ts';
import { set } from '../../../src/operations/attributes/set.ts';
import { unset } from '../../../src/operations/attributes/unset.ts';
import { caught } from '../caught.ts';
import { openShop, type Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.close());

test('a value is set, changed, told and taken off; a name is one name in any case', async () => {
  await shop.act(set, { product: 'RUN', name: 'Material', value: 'leather' });
  expect(await shop.act(set, { product: 'RUN', name: 'material', value: 'suede' })).toMatchObject({
    name: 'Material',
    version: 2,
    changes: [{ field: 'value', from: 'leather', to: 'suede' }],
  });
  expect(await shop.act(set, { product: 'RUN', name: 'Material', value: 'suede' })).toMatchObject({
    version: 2,
    changes: [],
  });
  expect(await shop.act(list, { product: 'run' })).toEqual({
    product: 'RUN',
    rows: [{ name: 'Material', value: 'suede', version: 2 }],
  });
  expect(await shop.act(unset, { product: 'RUN', name: 'MATERIAL' })).toMatchObject({
    name: 'Material',
    value: 'suede',
  });
  expect(await caught(shop.act(unset, { product: 'RUN', name: 'Material' }))).toBeInstanceOf(NotFound);
});

test('an edit of an old version is a conflict that shows base, theirs and mine', async () => {
  await shop.act(set, { product: 'RUN', name: 'sole', value: 'foam' });
  await shop.act(set, { product: 'RUN', name: 'sole', value: 'rubber', expected_version: 1 });
  expect(
    await caught(shop.act(set, { product: 'RUN', name: 'sole', value: 'cork', expected_version: 1 })),
  ).toMatchObject({
    details: { fields: [{ field: 'value', base: 'foam', theirs: 'rubber', mine: 'cork' }] },
  });
  expect(await caught(shop.act(unset, { product: 'RUN', name: 'sole', expected_version: 1 }))).toBeInstanceOf(Conflict);
});

test('16 sessions that set the same name leave one attribute', async () => {
  await Promise.all(
    Array.from({ length: 16 }, (_, n) => shop.act(set, { product: 'SOCKS', name: 'yarn', value: `wool ${n}` })),
  );
  const { rows } = await shop.act(list, { product: 'SOCKS' });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ version: 16 });
});

test('the names in use are told with how many have them and their commonest values', async () => {
  await shop.act(set, { product: 'RUN', name: 'season', value: 'summer' });
  await shop.act(set, { product: 'SOCKS', name: 'season', value: 'winter' });
  const { rows } = await shop.act(names, { prefix: 'SEA' }, 'warehouse');
  expect(rows).toEqual([{ name: 'season', products: 2, values: ['summer', 'winter'] }]);
});

test('an empty value is refused: unset takes it off', async () => {
  expect(await caught(shop.act(set, { product: 'RUN', name: 'x', value: ' ' }))).toBeInstanceOf(InvalidInput);
});
