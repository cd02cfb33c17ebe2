import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Forbidden, InvalidInput, Interrupted, Refused, Unavailable } from '../../src/domain/errors.ts';
import { connectDatabase } from '../../src/platform/database/connect.ts';
import { testDatabase, testServer, type TestDatabase } from '../helpers/database.ts';
import { withSuperuser } from '../helpers/server.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
});
afterAll(() => shop.close());

const as = (role: 'admin' | 'manager' | 'warehouse' | 'oncall' = 'admin') => ({
  actor: shop.actor(role),
  operation: 'test.look',
});

const brand = 'insert into brands (name, slug) values ($1, $1)';

/** How many rows it found; what other roles do is seen by nobody else. */
const asSuperuser = (text: string) =>
  withSuperuser(testServer(), async (client) => (await client.query(text)).rowCount);

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true');
    await sleep(10);
  }
}

describe('acting as a person', () => {
  test('the database role, the user, the operation and the reason are set', async () => {
    const reason = String.raw`it's a \ "test" – 靴`;
    const rows = await shop.database.read({ ...as('warehouse'), reason }, (tx) =>
      tx.query(`select current_user::text as role, current_setting('solemate.user_id') as user_id,
        current_setting('solemate.operation') as operation, current_setting('solemate.reason') as reason,
        current_setting('timezone') as timezone, current_setting('lock_timeout') as lock_timeout`),
    );
    expect(rows).toEqual([
      {
        role: 'warehouse_role',
        user_id: shop.actor('warehouse').id,
        operation: 'test.look',
        reason,
        timezone: 'UTC',
        lock_timeout: '3s',
      },
    ]);
  });

  test('nothing of it is left on the connection afterwards', async () => {
    const alone = connectDatabase({ url: shop.appUrl, poolSize: 1 });
    const [during] = await alone.write(as(), (tx) => tx.query<{ pid: number }>('select pg_backend_pid() as pid'));
    const [after] = await alone.asLogin<{ pid: number; role: string; user_id: string | null; operation: string }>(
      `select pg_backend_pid() as pid, current_user::text as role,
        nullif(current_setting('solemate.user_id', true), '') as user_id,
        coalesce(current_setting('solemate.operation', true), '') as operation`,
    );
    await alone.close();
    expect(after).toEqual({ pid: during?.pid, role: 'solemate_app', user_id: null, operation: '' });
  });

  test('the login alone may read nothing', async () => {
    await expect(shop.database.asLogin('select * from orders')).rejects.toThrow(Forbidden);
  });

  test('who made the change stands in the audit log, with face and host', async () => {
    await shop.database.write(as('manager'), (tx) => tx.query(brand, ['audited']));
    const [row] = await shop.sql<{ changed_by: string; face: string; host: string }>(
      `select changed_by, client -> 'face' as face, client -> 'host' as host
      from audit_logs
      where new_values ->> 'name' = 'audited'`,
    );
    expect(row?.changed_by).toBe(shop.actor('manager').id);
    expect(row?.face).toBe('solemate');
    expect(row?.host).toBeTruthy();
  });

  test('a reason with a NUL byte is refused before anything is sent', async () => {
    const work = shop.database.write({ ...as(), reason: 'a\0b' }, (tx) => tx.query('select 1'));
    await expect(work).rejects.toThrow(InvalidInput);
  });
});

