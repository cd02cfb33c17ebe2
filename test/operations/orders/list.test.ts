import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Forbidden, InvalidInput } from '../../../src/domain/errors.ts';
import { orderStatuses } from '../../../src/domain/order-status.ts';
import type { Role } from '../../../src/domain/permissions.ts';
import { nobodyAsked, type Few } from '../../../src/operations/few.ts';
import { list as stock } from '../../../src/operations/inventory/list.ts';
import { low } from '../../../src/operations/inventory/low.ts';
import { page, pageStatement, type Listing, type ListRow, type PageRequest } from '../../../src/operations/listing.ts';
import { find as findOrders, findStatement } from '../../../src/operations/orders/find.ts';
import { list } from '../../../src/operations/orders/list.ts';
import { show } from '../../../src/operations/orders/show.ts';
import { run } from '../../../src/operations/operation.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(async () => db.close());

const ask = (request: PageRequest, role: Role = 'manager') =>
  page(list, request, { database: db.database, actor: db.actor(role) });
const find = async (filter: string, role: Role = 'manager') => (await ask({ filter, limit: 1000 }, role)).rows;
const ids = (rows: readonly ListRow[]) => rows.map(({ id }) => id).sort();
/** What plain SQL as the owner says, without any of the list's ways. */
const expected = async (where: string, values: readonly unknown[] = []) =>
  (await db.sql<{ id: string }>(`select o.id from orders o join users u on u.id = o.user_id where ${where}`, values))
    .map(({ id }) => id)
    .sort();

