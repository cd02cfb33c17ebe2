import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { Conflict, Forbidden, InvalidInput, NotFound, Refused, Unavailable } from '../../../src/domain/errors.ts';
import type { Role } from '../../../src/domain/permissions.ts';
import { list as carts } from '../../../src/operations/carts/list.ts';
import { show as cart } from '../../../src/operations/carts/show.ts';
import { activate } from '../../../src/operations/customers/activate.ts';
import { addresses } from '../../../src/operations/customers/addresses.ts';
import { deactivate } from '../../../src/operations/customers/deactivate.ts';
import { edit } from '../../../src/operations/customers/edit.ts';
import { list } from '../../../src/operations/customers/list.ts';
import { lookup } from '../../../src/operations/customers/lookup.ts';
import { reveal } from '../../../src/operations/customers/reveal.ts';
import { show } from '../../../src/operations/customers/show.ts';
import { page } from '../../../src/operations/listing.ts';
import { show as showOrder } from '../../../src/operations/orders/show.ts';
import { run, type Operation } from '../../../src/operations/operation.ts';
import { list as wishes } from '../../../src/operations/wishlists/list.ts';
import { testDatabase, testPiiKey, type TestDatabase } from '../../helpers/database.ts';
import { refusal, transaction } from '../../migrations/shop.ts';
import { plan } from '../plan.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(() => db.close());

const secrets = { piiKey: () => Promise.resolve(testPiiKey) };
const act = async <I extends z.ZodObject, O, P>(
  operation: Operation<I, O, P>,
  input: object,
  as: Role = 'manager',
  more: { readonly operationId?: string; readonly secrets?: object } = {},
) => (await run(operation, input, { database: db.database, actor: db.actor(as), secrets, ...more })).output;
const find = async (filter: string, as: Role = 'manager') =>
  (await page(list, { filter, limit: 1000 }, { database: db.database, actor: db.actor(as) })).rows;

interface Known {
  readonly id: string;
  readonly email: string;
  readonly last_name: string;
  readonly phone: string;
  readonly order_number: string;
}

/** A customer of the sample with a telephone number, an address and orders. */
async function known(): Promise<Known> {
  const [row] = await db.sql<Known>(
    `select u.id, u.email, u.last_name, decrypt_phone(u.phone_number, $1) as phone, o.order_number
     from users u
     join orders o on o.user_id = u.id
     where u.phone_number is not null and u.is_active and u.deleted_at is null and u.last_name ~ '^[A-Za-z]{5,}$'
     order by (select count(*) from orders x where x.user_id = u.id) desc, u.id, o.created_at
     limit 1`,
    [testPiiKey],
  );
  if (!row) throw new Error('the sample has no such customer');
  return row;
}

