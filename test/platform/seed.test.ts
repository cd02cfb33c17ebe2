import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verify } from '@node-rs/argon2';
import {
  orderStatuses,
  paymentStatuses,
  promoTypes,
  refundStatuses,
  reviewStatuses,
  shipmentStatuses,
} from '../../src/domain/order-status.ts';
import { InvalidInput, Refused, Unavailable } from '../../src/domain/errors.ts';
import { checkInvariants } from '../../src/platform/health/invariants.ts';
import { seed, type SeedProgress, type SeedReport } from '../../src/platform/seed/index.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

const now = new Date('2026-11-23T15:30:00Z');
const settings = {
  orders: 300,
  seed: 'tests',
  now,
  piiKey: 'a key of the tests, long enough',
  password: 'correct horse',
};

/** A migrated database with no row in it: the helper's members of staff go again. */
async function emptyDatabase(): Promise<TestDatabase> {
  const there = await testDatabase();
  await there.sql('truncate users, audit_logs, operation_results cascade');
  return there;
}

/** What a shop holds, without what is salted or encrypted anew each time. */
async function fingerprint(shop: TestDatabase): Promise<Record<string, string>> {
  const tables = await shop.sql<{ name: string }>(
    `select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname not in ('schema_migrations', 'store_settings')
    order by 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await shop.sql<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(r.text, ' ' order by r.text)), '') as print
      from (select (to_jsonb(t) - array['password_hash', 'phone_number', 'phone'])::text as text from ${name} t) r`,
    );
    prints[name] = row?.print ?? '';
  }
  return prints;
}

const broken = async (shop: TestDatabase) =>
  (await checkInvariants((text) => shop.sql(text))).filter((result) => result.broken > 0);

const values = async (shop: TestDatabase, text: string) =>
  (await shop.sql<{ value: string }>(`select distinct v as value from (${text}) s (v)`)).map((row) => row.value).sort();