describe('the list of orders', () => {
  test.each(orderStatuses.map((status) => [status]))('finds what is %s', async (status) => {
    expect(ids(await find(`status:${status.toLowerCase()}`))).toEqual(await expected('o.status = $1', [status]));
  });

  test('that are stuck: those that rest longer than the page of an order finds right, or owe money', async () => {
    const limits = `(o.status = 'PENDING' and h.at < now() - interval '1 day')
      or (o.status = 'PENDING' and h.at < now() - interval '2 hours' and p.status in ('COMPLETED', 'PARTIAL_REFUND'))
      or (o.status = 'CONFIRMED' and h.at < now() - interval '1 day')
      or (o.status = 'PROCESSING' and h.at < now() - interval '2 days')
      or (o.status = 'SHIPPED' and h.at < now() - interval '14 days')
      or coalesce(p.owed_since < now() - interval '15 minutes', false)`;
    const all = await db.sql<{ id: string; stuck: boolean }>(
      `select o.id, ${limits} as stuck
       from orders o
       left join payments p on p.order_id = o.id
       cross join lateral (
         select coalesce(max(s.created_at), o.created_at) as at from order_status_history s where s.order_id = o.id
       ) h`,
    );
    const named = (stuck: boolean) => all.filter((one) => one.stuck === stuck).map(({ id }) => id);
    expect(named(true).length).toBeGreaterThan(5);
    expect(ids(await find('stuck:yes'))).toEqual(named(true).sort());
    expect(ids(await find('stuck:no'))).toEqual(named(false).sort());
  });

  test('by customer, city, country, SKU, promo code, total, date and person', async () => {
    const [one] = await db.sql<Record<string, string>>(
      `select u.last_name, u.email, o.shipping_address ->> 'city' as city, i.sku, o.total
       from orders o join users u on u.id = o.user_id join order_items i on i.order_id = o.id
       where u.last_name ~ '^[A-Za-z]{4,}$'
       order by o.created_at desc limit 1`,
    );
    const { last_name = '', email = '', city = '', sku = '', total = '' } = one ?? {};
    const byName = `(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) ilike '%' || $1 || '%'`;
    expect(ids(await find(`customer:${last_name}`))).toEqual(await expected(byName, [last_name]));
    expect(ids(await find(`customer:${email}`))).toEqual(await expected('u.email = $1', [email]));
    expect(ids(await find(`city:"${city.toUpperCase()}"`))).toEqual(
      await expected(`lower(o.shipping_address ->> 'city') = lower($1)`, [city]),
    );
    expect(ids(await find('country:de'))).toEqual(await expected(`o.shipping_address ->> 'country' = 'DE'`));
    expect((await find('country:de')).length).toBeGreaterThan(0);
    await expect(find('country:Germany')).rejects.toThrow('"country:Germany" is not understood: that is no country');
    expect(ids(await find(`sku:${sku.toLowerCase()}`))).toEqual(
      await expected('exists (select from order_items i where i.order_id = o.id and i.sku = $1)', [sku]),
    );
    expect(ids(await find(`total:>=${total}`))).toEqual(await expected('o.total >= $1', [total]));
    expect(ids(await find('since:90d status:!=PENDING'))).toEqual(
      await expected(`o.created_at >= now() - interval '90 days' and o.status <> 'PENDING'`),
    );
    const [used] = await db.sql<{ code: string }>(
      'select c.code from promo_codes c join orders o on o.promo_code_id = c.id limit 1',
    );
    expect(ids(await find(`promo:${used?.code.toLowerCase() ?? ''}`))).toEqual(
      await expected('o.promo_code_id = (select id from promo_codes where code = $1)', [used?.code]),
    );
  });

  test('by number, its end, tracking number, SKU, name and e-mail typed as they are', async () => {
    const [one] = await db.sql<Record<string, string>>(
      `select o.id, o.order_number, h.tracking_number, u.email, i.sku, p.transaction_id
       from orders o join users u on u.id = o.user_id join shipments h on h.order_id = o.id
       join order_items i on i.order_id = o.id join payments p on p.order_id = o.id
       where p.transaction_id is not null
       limit 1`,
    );
    const { id, order_number: number = '', tracking_number: tracking = '', email = '' } = one ?? {};
    const texts = [
      number,
      number.toLowerCase(),
      number.slice(-6),
      number.slice(3),
      number.slice(-6, -2),
      tracking.slice(0, -3),
      tracking,
      email,
      one?.['sku'] ?? '',
      one?.['transaction_id'],
    ];
    for (const text of texts) expect(ids(await find(text ?? ''))).toContain(id);
    expect(await find(number)).toHaveLength(1);
    expect(await find(`number:${number.slice(0, -1)}`)).not.toHaveLength(0);
    for (const text of ['no such thing', '%', '_', "'", '\\', '🥾👟', 'SM-1999-000001', 'x'.repeat(5000)]) {
      expect(await find(text)).toEqual([]);
    }
  });

  test.each(['newest', 'oldest', 'total'])(
    'sorted by %s, every order comes once, forwards and backwards',
    async (sort) => {
      const all = await expected('true');
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const one = await ask({ sort, limit: 37, ...(after === null ? {} : { after }) });
        seen.push(...one.rows.map(({ id }) => id));
        after = one.next;
      } while (after !== null);
      expect(seen).toHaveLength(all.length);
      expect([...seen].sort()).toEqual(all);
      const back: string[] = [];
      let one = await ask({ sort, limit: 50, fromEnd: true });
      for (;;) {
        back.unshift(...one.rows.map(({ id }) => id));
        if (one.previous === null) break;
        one = await ask({ sort, limit: 50, before: one.previous });
      }
      expect(back).toEqual(seen);
    },
  );

  test('masks the e-mail, and does not give it to the warehouse at all', async () => {
    const [row] = await find('');
    expect(row?.['email']).toMatch(/^.…@/u);
    const [same] = await find('', 'warehouse');
    expect(same).toMatchObject({ id: row?.id, customer: row?.['customer'], email: null });
    await expect(find('customer:anna', 'warehouse')).rejects.toBeInstanceOf(Forbidden);
    await expect(find('', 'customer')).rejects.toBeInstanceOf(Forbidden);
  });

  test('names the word that is wrong', async () => {
    await expect(find('status:LOST')).rejects.toThrow('"status:LOST" is not understood: it is one of PENDING');
    await expect(find('total:>abc')).rejects.toBeInstanceOf(InvalidInput);
    await expect(find('since:yesterday')).rejects.toBeInstanceOf(InvalidInput);
    await expect(find('colour:red')).rejects.toThrow('There is no filter "colour:" here');
    await expect(ask({ sort: 'mood' })).rejects.toThrow('it knows newest, oldest, total');
    await expect(ask({ after: 'nonsense' })).rejects.toThrow('no cursor');
  });
});

test('every order of the sample can be shown, by every role', async () => {
  for (const role of ['manager', 'warehouse', 'oncall'] as const) {
    for (const { order_number, status } of (await ask({ limit: 1000 })).rows.filter((_, index) => index % 7 === 0)) {
      const { output } = await run(show, { order: order_number }, { database: db.database, actor: db.actor(role) });
      expect(output).toMatchObject({ order_number, status });
      expect(output.items.length).toBeGreaterThan(0);
      expect(output.timeline.length).toBeGreaterThan(0);
    }
  }
});

