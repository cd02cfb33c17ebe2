import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '../../src/platform/password.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

const csv = 'test/fixtures/shopify/apparel.csv';
const password = 'correct horse battery staple';

let shop: TestDatabase;
let home: string;

beforeAll(async () => {
  shop = await testDatabase();
  home = await mkdtemp(join(tmpdir(), 'solemate-import-'));
  await shop.sql('update users set password_hash = $1 where id = any($2::uuid[])', [
    await hashPassword(password),
    [shop.actor('manager').id, shop.actor('warehouse').id],
  ]);
  await shop.sql("insert into warehouses (code, name, country) values ('BER', 'Berlin', 'DE')");
  await signIn(manager);
  await signIn(warehouse);
});

afterAll(async () => {
  await shop.close();
  await rm(home, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Person = 'manager' | 'warehouse';
const manager: Person = 'manager';
const warehouse: Person = 'warehouse';

/** One command line of the built program, as a script would run it: no terminal, everybody with a home of their own. */
function solemate(who: Person, words: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, SOLEMATE_DATABASE_URL: shop.appUrl, SOLEMATE_HOME: join(home, who), NO_COLOR: '1' };
    const child = spawn(process.execPath, ['bin/solemate.js', ...words], { env });
    const text = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
    child.stdin.end(input);
  });
}

/** The result of a command that must succeed; standard output is one JSON document and nothing else. */
async function done<R>(who: Person, ...words: string[]): Promise<R> {
  const ended = await solemate(who, [...words, '--json']);
  if (ended.code !== 0) throw new Error(`solemate ${words.join(' ')} ended with ${ended.code}: ${ended.err}`);
  const document = JSON.parse(ended.out) as { result?: R };
  return document.result ?? (document as R);
}