describe('a small sample shop', () => {
  let shop: TestDatabase;
  let report: SeedReport;
  const steps: SeedProgress[] = [];

  beforeAll(async () => {
    shop = await emptyDatabase();
    report = await seed(shop.ownerUrl, { ...settings, onProgress: (step) => steps.push(step) });
  });
  afterAll(async () => shop.close());

  test('breaks no invariant', async () => {
    expect(await broken(shop)).toEqual([]);
  });

  test('has exactly the orders asked for, and counts what it wrote', async () => {
    expect(report.counts['orders']).toBe(300);
    expect(await values(shop, "select count(*)::text || ' ' || max(order_number) from orders")).toEqual([
      '300 SM-2026-000300',
    ]);
    expect(await values(shop, 'select next_order_number()')).toEqual([expect.stringMatching(/^SM-\d{4}-000301$/u)]);
  });

  test('shows every state of orders, payments, refunds, shipments and reviews', async () => {
    expect(await values(shop, 'select status from orders')).toEqual([...orderStatuses].sort());
    expect(await values(shop, 'select status from payments')).toEqual([...paymentStatuses].sort());
    expect(await values(shop, 'select status from refunds')).toEqual([...refundStatuses].sort());
    expect(await values(shop, 'select status from shipments')).toEqual([...shipmentStatuses].sort());
    expect(await values(shop, 'select status from reviews')).toEqual([...reviewStatuses].sort());
    expect(await values(shop, 'select is_verified::text from reviews')).toEqual(['false', 'true']);
    expect(await values(shop, 'select discount_type from promo_codes')).toEqual([...promoTypes].sort());
  });

  test('has promo codes that are off, scheduled, live, used up and expired', async () => {
    const at = `'${now.toISOString()}'::timestamptz`;
    const states = `select case
        when not is_active then 'off'
        when valid_from > ${at} then 'scheduled'
        when valid_until <= ${at} then 'expired'
        when current_uses >= max_uses then 'used up'
        else 'live'
      end
      from promo_codes`;
    expect(await values(shop, states)).toEqual(['expired', 'live', 'off', 'scheduled', 'used up']);
  });

  test('has orders partly sent, packed but not sent, and cancelled with the money still owed', async () => {
    const [row] = await shop.sql(
      `select
        exists (
          select from orders o
          join shipments h on h.order_id = o.id
          where o.status = 'PROCESSING' and h.status <> 'PENDING'
        ) as partly,
        exists (select from shipments where status = 'PENDING') as packed,
        exists (
          select from orders o
          join payments p on p.order_id = o.id
          where o.status in ('CANCELLED', 'RETURNED') and p.status in ('COMPLETED', 'PARTIAL_REFUND')
        ) as owed`,
    );
    expect(row).toEqual({ partly: true, packed: true, owed: true });
  });

  test('has stock in three warehouses: some places low, some empty, most full', async () => {
    const [row] = await shop.sql<{ warehouses: number; low: number; empty: number; all: number }>(
      `select count(distinct warehouse_id)::int as warehouses, count(*)::int as all,
        count(*) filter (where available <= reorder_point)::int as low, count(*) filter (where available = 0)::int as empty
      from inventory`,
    );
    expect(row?.warehouses).toBe(3);
    expect(row?.empty).toBeGreaterThan(20);
    expect(row?.low).toBeGreaterThan(row?.empty ?? 0);
    expect(row?.low).toBeLessThan((row?.all ?? 0) / 3);
  });

  test('has drafts, products that are off, an archived one, and every kind of size', async () => {
    const [row] = await shop.sql(
      `select
        count(*) filter (where brand_id is null and not is_active)::int as drafts,
        count(*) filter (where category_id is null)::int as loose,
        count(*) filter (where not is_active and deleted_at is null and brand_id is not null)::int as off,
        count(*) filter (where deleted_at is not null)::int as archived,
        count(*) filter (where price < cost)::int as below_cost
      from products`,
    );
    expect(row).toMatchObject({ drafts: 3, archived: 1, below_cost: 1 });
    expect(Number(row?.['off'])).toBeGreaterThan(2);
    expect(Number(row?.['loose'])).toBeGreaterThan(0);
    const sizes = await values(shop, 'select size from product_variants');
    expect(sizes).toEqual(expect.arrayContaining(['28', '36', '42.5', '47']));
  });

  test('is told names and reviews that attack whatever shows them', async () => {
    const names = (await values(shop, "select first_name || '|' || last_name from users")).join('\u0000');
    for (const part of ['\u001b[31m', '\u202e', '=1+1', "O'Brien", '<script>', '\n', '\t', '陽菜', '🚀', '"Quoted"']) {
      expect(names).toContain(part);
    }
    expect(names).toMatch(/\p{Script=Arabic}/u);
    expect(names).toMatch(/\p{Mn}/u);
    const attackers = await values(shop, "select count(*)::text from reviews where comment ~ '\\x1b|<script>|=cmd'");
    expect(Number(attackers[0])).toBeGreaterThan(0);
    const mails = await values(shop, "select split_part(email, '@', 2) from users");
    expect(mails).toEqual(['example.com', 'example.org', 'mail.example.com', 'solemate.example']);
  });

  test('has staff of every role, who sign in with the password that was given', async () => {
    expect(report.password).toBeNull();
    const roles = new Set(report.staff.map((one) => `${one.role} ${one.email.split('@')[0] ?? ''}`));
    for (const role of ['admin', 'manager', 'warehouse', 'oncall']) expect(roles).toContain(`${role} ${role}`);
    const [row] = await shop.sql<{ password_hash: string }>(
      "select password_hash from users where email = 'warehouse@solemate.example'",
    );
    expect(await verify(row?.password_hash ?? '', 'correct horse')).toBe(true);
  });

  test('keeps phone numbers encrypted, to be read and found with the key only', async () => {
    const [row] = await shop.sql<{ plain: string; found: boolean }>(
      `select decrypt_phone(phone_number, $1) as plain,
        phone_number_hash = hash_phone(decrypt_phone(phone_number, $1), $1) as found
      from users
      where phone_number is not null
      limit 1`,
      [settings.piiKey],
    );
    expect(row?.plain).toMatch(/^\+1 \d{3} 555 01\d\d$/u);
    expect(row?.found).toBe(true);
  });

  test('knows nothing that happened later than the moment it was made for', async () => {
    const late = await shop.sql(
      `select b.part
      from (
        select 'orders' as part, max(greatest(created_at, updated_at)) as at from orders
        union all select 'history', max(created_at) from order_status_history
        union all select 'ledger', max(created_at) from inventory_transactions
        union all select 'payments', max(greatest(created_at, updated_at, refunded_at)) from payments
        union all select 'refunds', max(greatest(created_at, updated_at)) from refunds
        union all select 'shipments', max(greatest(created_at, shipped_at, delivered_at)) from shipments
        union all select 'reviews', max(greatest(created_at, updated_at, moderated_at)) from reviews
        union all select 'customers', max(greatest(created_at, last_login_at)) from users
        union all select 'carts', max(added_at) from cart_items
      ) b
      where b.at > $1`,
      [now],
    );
    expect(late).toEqual([]);
  });

  test('lets nobody order before they joined, nor anything before it existed', async () => {
    const early = await shop.sql(
      `select o.order_number
      from orders o
      join users u on u.id = o.user_id
      join order_items i on i.order_id = o.id
      join products p on p.id = i.product_id
      where o.created_at < u.created_at or o.created_at < p.created_at`,
    );
    expect(early).toEqual([]);
  });

  test('tells its progress up to the end', () => {
    const last = steps.at(-1);
    expect(last?.done).toBe(last?.total);
    expect(steps.length).toBeGreaterThan(2);
  });
});

