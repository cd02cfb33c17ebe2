import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import type { Role } from '../../src/domain/permissions.ts';
import type { Tx } from '../../src/platform/database/types.ts';
import { customer, placeOrder, type Placed } from '../migrations/shop.ts';

let db: TestDatabase;
let order: Placed;
beforeAll(async () => {
  db = await testDatabase();
  order = await placeOrder((text, values) => db.sql(text, values));
});
afterAll(() => db.close());

type Orm = Awaited<ReturnType<Tx['orm']>>;
const as = (role: Role) => ({ actor: db.actor(role), operation: 'models.test' });
const write = <T>(role: Role, work: (orm: Orm) => Promise<T>) =>
  db.database.write(as(role), async (tx) => work(await tx.orm()));
const read = <T>(role: Role, work: (orm: Orm) => Promise<T>) =>
  db.database.read(as(role), async (tx) => work(await tx.orm()));

test('a row made by a model has what the database filled in', async () => {
  const product = await write('manager', ({ models, transaction }) =>
    models.Product.create(
      { sku: 'M-1', name: 'Model', slug: 'model', price: '12.50', tags: ['a', 'b'] },
      { transaction },
    ),
  );
  expect(product.id).toMatch(/^[0-9a-f-]{36}$/u);
  expect(product.price).toBe('12.50');
  expect(product.version).toBe(1);
  expect(product.created_at).toBeInstanceOf(Date);
  expect(product.tags).toEqual(['a', 'b']);
});

test('stock is restocked by a ledger row, and a computed column cannot be set', async () => {
  const level = await write('warehouse', async ({ models, transaction }) => {
    await models.InventoryTransaction.create(
      { inventory_id: order.inventory_id, type: 'RESTOCK', quantity: 5 },
      { transaction },
    );
    const found = await models.Inventory.findByPk(order.inventory_id, { transaction, rejectOnEmpty: true });
    expect(() => (found.available = 1)).toThrow('computed by the database');
    return found;
  });
  expect([level.quantity, level.reserved, level.available]).toEqual([15, 2, 13]);
});

test('an inventory row is made without saying what is computed', async () => {
  const made = await write('warehouse', ({ models, transaction }) =>
    models.Inventory.create({ product_id: order.product_id, warehouse_id: order.warehouse_id }, { transaction }),
  );
  expect([made.quantity, made.available, made.reorder_point]).toEqual([0, 0, 10]);
});

test('an order comes with its customer, lines, payment and history', async () => {
  const found = await read('manager', ({ models, transaction }) =>
    models.Order.findByPk(order.order_id, {
      include: ['customer', 'payment', 'registry', 'history', { association: 'items', include: ['variant'] }],
      transaction,
      rejectOnEmpty: true,
    }),
  );
  expect(found.customer?.id).toBe(order.user_id);
  expect(found.customer?.password_hash).toBeUndefined();
  expect(found.payment?.amount).toBe('20.00');
  expect(found.registry?.order_number).toBe(found.order_number);
  expect(found.history?.map(({ to_status }) => to_status)).toEqual(['PENDING']);
  expect(found.items?.map(({ variant }) => variant?.id)).toEqual([order.variant_id]);
  expect(found.shipping_address).toEqual({ name: 'A', phone: '+49 30 1' });
});

test('a line needs no month: the database finds it', async () => {
  const line = await write('manager', ({ models, transaction }) =>
    models.OrderItem.create(
      {
        order_id: order.order_id,
        product_id: order.product_id,
        sku: 'X',
        name: 'X',
        quantity: 1,
        price: '10.00',
        total: '10.00',
      },
      { transaction },
    ),
  );
  expect(line.order_created_at).toBeInstanceOf(Date);
});

test('a word that no column knows is refused before it is sent', async () => {
  const wrong = write('admin', ({ models, transaction }) =>
    models.PromoCode.create({ code: 'A', discount_type: 'HALF' as 'PERCENTAGE', discount_value: '1' }, { transaction }),
  );
  await expect(wrong).rejects.toThrow('isIn');
});

test('the audit log gives back its client as a map, quotes and all', async () => {
  const id = await customer((text, values) => db.sql(text, values));
  await write('admin', ({ models, transaction }) =>
    models.User.update({ first_name: 'Ada' }, { where: { id }, transaction }),
  );
  const rows = await read('admin', ({ models, transaction }) =>
    models.AuditLog.findAll({
      where: { record_id: id, action: 'UPDATE' },
      include: ['changer'],
      transaction,
    }),
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.operation).toBe('models.test');
  expect(rows[0]?.changer?.id).toBe(db.actor('admin').id);
  expect(Object.keys(rows[0]?.client ?? {})).toContain('host');
  const [made] = await db.database.write(as('admin'), async (tx) => {
    await tx.orm();
    return tx.query<{ client: unknown }>("select hstore(array['face', 'till \"1\" => x', 'none', null]) as client");
  });
  expect(made?.client).toEqual({ face: 'till "1" => x', none: null });
});
