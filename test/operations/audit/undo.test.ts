import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, Forbidden, InvalidInput, NotFound, Refused } from '../../../src/domain/errors.ts';
import { show } from '../../../src/operations/audit/show.ts';
import { undo } from '../../../src/operations/audit/undo.ts';
import { set as setAttribute } from '../../../src/operations/attributes/set.ts';
import { unset as unsetAttribute } from '../../../src/operations/attributes/unset.ts';
import { edit as editBrand } from '../../../src/operations/brands/edit.ts';
import { archive as archiveCategory } from '../../../src/operations/categories/archive.ts';
import { create as createCategory } from '../../../src/operations/categories/create.ts';
import { approve as approveCount } from '../../../src/operations/counts/approve.ts';
import { open as openCount } from '../../../src/operations/counts/open.ts';
import { scan } from '../../../src/operations/counts/scan.ts';
import { edit as editCategory } from '../../../src/operations/categories/edit.ts';
import { add as addImage } from '../../../src/operations/images/add.ts';
import { move as moveImage } from '../../../src/operations/images/move.ts';
import { remove as removeImage } from '../../../src/operations/images/remove.ts';
import { adjust } from '../../../src/operations/inventory/adjust.ts';
import { setReorder } from '../../../src/operations/inventory/set-reorder.ts';
import { restock } from '../../../src/operations/inventory/restock.ts';
import { transfer } from '../../../src/operations/inventory/transfer.ts';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { confirm } from '../../../src/operations/orders/confirm.ts';
import { place } from '../../../src/operations/orders/place.ts';
import { archive } from '../../../src/operations/products/archive.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { price } from '../../../src/operations/products/price.ts';
import { restore } from '../../../src/operations/products/restore.ts';
import { create as createPromo } from '../../../src/operations/promos/create.ts';
import { deactivate } from '../../../src/operations/promos/deactivate.ts';
import { edit as editPromo } from '../../../src/operations/promos/edit.ts';
import { approve } from '../../../src/operations/reviews/approve.ts';
import { reject } from '../../../src/operations/reviews/reject.ts';
import { reopen } from '../../../src/operations/reviews/reopen.ts';
import { archive as archiveVariant } from '../../../src/operations/variants/archive.ts';
import { edit as editVariant } from '../../../src/operations/variants/edit.ts';
import { generate as generateVariants } from '../../../src/operations/variants/generate.ts';
import { heldBeforeCommit, somebodyWaits } from '../../helpers/faults.ts';
import { caught } from '../caught.ts';
import { customer, openShop, shoe, socks, type Shop } from '../shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ [`${shoe.middle}@BER`]: 100, [`${socks}@BER`]: 100, [`${socks}@HAM`]: 10 });
  await shop.sql(`
    insert into reviews (product_id, user_id, rating, title)
    select p.id, u.id, 4, 'review of ' || p.sku
    from products p, users u
    where u.email = 'anna@example.com'`);
  await shop.sql(`insert into categories (name, slug) values ('Trail', 'trail')`);
  await shop.act(createPromo, { code: 'WINTER', type: 'PERCENTAGE', value: '10' });
  for (const side of ['left', 'right', 'top']) {
    await shop.act(addImage, { product: 'RUN', address: `https://images.solemate.example/${side}.jpg` });
  }
});
afterAll(() => shop.close());

const cast = (operation: unknown) => operation as Operation;
/** Runs an operation and gives back its id. */
async function did(operation: Operation, input: object, role: 'admin' | 'manager' | 'warehouse' = 'manager') {
  const call = { database: shop.database, actor: shop.actor(role) };
  return (await run(operation, input, call)).operationId;
}
const undone = (operation: string, role: 'admin' | 'manager' | 'warehouse' = 'manager') =>
  did(cast(undo), { operation }, role);
const reviewOf = async (sku: string) =>
  (await shop.sql<{ id: string }>(`select id from reviews where title = 'review of ' || $1`, [sku]))[0]?.id ?? '';