describe('one prompt for anything', () => {
  const anything = async (text: string, role: Role = 'manager') =>
    (await run(findOrders, { text }, { database: db.database, actor: db.actor(role) })).output;

  test('finds the order and says what of it was meant', async () => {
    const [one] = await db.sql<Record<string, string>>(
      `select o.order_number as number, h.tracking_number as tracking, h.id as parcel, o.id, u.email, i.sku,
         p.transaction_id as paid, r.provider_reference as refund
       from orders o join users u on u.id = o.user_id join shipments h on h.order_id = o.id
       join order_items i on i.order_id = o.id join payments p on p.order_id = o.id
       join refunds r on r.payment_id = p.id
       where p.transaction_id is not null and r.provider_reference is not null
       order by o.created_at desc
       limit 1`,
    );
    const { number = '' } = one ?? {};
    const meant: readonly (readonly [string | undefined, string])[] = [
      [number.toLowerCase(), 'order number'],
      [number.slice(-5), 'order number'],
      [one?.['tracking'], 'tracking number'],
      [one?.['email'], 'e-mail'],
      [one?.['sku'], 'SKU'],
      [one?.['paid'], 'transaction id'],
      [one?.['refund'], 'reference of a refund'],
      [one?.['id'], 'id'],
      [one?.['parcel'], 'id of a parcel'],
    ];
    for (const [text = '', matched] of meant) {
      const { rows } = await anything(text);
      expect([text, rows.find(({ order_number }) => order_number === number)?.matched]).toEqual([
        text,
        expect.arrayContaining([matched]),
      ]);
    }
    for (const text of ['no such thing', '%', "'", 'x'.repeat(255)]) expect((await anything(text)).rows).toEqual([]);
    expect((await anything(one?.['paid'] ?? '', 'warehouse')).rows).toEqual([]);
    expect((await anything(one?.['email'] ?? '', 'warehouse')).rows).toEqual([]);
  });

  test('tells the newest when there are many', async () => {
    const { rows, more } = await anything('@example');
    expect(more).toBe(true);
    expect(rows).toHaveLength(50);
    expect(rows.map(({ created_at }) => created_at)).toEqual(
      rows
        .map(({ created_at }) => created_at)
        .sort()
        .reverse(),
    );
  });
});

describe('no list walks a large table', () => {
  const large =
    /Seq Scan on (?:orders_\d|order_items|order_registry|users|payments|shipments|inventory|product_variants|products)\b/u;
  const plan = async (listing: Listing, request: PageRequest, few: Few = nobodyAsked): Promise<string> => {
    const { text, values } = pageStatement(listing, request, 'manager', few);
    return db.database.read({ actor: db.actor('manager'), operation: listing.name }, async (tx) => {
      // The sample is so small that reading all of it would be right: this asks whether there is another way at all.
      await tx.query('set local enable_seqscan = off');
      const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  };
  const filters = [
    '',
    'status:PENDING',
    'since:30d',
    'customer:smith',
    'customer:a@example.com',
    'sku:RUN-42',
    'city:Berlin',
    'country:DE',
    'total:>100',
    'promo:WELCOME10',
    'assigned:me',
    'number:SM-2026-0001',
    'smith',
    'SM-2026-000123',
    '000123',
    '2026-000123',
    '0001',
    '00000000-0000-4000-8000-000000000001',
  ];
  test.each(filters)('orders by "%s"', async (filter) => {
    expect(await plan(list, { filter })).not.toMatch(large);
    expect(await plan(list, { filter }, () => [db.actor('manager').id])).not.toMatch(large);
  });
  test.each(['smith', '000123', 'a@example.com', '00000000-0000-4000-8000-000000000001', 'RUN-42-BLK'])(
    'anything by "%s"',
    async (text) => {
      const { statement, values } = findStatement(text, 'manager');
      const rows = await db.database.read({ actor: db.actor('manager'), operation: 'orders.find' }, async (tx) => {
        await tx.query('set local enable_seqscan = off');
        return tx.query<{ 'QUERY PLAN': string }>(`explain ${statement}`, values);
      });
      const said = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(said).not.toMatch(large);
      expect(said).not.toMatch(/Seq Scan on refunds/u);
    },
  );
  test.each(['newest', 'oldest', 'total'])('orders sorted by %s, without sorting', async (sort) => {
    const text = await plan(list, { sort });
    expect(text).not.toMatch(large);
    expect(text.split('\n').filter((line) => /^\s*(?:->\s+)?(?:Incremental )?Sort  \(/u.test(line))).toEqual([]);
  });
  test.each(['', 'warehouse:BER', 'sku:RUN-42', 'product:boot', 'boot', 'low:yes'])('stock by "%s"', async (filter) => {
    expect(await plan(stock, { filter })).not.toMatch(large);
    if (filter !== 'low:yes') expect(await plan(low, { filter })).not.toMatch(large);
  });
});
