import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseRole, type Role } from '../../../src/domain/permissions.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { deliveredOrder, refusal, transaction, type Placed, type Sql } from '../../migrations/shop.ts';

/** What the program refuses, PostgreSQL refuses to any other client with the same role. */
let db: TestDatabase;
let order: Placed;
beforeAll(async () => {
  db = await testDatabase();
  order = await deliveredOrder((text, values) => db.sql(text, values));
});
afterAll(() => db.close());

const as = <T>(role: Role, work: (sql: Sql) => Promise<T>) =>
  transaction(db.appUrl, { role: databaseRole[role], user_id: db.actor(role).id }, work);
const ask = (sql: Sql, amount: string, lines: unknown = null) =>
  sql<{ id: string }>(
    `insert into refunds (payment_id, amount, reason, provider, lines) values ($1, $2, 'too small', 'manual', $3)
     returning id`,
    [order.payment_id, amount, lines === null ? null : JSON.stringify(lines)],
  );
/** 20.00 were paid for two pieces. */
const line = (quantity: number, order_item_id = order.item_id) => [{ order_item_id, quantity }];

describe.each(['admin', 'manager'] as const)('%s in SQL', (role) => {
  test('cannot refund more than is left', async () => {
    expect(await refusal(as(role, (sql) => ask(sql, '20.01')))).toMatchObject({ constraint: 'check_refund' });
    const both = as(role, async (sql) => {
      await ask(sql, '15.00');
      await ask(sql, '5.01');
    });
    expect(await refusal(both)).toMatchObject({ constraint: 'check_refund' });
  });

  test('cannot refund a piece twice, nor one of another order, nor none', async () => {
    const twice = as(role, async (sql) => {
      await ask(sql, '5.00', line(2));
      await ask(sql, '5.00', line(1));
    });
    const said = await refusal(twice);
    expect(said).toMatchObject({ constraint: 'check_refund_lines' });
    expect(said.message).toContain('3 of');
    for (const lines of [line(1, '00000000-0000-4000-8000-000000000001'), line(0), line(-1), { sku: 'x' }]) {
      expect(await refusal(as(role, (sql) => ask(sql, '1.00', lines)))).toMatchObject({
        constraint: 'check_refund_lines',
      });
    }
  });

  test('a COMPLETED refund stays so, and what was asked for does not change', async () => {
    const undone = (statement: string) =>
      refusal(
        as(role, async (sql) => {
          const [row] = await ask(sql, '1.00');
          await sql("update refunds set status = 'COMPLETED' where id = $1", [row?.id]);
          await sql(statement, [row?.id]);
        }),
      );
    for (const status of ['REQUESTED', 'FAILED']) {
      expect(await undone(`update refunds set status = '${status}' where id = $1`)).toMatchObject({
        constraint: 'check_refund_transition',
      });
    }
    for (const statement of [
      'update refunds set amount = 2 where id = $1',
      'update refunds set payment_id = payment_id where id = $1',
      'delete from refunds where id = $1',
    ]) {
      expect(await undone(statement)).toMatchObject({ code: '42501' });
    }
  });

  test('cannot say that money is owed, or what was given back', async () => {
    for (const column of ['owed_since = now()', 'refund_amount = 1', "status = 'REFUNDED'"]) {
      const said = await refusal(
        as(role, (sql) => sql(`update payments set ${column} where id = $1`, [order.payment_id])),
      );
      expect(said.code).toMatch(/^(?:42501|23001|23514)$/u);
    }
  });
});

test.each(['warehouse', 'oncall'] as const)(
  '%s may not ask for a refund, complete one, or set the limit',
  async (role) => {
    for (const statement of [
      `insert into refunds (payment_id, amount, reason, provider) select id, 1, 'x', 'manual' from payments`,
      "update refunds set status = 'COMPLETED'",
      'update refunds set claimed_until = now()',
      "insert into store_settings (key, value) values ('manager_refund_limit', '\"1\"')",
      "select mark_owed('00000000-0000-4000-8000-000000000001')",
    ]) {
      expect(await refusal(as(role, (sql) => sql(statement)))).toMatchObject({ code: '42501' });
    }
  },
);

test('a manager cannot raise the limit that holds for managers', async () => {
  const raise = "insert into store_settings (key, value) values ('manager_refund_limit', '\"9999\"')";
  expect(await refusal(as('manager', (sql) => sql(raise)))).toMatchObject({ code: '42501' });
  const wrong = "insert into store_settings (key, value) values ('manager_refund_limit', '\"much\"')";
  expect(await refusal(as('admin', (sql) => sql(wrong)))).toMatchObject({ constraint: 'check_manager_refund_limit' });
});
