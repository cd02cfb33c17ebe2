import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Forbidden } from '../../../src/domain/errors.ts';
import type { Role } from '../../../src/domain/permissions.ts';
import { page, pageStatement, type Listing } from '../../../src/operations/listing.ts';
import { list } from '../../../src/operations/payments/list.ts';
import { owed } from '../../../src/operations/payments/owed.ts';
import { list as refunds } from '../../../src/operations/refunds/list.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(() => db.close());

const rows = async (listing: Listing, filter: string, role: Role = 'manager') =>
  (await page(listing, { filter, limit: 1000 }, { database: db.database, actor: db.actor(role) })).rows;
const ids = async (listing: Listing, filter: string) => (await rows(listing, filter)).map(({ id }) => id).sort();
const expected = async (table: 'payments' | 'refunds', where: string, values: readonly unknown[] = []) =>
  (await db.sql<{ id: string }>(`select id from ${table} where ${where}`, values)).map(({ id }) => id).sort();

describe('payments are found', () => {
  test.each([
    ['', 'true'],
    ['status:REFUNDED', "status = 'REFUNDED'"],
    ['status:!=COMPLETED', "status <> 'COMPLETED'"],
    ['provider:stripe refunded:yes', "provider = 'stripe' and refund_amount > 0"],
    ['amount:>=200', 'amount >= 200'],
    ['since:30d', "created_at >= now() - interval '30 days'"],
  ])('by "%s"', async (filter, where) => {
    expect(await ids(list, filter)).toEqual(await expected('payments', where));
  });

  test('by order, transaction id and the reference of a refund', async () => {
    const [one] = await db.sql<{ id: string; number: string; transaction: string; reference: string }>(
      `select p.id, g.order_number as number, p.transaction_id as transaction, r.provider_reference as reference
       from payments p
       join order_registry g on g.order_id = p.order_id
       join refunds r on r.payment_id = p.id
       where r.status = 'COMPLETED'
       limit 1`,
    );
    const { id = '', number = '', transaction = '', reference = '' } = one ?? {};
    for (const filter of [
      `order:${number.toLowerCase()}`,
      `transaction:${transaction}`,
      number,
      transaction,
      reference,
    ]) {
      expect([filter, await ids(list, filter)]).toEqual([filter, [id]]);
    }
    expect((await rows(refunds, reference))[0]).toMatchObject({ order_number: number, provider_reference: reference });
  });

  test('with what is left of them', async () => {
    for (const row of await rows(list, 'refunded:yes')) {
      const [sum] = await db.sql<{ left: string }>(
        `select p.amount - coalesce(sum(r.amount), 0) as left
         from payments p
         left join refunds r on r.payment_id = p.id and r.status <> 'FAILED'
         where p.id = $1
         group by p.amount`,
        [row.id],
      );
      expect(row['left']).toBe(sum?.left);
    }
  });

  test('by whoever may see money, and nobody else', async () => {
    await expect(rows(list, '', 'warehouse')).rejects.toThrow(Forbidden);
    await expect(rows(refunds, '', 'warehouse')).rejects.toThrow(Forbidden);
    expect((await rows(owed, '', 'oncall')).length).toBeGreaterThan(0);
  });
});

test('money is owed exactly where it was captured and the order ended, or where a refund is not through', async () => {
  const owing = await ids(owed, '');
  expect(owing.length).toBeGreaterThan(0);
  expect(owing).toEqual(
    await expected(
      'payments',
      `status in ('COMPLETED', 'PARTIAL_REFUND') and (
        exists (select from refunds r where r.payment_id = payments.id and r.status = 'REQUESTED')
        or exists (select from orders o where o.id = order_id and o.status in ('CANCELLED', 'RETURNED'))
      )`,
    ),
  );
  expect(await ids(owed, 'longer:5200w')).toEqual([]);
});

test('refunds are found by state, provider, amount and person', async () => {
  expect(await ids(refunds, 'status:REQUESTED')).toEqual(await expected('refunds', "status = 'REQUESTED'"));
  expect(await ids(refunds, 'provider:paypal')).toEqual(await expected('refunds', "provider = 'paypal'"));
  expect(await ids(refunds, 'amount:<100')).toEqual(await expected('refunds', 'amount < 100'));
  expect(await ids(refunds, 'by:me')).toEqual(await expected('refunds', 'requested_by = $1', [db.actor('manager').id]));
});

describe('no list reads a large table from one end to the other', () => {
  const large = /Seq Scan on (?:payments|refunds|orders|order_registry|users)/u;
  const plan = (listing: Listing, request: { filter?: string; sort?: string }, few?: () => string[]) => {
    const { text, values } = pageStatement(listing, request, 'manager', few);
    return db.database.read({ actor: db.actor('manager'), operation: 'explain' }, async (tx) => {
      await tx.query('set local enable_seqscan = off');
      const lines = await tx.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      return lines.map((row) => row['QUERY PLAN']).join('\n');
    });
  };
  const few = () => ['00000000-0000-4000-8000-000000000001'];
  const cases: [Listing, string][] = [
    ...[
      '',
      'status:FAILED',
      'provider:klarna',
      'amount:>100',
      'refunded:yes',
      'transaction:pi_1',
      'customer:smith',
    ].map((filter): [Listing, string] => [list, filter]),
    ...['order:SM-2026-000123', 'SM-2026-0001', 'since:7d'].map((filter): [Listing, string] => [list, filter]),
    ...['', 'provider:stripe', 'longer:3d', 'SM-2026-0001'].map((filter): [Listing, string] => [owed, filter]),
    ...['', 'status:REQUESTED', 'provider:stripe', 'amount:>100', 'by:me', 'order:SM-2026-000123', 're_1'].map(
      (filter): [Listing, string] => [refunds, filter],
    ),
  ];
  test.each(cases.map(([listing, filter]) => [listing.name, filter, listing] as const))(
    '%s by "%s"',
    async (_name, filter, listing) => {
      expect(await plan(listing, { filter })).not.toMatch(large);
      expect(await plan(listing, { filter }, few)).not.toMatch(large);
    },
  );
  test.each([list, refunds].flatMap((one) => Object.keys(one.sorts).map((sort) => [one.name, sort, one] as const)))(
    '%s in the order of %s, without sorting',
    async (_name, sort, listing) => {
      const text = await plan(listing, { sort });
      expect(text).not.toMatch(large);
      expect(text.split('\n').filter((line) => /^\s*(?:->\s+)?(?:Incremental )?Sort {2}\(/u.test(line))).toEqual([]);
    },
  );

  test('what is owed by the index of what is owed', async () => {
    expect(await plan(owed, {})).toContain('idx_payments_owed_since');
  });
});
