import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { hashPhone, openPhone, sealPhone } from '../../src/platform/pii.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { article, customer, insert, move, refusal, transaction, type Sql } from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const rowsOf = (table: string, id: string) =>
  sql(
    `select action, old_values, new_values, changed_by, operation, operation_id, reason, client -> 'face' as face
    from audit_logs
    where table_name = $1 and record_id = $2
    order by changed_at, id`,
    [table, id],
  );

describe('the audit log', () => {
  test('keeps who changed what through which operation, and only what changed', async () => {
    const { product_id } = await article(sql, 0);
    const operation_id = '00000000-0000-4000-8000-00000000aaaa';
    const actor = db.actor('manager');
    const settings = {
      'solemate.operation': 'products.edit',
      'solemate.operation_id': operation_id,
      'solemate.reason': 'spring sale',
      'solemate.client': '"face"=>"cli", "version"=>"0.1.0", "host"=>"till \\"1\\""',
    };
    await transaction(db.appUrl, { role: 'manager_role', user_id: actor.id, settings }, (tx) =>
      tx('update products set price = 8, name = name where id = $1', [product_id]),
    );
    const rows = await rowsOf('products', product_id);
    expect(rows.map(({ action }) => action)).toEqual(['INSERT', 'UPDATE']);
    expect(rows[1]).toEqual({
      action: 'UPDATE',
      old_values: { price: 10, version: 1 },
      new_values: { price: 8, version: 2 },
      changed_by: actor.id,
      operation: 'products.edit',
      operation_id,
      reason: 'spring sale',
      face: 'cli',
    });
  });

  test('knows of a movement of stock once', async () => {
    const shoe = await article(sql, 0);
    await move(sql, shoe.inventory_id, 'RESTOCK', 4);
    expect((await rowsOf('inventory', shoe.inventory_id)).map(({ action }) => action)).toEqual(['INSERT', 'UPDATE']);
    expect(await rowsOf('product_variants', shoe.variant_id)).toHaveLength(1);
  });

  test('holds no password, token or phone number', async () => {
    const id = await transaction(db.ownerUrl, { settings: { 'solemate.pii_key': 'k' } }, (tx) =>
      customer(tx, { password_hash: 'argon-secret', phone_number: '+49 30 5550' }),
    );
    await sql("update users set password_hash = 'argon-other' where id = $1", [id]);
    const text = JSON.stringify(await rowsOf('users', id));
    expect(text).not.toMatch(/argon|5550|pgp:/u);
    expect(text).toContain('[redacted]');
  });

  test('is silent about a statement that changes nothing', async () => {
    const id = await customer(sql);
    await sql('update users set first_name = first_name where id = $1', [id]);
    expect(await rowsOf('users', id)).toHaveLength(1);
  });

  test('is never changed', async () => {
    const id = await customer(sql);
    const said = await refusal(sql("update audit_logs set reason = 'x' where record_id = $1", [id]));
    expect(said).toMatchObject({ constraint: 'audit_logs_append_only' });
  });

  test('writes one row for each of many', async () => {
    const brand = await insert(sql, 'brands', { name: 'Bulk', slug: 'bulk' });
    await sql(
      `insert into products (sku, name, slug, price, brand_id)
      select 'BULK-' || g, 'Bulk', 'bulk-' || g, 1, $1 from generate_series(1, 200) g`,
      [brand],
    );
    await sql('update products set price = 2 where brand_id = $1', [brand]);
    const [row] = await sql<{ count: string }>(
      `select count(*) from audit_logs
      where table_name = 'products' and action = 'UPDATE'
        and record_id in (select id from products where brand_id = $1)`,
      [brand],
    );
    expect(row?.count).toBe('200');
  });
});

