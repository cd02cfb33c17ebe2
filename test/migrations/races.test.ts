import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { article, deliveredOrder, insert, type Sql } from './shop.ts';

const people = 16;

let db: TestDatabase;
let sql: Sql;
let sessions: pg.Client[];
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
  sessions = Array.from({ length: people }, () => new pg.Client({ connectionString: db.ownerUrl }));
  await Promise.all(sessions.map((session) => session.connect()));
});
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.end()));
  await db.close();
});

/** Everybody does it `times` over, all at once. @returns how often it was accepted, and the codes of the refusals */
async function everybody(times: number, attempt: (session: pg.Client) => Promise<unknown>) {
  const refusals = new Map<string, number>();
  let accepted = 0;
  await Promise.all(
    sessions.map(async (session) => {
      for (let time = 0; time < times; time += 1) {
        try {
          await attempt(session);
          accepted += 1;
        } catch (error) {
          if (!(error instanceof pg.DatabaseError)) throw error;
          const what = error.constraint ?? error.code ?? '';
          refusals.set(what, (refusals.get(what) ?? 0) + 1);
        }
      }
    }),
  );
  return { accepted, refusals: [...refusals.keys()] };
}

describe(`${people} people at a limit of 100`, () => {
  test('reserve exactly 100 pieces', async () => {
    const shoe = await article(sql, 100);
    const raced = await everybody(10, (session) =>
      session.query("insert into inventory_transactions (inventory_id, type, quantity) values ($1, 'RESERVATION', 1)", [
        shoe.inventory_id,
      ]),
    );
    expect(raced).toEqual({ accepted: 100, refusals: ['check_reserved'] });
    expect(await sql('select reserved, available from inventory where id = $1', [shoe.inventory_id])).toEqual([
      { reserved: 100, available: 0 },
    ]);
    expect(await sql('select stock from product_variants where id = $1', [shoe.variant_id])).toEqual([{ stock: 0 }]);
  });

  test('refund exactly the amount', async () => {
    const order = await deliveredOrder(sql);
    const raced = await everybody(10, (session) =>
      session.query(
        "insert into refunds (payment_id, amount, reason, provider, status) values ($1, 0.20, 'race', 'manual', 'COMPLETED')",
        [order.payment_id],
      ),
    );
    expect(raced).toEqual({ accepted: 100, refusals: ['check_refund'] });
    expect(await sql('select status, refund_amount from payments where id = $1', [order.payment_id])).toEqual([
      { status: 'REFUNDED', refund_amount: '20.00' },
    ]);
  });

  test('use a promo code exactly 100 times', async () => {
    const promo = await insert(sql, 'promo_codes', {
      code: 'RACE',
      discount_type: 'FREE_SHIPPING',
      discount_value: 0,
      max_uses: 100,
    });
    const raced = await everybody(10, (session) =>
      session.query(
        `insert into orders (user_id, subtotal, total, shipping_address, billing_address, promo_code_id)
        values ($1, 1, 1, '{}', '{}', $2)`,
        [db.actor('customer').id, promo],
      ),
    );
    expect(raced).toEqual({ accepted: 100, refusals: ['check_uses'] });
    expect(await sql('select current_uses from promo_codes where id = $1', [promo])).toEqual([{ current_uses: 100 }]);
  });

  test('reserve several articles at once, named in any order, without a deadlock', async () => {
    const shoes = await Promise.all(Array.from({ length: 5 }, () => article(sql, 100)));
    const ids = shoes.map(({ inventory_id }) => inventory_id);
    const raced = await everybody(10, (session) =>
      session.query(
        `insert into inventory_transactions (inventory_id, type, quantity)
        select i, 'RESERVATION', 1 from unnest($1::uuid[]) i order by random()`,
        [ids],
      ),
    );
    expect(raced).toEqual({ accepted: 100, refusals: ['check_reserved'] });
    const rows = await sql('select distinct reserved from inventory where id = any ($1::uuid[])', [ids]);
    expect(rows).toEqual([{ reserved: 100 }]);
  });
});