describe('the list of customers', () => {
  test('finds by name, e-mail or its beginning, and order number; contact data is masked', async () => {
    const { id, email, last_name, order_number } = await known();
    for (const filter of [
      email,
      last_name.toUpperCase(),
      order_number.toLowerCase(),
      `email:${email.slice(0, 8)}`,
      `email:${email}`,
    ]) {
      expect((await find(filter)).map((row) => row.id)).toContain(id);
    }
    expect(await find(order_number)).toHaveLength(1);
    expect(await find(`email:${email.slice(1)}`)).toHaveLength(0);
    for (const text of ['%', '_', 'xx', 'no such thing', "'", '\\', '🥾👟👟']) expect(await find(text)).toEqual([]);
    const all = JSON.stringify(await find('deleted:all'));
    for (const secret of await db.sql<{ email: string }>('select email from users'))
      expect(all).not.toContain(`"${secret.email}"`);
    expect(all).not.toContain('pgp:');
  });

  test('adds up orders and money as plain SQL does', async () => {
    const rows = await find('deleted:all');
    const expected = await db.sql<{ id: string; orders: number; spent: string }>(
      `select u.id, count(o.id)::int as orders,
         coalesce(sum(p.amount - p.refund_amount) filter (where p.status in ('COMPLETED', 'PARTIAL_REFUND', 'REFUNDED')), 0)::numeric(12, 2) as spent
       from users u left join orders o on o.user_id = u.id left join payments p on p.order_id = o.id
       where u.role = 'customer' group by u.id`,
    );
    const told = new Map(rows.map((row) => [row.id, row]));
    expect(rows).toHaveLength(expected.length);
    for (const { id, orders, spent } of expected) expect(told.get(id)).toMatchObject({ orders, spent });
  });

  test('hides deleted accounts until they are asked for', async () => {
    const [gone] = await db.sql<{ id: string }>(
      "select id from users where deleted_at is not null and role = 'customer' limit 1",
    );
    expect((await find('')).map(({ id }) => id)).not.toContain(gone?.id);
    expect((await find('deleted:yes')).map(({ id }) => id)).toContain(gone?.id);
  });

  test('is not for the warehouse, neither here nor in SQL', async () => {
    await expect(find('', 'warehouse')).rejects.toBeInstanceOf(Forbidden);
    for (const statement of ['select email from users', 'select city from addresses', 'select * from cart_items']) {
      const said = transaction(db.appUrl, { role: 'warehouse_role', user_id: db.actor('warehouse').id }, (tx) =>
        tx(statement),
      );
      expect(await refusal(said)).toMatchObject({ code: '42501' });
    }
  });

  const large = /Seq Scan on (?:orders_\d|order_registry|users|payments|cart_items|wishlist_items|addresses)\b/u;
  test.each(['', 'smith', 'li', 'SM-2026-000123', 'email:anna', 'active:no', 'since:30d', 'ordered:7d', 'deleted:all'])(
    'by "%s" walks no large table and sorts nothing',
    async (filter) => {
      for (const sort of ['newest', 'oldest', 'name']) {
        const text = await plan(db, list, { filter, sort });
        expect(text).not.toMatch(large);
        if (filter !== '') continue;
        expect(text).not.toMatch(/\bSort /u);
      }
    },
  );
  test.each([
    { listing: carts, filter: '', index: 'idx_cart_items_updated_at' },
    { listing: carts, filter: 'idle:3d value:>100', index: 'idx_cart_items_updated_at' },
    { listing: wishes, filter: '', index: 'idx_wishlist_items_added_at' },
  ])('$listing.name by "$filter" does neither', async ({ listing, filter, index }) => {
    const text = await plan(db, listing, { filter });
    expect(text).not.toMatch(large);
    expect(text).toContain(index);
  });
});

