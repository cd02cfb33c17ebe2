import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { SkuQuantities } from '../../../src/operations/orders/parts/lines.ts';
import { packParcel } from '../../../src/operations/orders/parts/parcel.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { choosePlaces } from '../../../src/operations/orders/parts/reserve.ts';
import { cancel } from '../../../src/operations/orders/cancel.ts';
import { ship } from '../../../src/operations/orders/ship.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { process as startPicking } from '../../../src/operations/orders/process.ts';
import { record } from '../../../src/operations/payments/record.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${socks}@BER`]: 60, [`${shoe.middle}@HAM`]: 20, [`${shoe.middle}@BER`]: 5 });
  await shop.sql(
    `insert into promo_codes (code, discount_type, discount_value, max_uses, minimum_order)
     values ('TEN', 'PERCENTAGE', 10, 1, 20), ('SHIP', 'FREE_SHIPPING', 0, null, 0)`,
  );
});
afterAll(async () => shop.close());

describe('placing an order', () => {
  test('takes the promo code off once, and gives the use back with a cancellation', async () => {
    const order = await shop.act(place, { customer, lines: `${socks}=2`, promo: 'ten', shipping: '4.90' });
    expect(order).toMatchObject({ subtotal: '25.00', discount: '2.50', shipping: '4.90', total: '27.40' });
    await expect(shop.act(place, { customer, lines: `${socks}=2`, promo: 'TEN' })).rejects.toThrow(
      'Promo code TEN is used up (1 of 1).',
    );
    await shop.act(cancel, { order: order.order_number, reason: 'test' });
    await expect(shop.act(place, { customer, lines: `${socks}=1`, promo: 'TEN' })).rejects.toThrow('at least 20.00');
    await expect(shop.act(place, { customer, lines: `${socks}=1`, promo: 'NONE' })).rejects.toBeInstanceOf(NotFound);
    expect(await shop.act(place, { customer, lines: `${socks}=2`, promo: 'TEN' })).toMatchObject({ discount: '2.50' });
  });

  test('goes to the default address, or to the one that was said', async () => {
    const there = { name: 'Ö. Å', street_1: '1 High St', city: 'York', state: 'NY', postal_code: 'YO1', country: 'gb' };
    const { order_number } = await shop.act(place, { customer, lines: `${socks}=1`, ...there });
    const seen = await shop.act(show, { order: order_number });
    expect(seen.shipping_address).toEqual({ ...there, street_2: null, country: 'GB' });
    await expect(shop.act(place, { customer, lines: `${socks}=1`, city: 'York' })).rejects.toThrow(
      'The address lacks name, street 1, state, postal code, country.',
    );
  });

  test('refuses what is not there, not on sale, or unknown, and leaves nothing behind', async () => {
    const before = await shop.sql('select count(*)::int as orders from orders');
    const order = (lines: string, who = customer) => shop.act(place, { customer: who, lines });
    await expect(order(`${shoe.middle}=21`)).rejects.toThrow(
      `There is not enough stock in any one warehouse of ${shoe.middle} (21 wanted, `,
    );
    await expect(order(`${shoe.small}=1`)).rejects.toThrow('none available');
    await expect(order('NOPE=1')).rejects.toThrow('There is no SKU NOPE.');
    await expect(order('RUN=1')).rejects.toThrow('RUN is a product with variants.');
    await expect(order(`${socks}=1`, 'nobody@example.com')).rejects.toBeInstanceOf(NotFound);
    await shop.sql(`update products set is_active = false where sku = 'SOCKS'`);
    await expect(order(`${socks}=1`)).rejects.toThrow('SOCKS (Wool socks) is not on sale.');
    await shop.sql(`update products set is_active = true where sku = 'SOCKS'`);
    await expect(shop.act(place, { customer, lines: `${socks}=1` }, 'warehouse')).rejects.toThrow('may not run');
    expect(await shop.sql('select count(*)::int as orders from orders')).toEqual(before);
  });
});

test.each([
  [
    'A=1,B=2',
    [
      ['A', 1],
      ['B', 2],
    ],
  ],
  [' A = 3 ', [['A', 3]]],
  ['A=B=2', [['A=B', 2]]],
])('lines "%s" are read', (text, expected) => {
  expect(SkuQuantities.parse(text).map(({ sku, quantity }) => [sku, quantity])).toEqual(expected);
});
test.each(['', 'A', 'A=', '=1', 'A=0', 'A=-1', 'A=1.5', 'A=1,', 'A=1,a=2', 'A\0=1', `${'x'.repeat(1_000_000)}=1`])(
  'lines %j are none',
  (text) => expect(SkuQuantities.safeParse(text).success).toBe(false),
);