const tables = [
  ...['promo_codes', 'reviews', 'categories', 'brands', 'products', 'product_variants'],
  ...['product_images', 'product_attributes', 'inventory'],
];
/** Every row that can be put back, without what says how often and by whom it was touched. */
async function everything(): Promise<unknown> {
  const rest = `array['version', 'updated_at', 'moderated_by', 'moderated_at', 'search_vector', 'last_restocked', 'created_at']`;
  const rows = await shop.sql<{ image: unknown }>(
    tables
      .map((table) => `select '${table}' as name, to_jsonb(t) - ${rest} as image, t.id from ${table} t`)
      .join(' union all ') + ' order by name, id',
  );
  return rows.map(({ image }) => image);
}

const acts: [name: string, operation: Operation, input: () => object | Promise<object>][] = [
  ['reviews.approve', cast(approve), async () => ({ review: await reviewOf('RUN') })],
  ['reviews.reject', cast(reject), async () => ({ review: await reviewOf('RUN'), reason: 'spam' })],
  [
    'products.edit',
    cast(edit),
    () => ({ product: 'RUN', name: 'Runner II', tags: 'a,b', cost: '50', description: 'x' }),
  ],
  ['products.price', cast(price), () => ({ filter: 'price:>1', percent: '-10', round: '.99' })],
  ['products.archive', cast(archive), () => ({ product: 'RUN' })],
  ['variants.edit', cast(editVariant), () => ({ variant: shoe.small, size: '40.5', price: '89.00' })],
  ['categories.edit', cast(editCategory), () => ({ category: 'trail', name: 'Trail running', active: 'no' })],
  ['categories.archive', cast(archiveCategory), () => ({ category: 'trail' })],
  ['variants.archive', cast(archiveVariant), () => ({ variant: shoe.small })],
  ['images.move', cast(moveImage), () => ({ product: 'RUN', image: '3', to: 1 })],
  [
    'inventory.set_reorder',
    cast(setReorder),
    () => ({ sku: socks, warehouse: 'BER', reorder_point: 3, reorder_quantity: 7 }),
  ],
  ['brands.edit', cast(editBrand), () => ({ brand: 'stride', name: 'Stride On' })],
  [
    'promos.edit',
    cast(editPromo),
    () => ({ code: 'WINTER', value: '15', minimum: '20', until: '2027-01-31', max_uses: 7 }),
  ],
  ['promos.deactivate', cast(deactivate), () => ({ code: 'WINTER' })],
  [
    'images.add',
    cast(addImage),
    () => ({ product: 'RUN', address: 'https://images.solemate.example/new.jpg', primary: true, position: 2 }),
  ],
  ['images.remove', cast(removeImage), () => ({ product: 'RUN', image: '1' })],
  ['attributes.set', cast(setAttribute), () => ({ product: 'RUN', name: 'material', value: 'wool' })],
  ['inventory.adjust', cast(adjust), () => ({ sku: socks, warehouse: 'BER', by: -3, reason: 'moths' })],
  ['inventory.transfer', cast(transfer), () => ({ sku: socks, quantity: 5, from: 'BER', to: 'HAM', reason: 'more' })],
  ['inventory.restock', cast(restock), () => ({ sku: socks, warehouse: 'BER', quantity: 24 })],
];