describe('one transaction', () => {
  test('an error of the work rolls everything back and passes as it is', async () => {
    const boom = new Error('boom');
    const work = shop.database.write(as(), async (tx) => {
      await tx.query(brand, ['rolled-back']);
      throw boom;
    });
    await expect(work).rejects.toBe(boom);
    expect(await shop.sql("select from brands where name = 'rolled-back'")).toEqual([]);
  });

  test('one whose work swallowed an error of the database is not taken for committed', async () => {
    const work = shop.database.write(as(), async (tx) => {
      await tx.query(brand, ['half-done']);
      await tx.query('select 1/0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('nothing was committed');
  });

  test('statements asked for at once run one after the other', async () => {
    const answers = await shop.database.read(as(), (tx) =>
      Promise.all([1, 2, 3, 4].map((n) => tx.one<{ n: number }>('select $1::int as n', [n]))),
    );
    expect(answers.map((row) => row?.n)).toEqual([1, 2, 3, 4]);
  });

  test('values come as money and bigint strings, Dates, days and JSON', async () => {
    const row = await shop.database.read(as(), (tx) =>
      tx.one(`select 12.50::numeric as money, 9007199254740993::bigint as big, 7 as whole, '{1.10}'::numeric[] as amounts,
        '2026-01-31'::date as day, '2026-01-31T10:00:00Z'::timestamptz as moment, '{"a":1}'::jsonb as data`),
    );
    expect(row).toEqual({
      money: '12.50',
      big: '9007199254740993',
      whole: 7,
      amounts: ['1.10'],
      day: '2026-01-31',
      moment: new Date('2026-01-31T10:00:00Z'),
      data: { a: 1 },
    });
  });

  test('a read cannot write', async () => {
    await expect(shop.database.read(as(), (tx) => tx.query(brand, ['sneaked']))).rejects.toThrow(Refused);
  });

  test('a long answer streams in batches and may be left early', async () => {
    const sizes: number[] = [];
    await shop.database.read(as(), async (tx) => {
      for await (const rows of tx.stream<{ n: number }>('select generate_series(1, $1::int) as n', [1050])) {
        sizes.push(rows.length);
      }
      for await (const rows of tx.stream<{ n: number }>('select generate_series(1, 5000) as n', [], 10)) {
        expect(rows).toHaveLength(10);
        break;
      }
      expect(await tx.one('select 1 as still')).toEqual({ still: 1 });
    });
    expect(sizes).toEqual([500, 500, 50]);
  });

  test('a repeated statement is kept by name, and a server that forgot it is asked without one', async () => {
    const alone = connectDatabase({ url: shop.appUrl, poolSize: 1 });
    const ask = () => alone.read(as(), (tx) => tx.one("select 'kept' as word, current_user::text as who"));
    await ask();
    await ask();
    const kept = await alone.read(as(), (tx) => tx.query('select from pg_prepared_statements'));
    expect(kept.length).toBeGreaterThan(0);
    await alone.asLogin('deallocate all');
    expect(await ask()).toEqual({ word: 'kept', who: 'admin_role' });
    await alone.close();
  });

  test('the models work on the same connection, as the same person', async () => {
    await shop.database.write(as('manager'), async (tx) => {
      const { models, transaction } = await tx.orm();
      await models.Brand.create({ name: 'By model', slug: 'by-model' }, { transaction });
      const row = await tx.one<{ name: string }>("select name from brands where slug = 'by-model'");
      expect(row?.name).toBe('By model');
    });
    const [row] = await shop.sql<{ changed_by: string }>(
      "select changed_by from audit_logs where new_values ->> 'slug' = 'by-model'",
    );
    expect(row?.changed_by).toBe(shop.actor('manager').id);
  });

  test('a model without the transaction gets no connection', async () => {
    await shop.database.read(as(), async (tx) => {
      const { models } = await tx.orm();
      await expect(models.Brand.findAll()).rejects.toThrow('without { transaction }');
    });
  });
});

describe('interrupting', () => {
  test('the running statement is cancelled at the server and the connection can be used again', async () => {
    const alone = connectDatabase({ url: shop.appUrl, poolSize: 1 });
    const stop = new AbortController();
    const work = alone.read(as(), (tx) => tx.query('select pg_sleep(60)'), { signal: stop.signal });
    const running =
      "select from pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()";
    await until(async () => (await asSuperuser(running)) === 1);
    stop.abort();
    await expect(work).rejects.toThrow(Interrupted);
    expect(await asSuperuser(running)).toBe(0);
    expect(await alone.read(as(), (tx) => tx.one('select 1 as fine'))).toEqual({ fine: 1 });
    await alone.close();
  });

  test('what was interrupted between two statements is rolled back', async () => {
    const stop = new AbortController();
    const work = shop.database.write(
      as(),
      async (tx) => {
        await tx.query(brand, ['interrupted']);
        stop.abort();
        await tx.query('select 1');
      },
      { signal: stop.signal },
    );
    await expect(work).rejects.toThrow(Interrupted);
    expect(await shop.sql("select from brands where name = 'interrupted'")).toEqual([]);
  });

  test('nothing is begun when it was interrupted before', async () => {
    const work = shop.database.read(as(), () => Promise.resolve('ran'), { signal: AbortSignal.abort() });
    await expect(work).rejects.toThrow(Interrupted);
  });
});

describe('a database that is open read-only', () => {
  test('refuses every write, whatever the role', async () => {
    const careful = connectDatabase({ url: shop.appUrl, readOnly: true });
    await expect(careful.write(as('admin'), (tx) => tx.query(brand, ['never']))).rejects.toThrow(Refused);
    await expect(
      careful.write(as('admin'), async (tx) => {
        await tx.query('set transaction read write');
        await tx.query(brand, ['never']);
      }),
    ).rejects.toThrow('read-write mode must be set before any query');
    await expect(careful.asLogin("select setup_admin('a@b.c', 'x', 'A', 'B')")).rejects.toThrow(Refused);
    await careful.close();
  });
});

describe('a connection that dies', () => {
  test('fails the statement with one sentence, and the next one gets a new connection', async () => {
    const alone = connectDatabase({ url: shop.appUrl, poolSize: 1 });
    const work = alone.write(as(), async (tx) => {
      const row = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
      await asSuperuser(`select pg_terminate_backend(${row?.pid ?? 0})`);
      await tx.query('select 2');
    });
    await expect(work).rejects.toThrow(Unavailable);
    expect(await alone.read(as(), (tx) => tx.one('select 3 as again'))).toEqual({ again: 3 });
    await alone.close();
  });
});