describe('shipping with odd words', () => {
  test('a carrier or tracking number that is empty, too long or unprintable is refused', async () => {
    const order = await shop.order(`${socks}=1`, 'PROCESSING');
    for (const tracking of ['', '   ', 'x'.repeat(101), 'a\nb', 'a\0b', '\u001b[2J', '‮123']) {
      await expect(shop.act(ship, { order, carrier: 'DHL', tracking })).rejects.toBeInstanceOf(InvalidInput);
      await expect(shop.act(ship, { order, carrier: tracking || ' ', tracking: '1' })).rejects.toBeInstanceOf(
        InvalidInput,
      );
    }
    await expect(shop.act(ship, { order, carrier: 'DHL', tracking: '1', lines: 'NOPE=1' })).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(shop.act(ship, { order, carrier: 'DHL', tracking: '1', warehouse: 'MUC' })).rejects.toBeInstanceOf(
      Refused,
    );
    expect((await shop.act(show, { order })).shipments).toEqual([]);
  });

  test('an order that lost its reservation gets it back when it is picked, or is not started', async () => {
    const order = await shop.order(`${shoe.middle}=2`, 'CONFIRMED');
    await shop.sql(
      `insert into inventory_transactions (inventory_id, type, quantity, reference_type, reference_id, order_item_id)
       select t.inventory_id, 'RELEASE', 2, 'ORDER', t.reference_id, t.order_item_id
       from inventory_transactions t join order_registry r on r.order_id = t.reference_id where r.order_number = $1`,
      [order],
    );
    expect((await shop.act(show, { order })).stuck).toEqual([
      expect.stringContaining(`of ${shoe.middle} not reserved: `),
    ]);
    await shop.act(startPicking, { order });
    expect((await shop.act(show, { order })).items[0]?.reservations).toMatchObject([{ reserved: 2 }]);
  });

  test('a parcel that left keeps the order from being cancelled', async () => {
    const order = await shop.order(`${socks}=2`, 'PROCESSING');
    await shop.act(ship, { order, carrier: 'DHL', tracking: 'X1', lines: `${socks}=1` });
    await expect(shop.act(cancel, { order, reason: 'late' })).rejects.toThrow(
      `${order} cannot be cancelled: a parcel of it is SHIPPED (X1).`,
    );
    const step = (await shop.act(show, { order })).next_steps.find(({ to }) => to === 'CANCELLED');
    expect(step).toMatchObject({ enabled: false, reason: 'A parcel of it has left.' });
  });

  test('a picker is named by e-mail or, where e-mails are not to be seen, by name', async () => {
    const warehouse = shop.actor('warehouse');
    const one = await shop.order(`${socks}=1`, 'CONFIRMED');
    expect((await shop.act(startPicking, { order: one, to: warehouse.email })).assigned_to?.id).toBe(warehouse.id);
    const two = await shop.order(`${socks}=1`, 'CONFIRMED');
    const named = await shop.act(startPicking, { order: two, to: warehouse.name.toLowerCase() }, 'warehouse');
    expect(named.assigned_to?.id).toBe(warehouse.id);
    const three = await shop.order(`${socks}=1`, 'CONFIRMED');
    await expect(shop.act(startPicking, { order: three, to: 'nobody' })).rejects.toBeInstanceOf(NotFound);
    await expect(shop.act(startPicking, { order: three, to: shop.actor('oncall').email })).rejects.toBeInstanceOf(
      Refused,
    );
  });
});

test('one reference pays one order', async () => {
  const [one, two] = [await shop.order(`${socks}=1`), await shop.order(`${socks}=1`)];
  await shop.act(record, { order: one, reference: 'SEPA 77' });
  await expect(shop.act(record, { order: two, reference: 'SEPA 77' })).rejects.toThrow(
    `The reference SEPA 77 was already recorded for ${one}.`,
  );
  await shop.sql(
    `update payments set status = 'FAILED', failure_reason = 'card declined' where order_id = (select order_id from order_registry where order_number = $1)`,
    [two],
  );
  expect((await shop.act(show, { order: two })).stuck).toEqual(['payment FAILED (card declined)']);
  expect(await shop.act(record, { order: two, reference: 'SEPA 78' })).toMatchObject({ status: 'COMPLETED' });
  await shop.act(cancel, { order: one, reason: 'test', refund: 'later' });
  await expect(shop.act(record, { order: one, reference: 'SEPA 79' })).rejects.toThrow(
    'is CANCELLED and cannot be paid',
  );
  expect((await shop.act(show, { order: one })).stuck).toEqual(['CANCELLED, but 12.50 is not paid back']);
});