describe('a customer', () => {
  test('is shown with orders, money, addresses, reviews, cart and wishlist, and no contact data', async () => {
    const { id, email, phone, order_number } = await known();
    const shown = await act(show, { customer: order_number });
    const [counted] = await db.sql<{ orders: number; reviews: number }>(
      `select (select count(*)::int from orders where user_id = $1) as orders, (select least(count(*), 10)::int from reviews where user_id = $1) as reviews`,
      [id],
    );
    expect(shown).toMatchObject({
      id,
      totals: { orders: counted?.orders },
      has_phone: true,
      email: expect.stringContaining('…@'),
    });
    expect(shown.reviews).toHaveLength(counted?.reviews ?? -1);
    expect(shown.orders.length).toBeGreaterThan(0);
    const text = JSON.stringify(shown);
    for (const secret of [email, phone, 'pgp:']) expect(text).not.toContain(secret);
    expect((await act(addresses, { customer: email.toUpperCase() })).rows).toEqual(shown.addresses);
    await expect(act(show, { customer: 'nobody@example.com' })).rejects.toThrow(NotFound);
    await expect(act(show, { customer: db.actor('manager').email })).rejects.toThrow(NotFound);
  });

  test('shows streets to those who deal with orders and not to those who only look', async () => {
    const { id } = await known();
    expect((await act(addresses, { customer: id })).rows[0]?.street_1).toBeTruthy();
    const [masked] = (await act(addresses, { customer: id }, 'oncall')).rows;
    expect(masked).toMatchObject({ name: null, street_1: null, postal_code: null });
    expect(masked?.city).toBeTruthy();
  });

  test('is found by the telephone number, however it is written', async () => {
    const { id, phone } = await known();
    for (const written of [phone, phone.replaceAll(' ', ''), phone.replaceAll(' ', '-')]) {
      expect((await act(lookup, { phone: written })).rows.map((row) => row.id)).toContain(id);
    }
    expect((await act(lookup, { phone: '+49 30 000000' })).rows).toEqual([]);
    await expect(act(lookup, { phone: 'anna' })).rejects.toThrow(InvalidInput);
    await expect(act(lookup, { phone }, 'manager', { secrets: {} })).rejects.toThrow(Unavailable);
  });

  test('has the cart of the list, whose newest line stands for it', async () => {
    const { rows } = await page(carts, { limit: 1000 }, { database: db.database, actor: db.actor('manager') });
    const expected = await db.sql<{ id: string; pieces: number; value: string }>(
      'select user_id as id, sum(quantity)::int as pieces, sum(price * quantity - discount)::numeric(12, 2) as value from cart_items group by 1 order by max(updated_at) desc',
    );
    expect(rows.map(({ id, pieces, value }) => ({ id, pieces, value })).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      [...expected].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    const [first] = rows;
    const shown = await act(cart, { customer: first?.id ?? '' });
    expect(shown).toMatchObject({ pieces: first?.['pieces'], value: first?.['value'] });
    expect(shown.lines).toHaveLength(Number(first?.['lines']));
  });
});

describe('revealing contact data', () => {
  test.each(['manager', 'oncall'] as const)('needs a reason, as %s, and is kept in the audit log', async (role) => {
    const { id, email, phone } = await known();
    const reason = `courier asks ${role}`;
    expect(await act(reveal, { customer: id, reason }, role)).toMatchObject({ email, phone_number: phone });
    await expect(act(reveal, { customer: id }, role)).rejects.toThrow(InvalidInput);
    await expect(act(reveal, { customer: id, reason: '  ' }, role)).rejects.toThrow(InvalidInput);
    const [kept] = await db.sql('select action, changed_by, operation from audit_logs where reason = $1', [reason]);
    expect(kept).toEqual({ action: 'REVEAL', changed_by: db.actor(role).id, operation: 'customers.reveal' });
  });

  test('tells only what was asked for; an e-mail needs no key, and without the key nothing is told or kept', async () => {
    const { id, email, phone } = await known();
    const none = { secrets: {} };
    expect(await act(reveal, { customer: id, reason: 'invoice', what: 'email' }, 'manager', none)).toMatchObject({
      email,
      phone_number: null,
    });
    expect(await act(reveal, { customer: id, reason: 'call', what: 'phone' })).toMatchObject({
      email: null,
      phone_number: phone,
    });
    await expect(act(reveal, { customer: id, reason: 'no key' }, 'manager', none)).rejects.toThrow(Unavailable);
    const other = { secrets: { piiKey: () => Promise.resolve('another key') } };
    await expect(act(reveal, { customer: id, reason: 'no key' }, 'manager', other)).rejects.toThrow('another key');
    expect(await db.sql("select from audit_logs where reason = 'no key'")).toEqual([]);
  });

  test('under the same operation id tells nothing a second time and keeps nothing readable', async () => {
    const { id, email, phone } = await known();
    const operationId = randomUUID();
    const told = await act(reveal, { customer: id, reason: 'once' }, 'manager', { operationId });
    expect(told).toMatchObject({ email, phone_number: phone });
    const again = await act(reveal, { customer: id, reason: 'once' }, 'manager', { operationId });
    expect(again).toMatchObject({ id, email: null, phone_number: null, address_phones: null });
    const [kept] = await db.sql<{ text: string }>(
      'select r::text as text from operation_results r where operation_id = $1',
      [operationId],
    );
    expect(kept?.text).not.toContain(phone);
    expect(kept?.text).not.toContain(email);
  });

  test('has no way round: nobody of the staff decrypts in SQL', async () => {
    for (const role of ['admin_role', 'manager_role', 'readonly_role']) {
      const said = transaction(db.appUrl, { role, user_id: db.actor('admin').id }, (tx) =>
        tx("select decrypt_phone(phone_number, 'key') from users"),
      );
      expect(await refusal(said)).toMatchObject({ code: '42501' });
    }
  });
});

describe('correcting a customer', () => {
  test('changes name, e-mail and telephone; contact data is told as changed, and is found again', async () => {
    const { id } = await known();
    const { version } = await act(show, { customer: id });
    expect(await act(show, { customer: id.slice(0, 8) })).toMatchObject({ id, version });
    const input = {
      customer: id,
      expected_version: version,
      email: 'New@example.com',
      phone: '+49 (0)30-4711',
      last_name: 'Lindgren',
    };
    const edited = await act(edit, input);
    expect(edited.version).toBe(version + 1);
    expect(edited.changes).toContainEqual({ field: 'phone_number', from: '…', to: '…' });
    expect(edited.changes).toContainEqual({
      field: 'email',
      from: expect.stringContaining('…@'),
      to: 'N…@example.com',
    });
    expect((await act(lookup, { phone: '+490304711' })).rows.map((row) => row.id)).toEqual([id]);
    const [row] = await db.sql(
      'select email_verified, phone_number, decrypt_phone(phone_number, $2) as phone from users where id = $1',
      [id, testPiiKey],
    );
    expect(row).toEqual({
      email_verified: false,
      phone_number: expect.stringMatching(/^pgp:/u),
      phone: '+49 (0)30-4711',
    });
    const [audited] = await db.sql<{ text: string }>(
      "select new_values::text as text from audit_logs where record_id = $1 and operation = 'customers.edit'",
      [id],
    );
    expect(audited?.text).not.toMatch(/4711|pgp:/u);
    await act(edit, { customer: id, phone: '' });
    expect(await act(show, { customer: id })).toMatchObject({ has_phone: false });
  });

  test('a stale edit is a conflict that shows both, contact data masked', async () => {
    const { id } = await known();
    const { version } = await act(show, { customer: id });
    await act(edit, { customer: id, expected_version: version, email: 'theirs@example.com', first_name: 'Theirs' });
    const error: unknown = await act(edit, {
      customer: id,
      expected_version: version,
      email: 'mine@example.com',
      first_name: 'Mine',
      phone: '030 12345',
    }).catch((caught: unknown) => caught);
    if (!(error instanceof Conflict)) throw new Error(`no conflict: ${String(error)}`);
    expect(error.details).toMatchObject({ version, current_version: version + 1 });
    expect(error.details['fields']).toContainEqual({
      field: 'email',
      base: expect.stringContaining('…@'),
      theirs: 't…@example.com',
      mine: 'm…@example.com',
    });
    expect(error.details['fields']).toContainEqual(
      expect.objectContaining({ field: 'first_name', theirs: 'Theirs', mine: 'Mine' }),
    );
    expect(JSON.stringify(error.details)).not.toMatch(/theirs@|12345|pgp:/u);
  });

  test('of two who edit the same version one wins', async () => {
    const { id } = await known();
    const { version } = await act(show, { customer: id });
    const tried = await Promise.allSettled(
      ['A', 'B', 'C', 'D'].map((first_name) =>
        act(edit, { customer: id, expected_version: version, first_name: `${first_name}${String(version)}` }),
      ),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('refuses an e-mail that somebody else has, and nothing to change', async () => {
    const { id } = await known();
    await expect(act(edit, { customer: id, email: db.actor('admin').email.toUpperCase() })).rejects.toThrow(Refused);
    await expect(act(edit, { customer: id })).rejects.toThrow('Nothing to change');
    await expect(act(edit, { customer: id, phone: 'anna' })).rejects.toThrow(InvalidInput);
    await expect(act(edit, { customer: id, first_name: 'X' }, 'oncall')).rejects.toThrow(Forbidden);
  });

  test('an account is closed and opened, each once', async () => {
    const { id } = await known();
    await act(deactivate, { customer: id, reason: 'stolen cards' });
    await expect(act(deactivate, { customer: id, reason: 'again' })).rejects.toThrow('is deactivated already');
    await act(activate, { customer: id, reason: 'cleared' });
    await expect(act(activate, { customer: id, reason: 'again' })).rejects.toThrow('is active already');
  });
});

test('a telephone number that a storefront wrote into an order is shown to nobody and not audited', async () => {
  const { order_number } = await known();
  await db.sql(
    `update orders set shipping_address = shipping_address || '{"phone": "+49 30 987654"}', notes = 'ring'
     where order_number = $1 and status = 'PENDING'
       or id = (select id from orders where status = 'PENDING' limit 1)`,
    [order_number],
  );
  const changed = await db.sql<{ order_number: string }>(
    "select order_number from orders where shipping_address ->> 'phone' = '+49 30 987654'",
  );
  expect(changed.length).toBeGreaterThan(0);
  for (const { order_number: order } of changed) {
    for (const role of ['admin', 'manager', 'warehouse', 'oncall'] as const) {
      expect(JSON.stringify(await act(showOrder, { order }, role))).not.toContain('987654');
    }
  }
  expect(await db.sql("select from audit_logs where new_values::text like '%987654%'")).toEqual([]);
});