describe('seeding again and elsewhere', () => {
  test('the same seed makes the same shop in place of another, and leaves the schema as it was', async () => {
    const shop = await emptyDatabase();
    const schema = () =>
      shop.sql(
        `select indexname as name, indexdef as text from pg_indexes where schemaname = 'public'
        union all
        select conname, conrelid::regclass || pg_get_constraintdef(oid) || convalidated || condeferred
        from pg_constraint where connamespace = 'public'::regnamespace
        order by 1, 2`,
      );
    try {
      const before = await schema();
      const bulk = { ...settings, orders: 60, bulk: true };
      await seed(shop.ownerUrl, bulk);
      expect(await schema()).toEqual(before);
      expect(await broken(shop)).toEqual([]);
      const first = await fingerprint(shop);
      await seed(shop.ownerUrl, { ...settings, orders: 60, seed: 'others' });
      const other = await fingerprint(shop);
      expect(other['orders']).not.toBe(first['orders']);
      expect(other['products']).not.toBe(first['products']);
      await shop.sql("update products set name = 'changed by somebody'");
      await seed(shop.ownerUrl, bulk);
      expect(await fingerprint(shop)).toEqual(first);
    } finally {
      await shop.close();
    }
  });

  test("somebody's own data is refused, named, and left alone", async () => {
    const shop = await emptyDatabase();
    try {
      await shop.sql("insert into brands (name, slug) values ('Mine', 'mine')");
      const error = await seed(shop.ownerUrl, settings).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Refused);
      expect((error as Refused).message).toContain('brands');
      expect(await shop.sql('select name from brands')).toEqual([{ name: 'Mine' }]);
      expect(await shop.sql("select from store_settings where key = 'sample'")).toEqual([]);
    } finally {
      await shop.close();
    }
  });

  test('a database without the schema is told to migrate', async () => {
    const bare = await testDatabase({ empty: true });
    try {
      await expect(seed(bare.ownerUrl, settings)).rejects.toBeInstanceOf(Unavailable);
    } finally {
      await bare.close();
    }
  });

  test.each([0, -1, 1.5, NaN, 6_000_000])('%s orders are no shop', async (orders) => {
    await expect(seed('postgresql://nobody@nowhere/nothing', { orders })).rejects.toBeInstanceOf(InvalidInput);
  });

  test('a seed that dies leaves nothing; of two at once the second is refused; a password is made up', async () => {
    const shop = await emptyDatabase();
    const told = process.env['SOLEMATE_SEED_PASSWORD'];
    delete process.env['SOLEMATE_SEED_PASSWORD'];
    try {
      const onProgress = ({ text }: SeedProgress) => {
        if (text.startsWith('Stock, uses')) throw new Error('killed');
      };
      for (const bulk of [false, true]) {
        await expect(seed(shop.ownerUrl, { ...settings, orders: 40, bulk, onProgress })).rejects.toThrow('killed');
        expect(await shop.sql("select from store_settings where key = 'sample'")).toEqual([]);
        expect(await shop.sql('select from users union all select from products')).toEqual([]);
        expect(await broken(shop)).toEqual([]);
      }
      const two = await Promise.allSettled([
        seed(shop.ownerUrl, { orders: 40, now }),
        seed(shop.ownerUrl, { orders: 40, now }),
      ]);
      expect(two.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))).toEqual([
        expect.any(Refused),
      ]);
      const [report] = two.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(report?.counts['orders']).toBe(40);
      expect(report?.password?.length).toBeGreaterThanOrEqual(12);
      const [row] = await shop.sql<{ password_hash: string }>("select password_hash from users where role = 'admin'");
      expect(await verify(row?.password_hash ?? '', report?.password ?? '')).toBe(true);
      expect(await shop.sql('select from users where phone_number is not null')).toEqual([]);
    } finally {
      if (told !== undefined) process.env['SOLEMATE_SEED_PASSWORD'] = told;
      await shop.close();
    }
  });
});