test('one warehouse for all lines is preferred to the fullest for each', () => {
  const need = (sku: string) => ({ order_item_id: sku, product_id: sku, variant_id: null, sku, quantity: 1 });
  const at = (sku: string, warehouse: string, available: number) => ({
    inventory_id: `${sku}${warehouse}`,
    product_id: sku,
    variant_id: null,
    warehouse,
    available,
  });
  const places = [at('a', 'X', 9), at('a', 'Y', 1), at('b', 'Y', 1)];
  expect(choosePlaces([need('a'), need('b')], places).map(({ warehouse }) => warehouse)).toEqual(['Y', 'Y']);
  expect(choosePlaces([need('a')], [at('a', 'X', 0), at('a', 'Z', 5)]).map(({ warehouse }) => warehouse)).toEqual([
    'Z',
  ]);
});

test('a line without any reservation cannot leave, and says so', () => {
  const line = { order_item_id: 'i', product_id: 'p', variant_id: null, sku: 'A', quantity: 1, open: 1, places: [] };
  expect(() => packParcel('SM-1', [line])).toThrow('A of SM-1 has no reservation, so it cannot leave.');
});

test('an order leaves in as few parcels as there need be, and where somebody wants it if that makes no more', () => {
  const need = (sku: string) => ({ sku, order_item_id: sku, product_id: sku, variant_id: null, quantity: 1 });
  const at = (sku: string, warehouse: string, available = 9) => {
    return { inventory_id: `${sku}@${warehouse}`, product_id: sku, variant_id: null, warehouse, available };
  };
  const where = (skus: string, places: readonly ReturnType<typeof at>[], preferred?: string) =>
    choosePlaces(skus.split('').map(need), places, preferred)
      .map(({ warehouse }) => warehouse)
      .join('');
  const spread = [at('a', 'X'), at('b', 'Y'), at('c', 'Y'), at('a', 'Y', 0), at('c', 'Z'), at('d', 'Z'), at('a', 'Z')];
  expect(new Set(where('abc', spread)).size).toBe(2);
  expect(new Set(where('abcd', spread)).size).toBe(2);
  const both = [at('a', 'X'), at('b', 'X'), at('a', 'Y'), at('b', 'Y')];
  expect(where('ab', both)).toBe('XX');
  expect(where('ab', both, 'Y')).toBe('YY');
  expect(where('ab', [...both.slice(0, 3), at('b', 'Y', 0)], 'Y')).toBe('XX');
});

test('an order by phone goes to the address of the customer that is named, from the warehouse that is named', async () => {
  await shop.sql(
    `insert into addresses (user_id, name, street_1, city, state, postal_code, country)
     select id, 'Anna Berg', s.street, 'Hamburg', 'Hamburg', '20095', 'DE'
     from users, (values ('Hafen 1'), ('Hafen 2')) s (street)
     where email = $1`,
    [customer],
  );
  const order = { customer, lines: `${shoe.middle}=1`, warehouse: 'ham' };
  const { order_number, items } = await shop.act(place, { ...order, address: 'hafen 2' });
  expect(items[0]?.warehouse).toBe('HAM');
  expect((await shop.act(show, { order: order_number })).shipping_address.street_1).toBe('Hafen 2');
  await expect(shop.act(place, { ...order, address: '%' })).rejects.toBeInstanceOf(NotFound);
  await expect(shop.act(place, { ...order, address: 'hamburg' })).rejects.toMatchObject({
    hint: 'They are: Hafen 1, 20095 Hamburg; Hafen 2, 20095 Hamburg.',
  });
  await expect(shop.act(place, { ...order, warehouse: 'MUC' })).rejects.toThrow('There is no warehouse MUC.');
  await expect(shop.act(place, { ...order, address: 'hafen 2', city: 'Kiel' })).rejects.toThrow();
});