describe('the live feed', () => {
  test('tells table, ids and operation when the transaction commits; a bulk change only the table', async () => {
    const heard: { table: string; ids: string[]; operation_id: string | null }[] = [];
    const listener = new pg.Client({ connectionString: db.ownerUrl });
    await listener.connect();
    await listener.query('listen solemate_changes');
    const done = new Promise<void>((resolve) => {
      listener.on('notification', ({ payload = '{}' }) => {
        heard.push(JSON.parse(payload) as (typeof heard)[number]);
        if (heard.at(-1)?.table === 'promo_codes') resolve();
      });
    });
    const settings = { 'solemate.operation_id': '00000000-0000-4000-8000-00000000bbbb' };
    const { inventory_id, product_id } = await article(sql, 0);
    await transaction(db.ownerUrl, { settings }, (tx) => move(tx, inventory_id, 'RESTOCK', 1));
    await sql(
      "insert into users (email, password_hash) select 'n' || g || '@test.example', 'x' from generate_series(1, 51) g",
    );
    await insert(sql, 'promo_codes', { code: 'LAST', discount_type: 'FREE_SHIPPING', discount_value: 0 });
    await done;
    await listener.end();
    expect(heard).toContainEqual({ table: 'products', ids: [product_id], operation_id: null });
    expect(heard).toContainEqual({
      table: 'inventory',
      ids: [inventory_id],
      operation_id: settings['solemate.operation_id'],
    });
    expect(heard).toContainEqual({ table: 'users', ids: [], operation_id: null });
  });
});

describe('phone numbers', () => {
  const withKey = { settings: { 'solemate.pii_key': 'the key' } };

  test('are encrypted on the way in, found by their hash, and read with the key', async () => {
    const id = await transaction(db.ownerUrl, withKey, (tx) => customer(tx, { phone_number: '+49 (0)30-123' }));
    const [row] = await sql<{ phone_number: string; found: boolean; plain: string }>(
      `select phone_number, phone_number_hash = hash_phone('+49030123', $2) as found, decrypt_phone(phone_number, $2) as plain
      from users
      where id = $1`,
      [id, 'the key'],
    );
    expect(row).toEqual({ phone_number: expect.stringMatching(/^pgp:/u), found: true, plain: '+49 (0)30-123' });
    const wrong = refusal(sql('select decrypt_phone(phone_number, $2) from users where id = $1', [id, 'other']));
    expect((await wrong).code).toBe('39000');
  });

  test('are not encrypted twice, and equal ones look different', async () => {
    const rows = await sql<{ one: string; two: string; other: string }>(
      `with first as (select encrypt_phone('123', 'k') as one)
      select one, encrypt_phone(one, 'k') as two, encrypt_phone('123', 'k') as other from first`,
    );
    expect(rows[0]?.two).toBe(rows[0]?.one);
    expect(rows[0]?.other).not.toBe(rows[0]?.one);
  });

  test('are never kept in clear', async () => {
    expect(await refusal(customer(sql, { phone_number: '+49 30 123' }))).toMatchObject({
      constraint: 'check_phone_encrypted',
    });
    const forged = refusal(customer(sql, { phone_number: 'pgp:x' }));
    expect(await forged).toMatchObject({ constraint: 'check_phone_hashed' });
  });

  test('are read by the database what the app wrote, and the other way round, whatever they hold', async () => {
    for (const plain of ['+49 (0)30-123', '', 'ä 靴 👟', '0'.repeat(300)]) {
      const [row] = await sql<{ opened: string; sealed: string; hashed: Buffer }>(
        "select decrypt_phone($1, 'the key') as opened, encrypt_phone($2, 'the key') as sealed, hash_phone($2, 'the key') as hashed",
        [sealPhone(plain, 'the key'), plain],
      );
      expect(row?.opened).toBe(plain);
      expect(openPhone(row?.sealed ?? '', 'the key')).toBe(plain);
      expect(row?.hashed).toEqual(hashPhone(plain, 'the key'));
    }
    expect(() => openPhone(sealPhone('030', 'the key'), 'another')).toThrow('another key');
    expect(() => openPhone('pgp:AAAA', 'the key')).toThrow('another key');
  });

  test('are revealed for a reason only, and that is audited', async () => {
    const id = await transaction(db.ownerUrl, withKey, (tx) => customer(tx, { phone_number: '030 9' }));
    const as = { role: 'readonly_role', user_id: db.actor('oncall').id };
    const silent = transaction(db.appUrl, as, (tx) => tx('select * from reveal_contact($1)', [id]));
    expect(await refusal(silent)).toMatchObject({ constraint: 'check_reveal_reason' });
    const shown = await transaction(db.appUrl, { ...as, settings: { 'solemate.reason': 'parcel lost' } }, (tx) =>
      tx<{ kind: string; value: string }>('select * from reveal_contact($1)', [id]),
    );
    expect(shown.map(({ kind }) => kind)).toEqual(['email', 'phone']);
    expect(openPhone(shown[1]?.value ?? '', 'the key')).toBe('030 9');
    expect((await rowsOf('users', id)).at(-1)).toMatchObject({ action: 'REVEAL', reason: 'parcel lost' });
  });
});