describe('an undo', () => {
  test.each(acts)('of %s puts back what was; an undo of that does it again', async (name, operation, input) => {
    const before = await everything();
    const id = await did(operation, await input());
    const after = await everything();
    expect(after).not.toEqual(before);
    const first = await undone(id);
    expect(await everything()).toEqual(before);
    const second = await undone(first);
    expect(await everything()).toEqual(after);
    await undone(second);
    expect(await everything()).toEqual(before);
    const history = await shop.act(show, { operation: id });
    expect(history).toMatchObject({ operation: name, undone_through: first, undo_refusal: null });
    const shown = await shop.act(show, { operation: first });
    expect(shown).toMatchObject({ operation: 'audit.undo', undoes: id, undone_through: second });
    expect(shown.rows.length).toBeGreaterThan(0);
  });

  test('of a restore, of an attribute taken away and of a review taken back', async () => {
    await did(cast(archive), { product: 'SOCKS' });
    await did(cast(setAttribute), { product: 'RUN', name: 'sole', value: 'rubber' });
    const review = await reviewOf('SOCKS');
    await did(cast(reject), { review, reason: 'not nice' });
    for (const [operation, input] of [
      [cast(restore), { product: 'SOCKS' }],
      [cast(unsetAttribute), { product: 'RUN', name: 'sole' }],
      [cast(reopen), { review }],
    ] as const) {
      const before = await everything();
      await undone(await did(operation, input));
      expect(await everything()).toEqual(before);
    }
    await did(cast(restore), { product: 'SOCKS' });
  });

  test('of what was made switches it off or archives it; nothing is deleted that something could refer to', async () => {
    const promo = await did(cast(createPromo), { code: 'OOPS', type: 'FREE_SHIPPING' });
    const off = await undone(promo);
    const active = async () => (await shop.sql(`select is_active from promo_codes where code = 'OOPS'`))[0];
    expect(await active()).toEqual({ is_active: false });
    await undone(off);
    expect(await active()).toEqual({ is_active: true });
    const category = await did(cast(createCategory), { name: 'Oops' });
    await undone(category);
    const [row] = await shop.sql(`select is_active, deleted_at is null as there from categories where name = 'Oops'`);
    expect(row).toEqual({ is_active: false, there: false });
    const many = await did(cast(generateVariants), { product: 'RUN', sizes: '50,51', colors: 'red' });
    await undone(many);
    const [left] = await shop.sql(
      `select count(*)::integer as made, count(deleted_at)::integer as archived from product_variants where size in ('50', '51')`,
    );
    expect(left).toEqual({ made: 2, archived: 2 });
  });

  test('of a code that somebody has used since is refused', async () => {
    const made = await did(cast(createPromo), { code: 'USEDUP', type: 'FIXED_AMOUNT', value: '1' });
    const cheaper = await did(cast(editPromo), { code: 'USEDUP', value: '2' });
    await shop.act(place, { customer, lines: `${socks}=1`, promo: 'USEDUP' });
    expect(await caught(undone(cheaper))).toMatchObject({ message: expect.stringContaining('has been used') });
    await shop.sql(`alter table promo_codes disable trigger user;
      update promo_codes set discount_value = 1 where code = 'USEDUP';
      alter table promo_codes enable trigger user`);
    const refused = await caught(undone(made));
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ message: 'USEDUP has been used since: orders use it.' });
  });

  test('of what somebody changed since is a conflict that names the field, the person and both values', async () => {
    const id = await did(cast(edit), { product: 'SOCKS', price: '11.00', name: 'Warm socks' });
    await did(cast(edit), { product: 'SOCKS', price: '14.00' }, 'admin');
    const conflict = await caught(undone(id));
    expect(conflict).toBeInstanceOf(Conflict);
    expect(conflict).toMatchObject({
      message: expect.stringMatching(
        /^The price of SOCKS was changed since by admin@staff\.test \(products\.edit, .*\): it is 14 now, not 11\.$/u,
      ),
      details: { table: 'products', total: 1, fields: [{ field: 'price', base: 12.5, mine: 11, theirs: 14 }] },
    });
    // another field since does not matter
    await did(cast(edit), { product: 'SOCKS', price: '11.00', weight: '0.2' });
    await undone(id);
    const [row] = await shop.sql(`select name, price, weight from products where sku = 'SOCKS'`);
    expect(row).toEqual({ name: 'Wool socks', price: '12.50', weight: '0.200' });
  });

  test('of stock is refused when the pieces are gone, or were counted since', async () => {
    const id = await did(cast(restock), { sku: shoe.large, warehouse: 'BER', quantity: 5 }, 'warehouse');
    const number = await shop.order(`${shoe.large}=3`);
    const refused = await caught(undone(id, 'warehouse'));
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({
      message: `${shoe.large} in BER has 2 available: the 5 that came in cannot be taken out again.`,
    });
    expect(await shop.stock(shoe.large, 'BER')).toMatchObject({ quantity: 5, reserved: 3 });
    expect(number).toMatch(/^SM-/u);
    const moved = await did(cast(adjust), { sku: socks, warehouse: 'HAM', by: 2, reason: 'found' }, 'warehouse');
    const ledger = await shop.ledger(socks);
    await undone(moved, 'warehouse');
    expect(await shop.ledger(socks)).toEqual([...ledger, 'ADJUSTMENT -2']);
    const [entry] = await shop.sql(
      `select reference_type, reference_id, notes from inventory_transactions order by created_at desc, position desc limit 1`,
    );
    expect(entry).toEqual({ reference_type: 'UNDO', reference_id: moved, notes: 'undo of inventory.adjust' });
    const late = await did(cast(adjust), { sku: socks, warehouse: 'HAM', by: 2, reason: 'found' }, 'warehouse');
    const { count_number: count } = await shop.act(openCount, { warehouse: 'HAM', skus: [socks] }, 'warehouse');
    await shop.act(scan, { count: String(count), code: socks, quantity: 9, set: true }, 'warehouse');
    await shop.act(approveCount, { count: String(count) }, 'manager');
    expect(await caught(undone(late, 'warehouse'))).toMatchObject({
      message: `${socks} in HAM was counted since: there are 9, whatever was booked before.`,
    });
  });

  test('of stock is refused when the count that it waited for is approved', async () => {
    const late = await did(cast(adjust), { sku: socks, warehouse: 'HAM', by: 2, reason: 'found' }, 'warehouse');
    const { count_number } = await shop.act(openCount, { warehouse: 'HAM', skus: [socks] }, 'warehouse');
    const count = String(count_number);
    await shop.act(scan, { count, code: socks, quantity: 50, set: true }, 'warehouse');
    const held = heldBeforeCommit(shop);
    const approval = run(approveCount, { count }, { database: held.database, actor: shop.actor('manager') });
    await held.reached;
    const undo = caught(undone(late, 'warehouse'));
    await somebodyWaits(shop);
    held.release();
    await approval;
    expect(await undo).toMatchObject({
      message: `${socks} in HAM was counted since: there are 50, whatever was booked before.`,
    });
    expect(await shop.stock(socks, 'HAM')).toMatchObject({ quantity: 50 });
  });

  test('is done once: a second is told who, when and how to do it again', async () => {
    const id = await did(cast(editBrand), { brand: 'stride', website: 'https://stride.example' });
    const first = await undone(id, 'admin');
    const again = await caught(undone(id));
    expect(again).toBeInstanceOf(Conflict);
    expect(again).toMatchObject({
      message: expect.stringMatching(/^brands\.edit was undone by Admin Tester \(.* UTC\) already\.$/u),
      hint: `To do it again: solemate audit undo ${first}`,
    });
    const redo = await undone(first);
    expect(await caught(undone(id))).toMatchObject({
      hint: `It was done again since; to undo that: solemate audit undo ${redo}`,
    });
    await undone(redo);
  });

  test('by 16 people at once happens once', async () => {
    const id = await did(cast(adjust), { sku: socks, warehouse: 'BER', by: 7, reason: 'found' });
    const before = await shop.stock(socks, 'BER');
    const all = await Promise.allSettled(Array.from({ length: 16 }, (_, n) => undone(id, n % 2 ? 'admin' : 'manager')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Conflict);
    expect((await shop.stock(socks, 'BER')).quantity).toBe(before.quantity - 7);
  });

  test('with the same operation id again gives the same answer and does nothing', async () => {
    const id = await did(cast(adjust), { sku: socks, warehouse: 'BER', by: 1, reason: 'found' });
    const call = { database: shop.database, actor: shop.actor('manager'), operationId: randomUUID() };
    const [one, two] = await Promise.all([1, 2].map(() => run(undo, { operation: id }, call)));
    expect(one?.output).toEqual(two?.output);
    expect([one?.replayed, two?.replayed].sort()).toEqual([false, true]);
  });

  test('tried first changes nothing', async () => {
    const id = await did(cast(edit), { product: 'RUN', name: 'Tried' });
    const before = await everything();
    const call = { database: shop.database, actor: shop.actor('manager'), dryRun: true };
    const { output } = await run(undo, { operation: id, reason: 'typo' }, call);
    expect(output).toMatchObject({
      operation: 'products.edit',
      again: false,
      records: 1,
      changes: [{ table: 'products', records: 1, what: 'as before' }],
    });
    expect(undo.done?.(output, { operation: id })).toBe(
      'products edit of Manager Tester is undone: 1 product as before.',
    );
    expect(await everything()).toEqual(before);
    await undone(id);
  });

  test('is told, with its reason, in the audit log', async () => {
    const id = await did(cast(edit), { product: 'RUN', name: 'Rnuner' });
    const { operationId } = await run(
      undo,
      { operation: id, reason: 'typo' },
      { database: shop.database, actor: shop.actor('admin') },
    );
    const shown = await shop.act(show, { operation: operationId });
    expect(shown).toMatchObject({ operation: 'audit.undo', undoes: id, reason: 'typo', person: 'Admin Tester' });
    expect(shown.rows).toMatchObject([
      { table_name: 'products', record: 'RUN', fields: [{ field: 'name', from: 'Rnuner', to: 'Runner' }] },
    ]);
  });
});