async function signIn(who: Person): Promise<void> {
  const words = ['login', '--email', shop.actor(who).email, '--password-stdin'];
  const { code, err } = await solemate(who, words, `${password}\n`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
}

interface Imported {
  readonly products_created: number;
  readonly variants_created: number;
  readonly made_skus: readonly { readonly sku: string }[];
}

const stockOf = async (sku: string) => {
  const [row] = await shop.sql(
    `select i.quantity, i.reserved, i.available, v.stock, i.last_restocked is not null as dated
    from inventory i
    join product_variants v on v.id = i.variant_id
    where v.sku = $1`,
    [sku],
  );
  return row;
};

const ledgerOf = (sku: string) =>
  shop.sql<{ type: string; quantity: number; by: string }>(
    `select t.type, t.quantity, u.email as by
    from inventory_transactions t
    join inventory i on i.id = t.inventory_id
    join product_variants v on v.id = i.variant_id
    join users u on u.id = t.created_by
    where v.sku = $1
    order by t.created_at, t.type`,
    [sku],
  );

test('a Shopify export is imported, restocked, sold, shipped and delivered from the command line', async () => {
  const dry = await done<Imported>(manager, 'products', 'import', csv, '--dry-run');
  expect(dry).toMatchObject({ products_created: 20, variants_created: 22 });
  expect(await shop.sql('select count(*)::integer as products from products')).toEqual([{ products: 0 }]);

  const imported = await done<Imported>(manager, 'products', 'import', csv);
  expect(imported).toEqual(dry);
  const again = await solemate(manager, ['products', 'import', csv]);
  expect(again.code).toBe(0);
  expect(again.out).toContain('20 skipped');

  const counted = imported.made_skus.map(({ sku }) => `${sku},10`).join('\n');
  const delivery = await solemate(
    warehouse,
    ['inventory', 'restock', '--file', '-', '--warehouse', 'BER'],
    `sku,quantity\n${counted}\n`,
  );
  expect(delivery).toMatchObject({ code: 0, out: expect.stringContaining('220 pieces booked in 22 lines') });
  const [shoe, top] = ['LED-HIGH-TOPS', 'CLASSIC-VARSITY-TOP-MEDIUM'] as const;
  const once = ['--operation-id', randomUUID()];
  const five = ['inventory', 'restock', '--sku', shoe, '--warehouse', 'BER', '--quantity', '5', ...once];
  await done(warehouse, ...five);
  await done(warehouse, ...five);
  expect(await stockOf(shoe)).toEqual({ quantity: 15, reserved: 0, available: 15, stock: 15, dated: true });

  const person = ['--name', 'Ana Ito', '--street-1', 'Hauptstr. 1', '--city', 'Berlin', '--state', 'BE'];
  const address = [...person, '--postal-code', '10115', '--country', 'DE'];
  const placed = await done<{ order_number: string; total: string; status: string }>(
    manager,
    ...['orders', 'place', shop.actor('customer').email, '--lines', `${shoe}=2,${top}=1`, '--shipping', '4.90'],
    ...address,
  );
  expect(placed).toMatchObject({ status: 'PENDING', total: '224.90' });
  expect(await stockOf(shoe)).toEqual({ quantity: 15, reserved: 2, available: 13, stock: 13, dated: true });

  const order = placed.order_number;
  const early = await solemate(warehouse, ['orders', 'ship', order, '--carrier', 'DHL', '--tracking', 'T1', '--json']);
  expect(early.code).toBe(3);
  await done(manager, 'payments', 'record', order, '--reference', 'SEPA 4711', '--yes');

  await done(warehouse, 'orders', 'confirm', order);
  await done(warehouse, 'orders', 'process', order);
  await done(warehouse, 'orders', 'ship', order, '--carrier', 'DHL', '--tracking', '00340434161094042557', '--yes');
  await done(warehouse, 'orders', 'deliver', order, '--yes');

  expect(await stockOf(shoe)).toEqual({ quantity: 13, reserved: 0, available: 13, stock: 13, dated: true });
  expect(await stockOf(top)).toEqual({ quantity: 9, reserved: 0, available: 9, stock: 9, dated: true });
  const by = (who: Person) => shop.actor(who).email;
  expect(await ledgerOf(shoe)).toEqual([
    { type: 'RESTOCK', quantity: 10, by: by(warehouse) },
    { type: 'RESTOCK', quantity: 5, by: by(warehouse) },
    { type: 'RESERVATION', quantity: 2, by: by(manager) },
    { type: 'SALE', quantity: 2, by: by(warehouse) },
  ]);
  const [kept] = await shop.sql(
    `select o.status, o.total, o.tracking_number, p.status as payment, h.status as shipment,
      (select array_agg(s.to_status::text order by s.created_at) from order_status_history s where s.order_id = o.id) as steps
    from orders o
    join payments p on p.order_id = o.id
    join shipments h on h.order_id = o.id
    where o.order_number = $1`,
    [order],
  );
  expect(kept).toEqual({
    status: 'DELIVERED',
    total: '224.90',
    tracking_number: '00340434161094042557',
    payment: 'COMPLETED',
    shipment: 'DELIVERED',
    steps: ['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED'],
  });
  const [sums] = await shop.sql(
    `select bool_and(i.quantity = l.quantity and i.reserved = l.reserved) as holds
    from inventory i
    join lateral (
      select sum(case t.type when 'SALE' then -t.quantity when 'RESERVATION' then 0 when 'RELEASE' then 0 else t.quantity end) as quantity,
        sum(case t.type when 'RESERVATION' then t.quantity when 'RELEASE' then -t.quantity when 'SALE' then -t.quantity else 0 end) as reserved
      from inventory_transactions t
      where t.inventory_id = i.id
    ) l on true`,
  );
  expect(sums).toEqual({ holds: true });
}, 240_000);

test('a bad file ends with code 3, names its rows on standard error and as JSON, and a missing one with code 2', async () => {
  const bad = 'Handle,Title,Variant Price\nbad,Bad,free\n';
  const told = await solemate(manager, ['products', 'import', '-'], bad);
  expect(told).toMatchObject({ code: 3, out: '' });
  expect(told.err).toContain('row 2, Variant Price: "free" is no price');
  const json = await solemate(manager, ['products', 'import', '-', '--json'], bad);
  expect(json.code).toBe(3);
  expect(`${json.out}${json.err}`).toContain('"problem_count":1');
  expect((await solemate(manager, ['products', 'import', 'no-such-file.csv'])).code).toBe(2);
  expect(await shop.sql("select count(*)::integer as bad from products where slug = 'bad'")).toEqual([{ bad: 0 }]);
});