describe('what cannot be undone', () => {
  test('says why and what to do instead', async () => {
    const placed = await did(cast(place), { customer, lines: `${socks}=1` });
    const refused = await caught(undone(placed));
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({
      message: 'orders.place cannot be undone: the customer was told of the order.',
      hint: 'Cancel it: solemate orders cancel',
    });
    const number = await shop.order(`${socks}=1`, 'PENDING');
    await shop.sql(
      `update payments set status = 'COMPLETED' where order_id = (select order_id from order_registry where order_number = $1)`,
      [number],
    );
    const confirmed = await did(cast(confirm), { order: number });
    expect(await caught(undone(confirmed))).toMatchObject({ message: expect.stringContaining('orders go forward') });
    expect((await shop.act(show, { operation: confirmed })).undo_refusal).toContain('orders go forward, never back');
    expect(await caught(undone(randomUUID()))).toBeInstanceOf(NotFound);
    expect(await caught(undone('last one'))).toBeInstanceOf(InvalidInput);
  });

  test('by whom: the warehouse undoes what it may do itself, and the rest of the staff nothing', async () => {
    const edited = await did(cast(edit), { product: 'RUN', name: 'Not for all' });
    const moved = await did(cast(adjust), { sku: socks, warehouse: 'BER', by: 1, reason: 'found' });
    const refused = await caught(undone(edited, 'warehouse'));
    expect(refused).toBeInstanceOf(Forbidden);
    expect(refused).toMatchObject({ message: expect.stringContaining('may not run the undo of products edit') });
    expect(await caught(shop.act(undo, { operation: moved }, 'oncall'))).toBeInstanceOf(Forbidden);
    const first = await undone(moved, 'warehouse');
    await undone(first, 'warehouse');
    const changed = await undone(edited);
    expect(await caught(undone(changed, 'warehouse'))).toBeInstanceOf(Forbidden);
  });
});
