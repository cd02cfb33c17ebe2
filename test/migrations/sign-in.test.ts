import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { customer, refusal, transaction, type Sql } from './shop.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase();
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

/** As the app's login, before anybody has signed in. */
const asApp: Sql = (text, values) => transaction(db.appUrl, {}, (tx) => tx(text, values));

describe('signing in', () => {
  test('finds staff by e-mail in any case, and no customers', async () => {
    const [found] = await asApp('select email, role, password_hash from claim_login($1)', ['ADMIN@staff.TEST ']);
    expect(found).toEqual({ email: 'admin@staff.test', role: 'admin', password_hash: 'no password' });
    await customer(sql, { email: 'buyer@test.example' });
    expect(await asApp("select email, password_hash from claim_login('buyer@test.example')")).toEqual([
      { email: null, password_hash: null },
    ]);
  });

  test.each(['manager@staff.test', 'nobody@staff.test'])(
    'of many at the same moment five get to try the password, as %s',
    async (email) => {
      const claims = await Promise.all(
        Array.from({ length: 32 }, () => asApp('select locked_until from claim_login($1)', [email])),
      );
      expect(claims.flat().filter(({ locked_until }) => locked_until === null)).toHaveLength(5);
    },
  );

  test('is locked from the fifth failure on, longer each time, for an hour at most', async () => {
    const id = db.actor('oncall').id;
    const waits: number[] = [];
    for (let failure = 1; failure <= 13; failure += 1) {
      await asApp('select record_login($1, false)', [id]);
      const [row] = await sql<{ minutes: number }>(
        'select coalesce(round(extract(epoch from locked_until - now()) / 60), 0)::int as minutes from users where id = $1',
        [id],
      );
      waits.push(row?.minutes ?? -1);
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await asApp('select record_login($1, true)', [id]);
    const [row] = await sql(
      'select failed_logins, locked_until, last_login_at is not null as seen from users where id = $1',
      [id],
    );
    expect(row).toEqual({ failed_logins: 0, locked_until: null, seen: true });
  });

  test('the first admin is made once', async () => {
    const said = refusal(asApp("select setup_admin('me@test.example', 'hash', 'Me', null)"));
    expect(await said).toMatchObject({ constraint: 'check_first_admin' });
    const fresh = await testDatabase();
    await fresh.sql("update users set role = 'customer'");
    await fresh.sql("select setup_admin('me@test.example', 'hash', 'Me', null)");
    expect(await fresh.sql('select has_staff() as there')).toEqual([{ there: true }]);
    await fresh.close();
  });

  test('sample staff show only in a sample shop', async () => {
    expect(await asApp('select * from sample_staff()')).toEqual([]);
    await sql("insert into store_settings (key, value) values ('sample', 'true')");
    expect(await asApp('select role from sample_staff()')).toEqual(
      ['admin', 'manager', 'warehouse', 'oncall'].map((role) => ({ role })),
    );
  });
});

describe('a session', () => {
  const open = async (hash: string, role: 'manager' | 'warehouse' = 'manager') => {
    const [row] = await asApp<{ id: string }>("select open_session($1, $2, now() + interval '1 day', 'test') as id", [
      db.actor(role).id,
      Buffer.from(hash),
    ]);
    return row?.id ?? '';
  };
  const actorOf = (hash: string) => asApp('select email, role from session_actor($1)', [Buffer.from(hash)]);

  test('is its person until it is closed', async () => {
    await open('one');
    expect(await actorOf('one')).toEqual([{ email: 'manager@staff.test', role: 'manager' }]);
    await asApp('select close_session($1)', [Buffer.from('one')]);
    expect(await actorOf('one')).toEqual([]);
  });

  test('ends when it expires, when nobody used it for 8 hours, and when the person is no longer staff', async () => {
    const id = await open('two', 'warehouse');
    await sql("update user_sessions set last_seen_at = now() - interval '7 hours' where id = $1", [id]);
    expect(await actorOf('two')).toHaveLength(1);
    await sql("update user_sessions set last_seen_at = now() - interval '9 hours' where id = $1", [id]);
    expect(await actorOf('two')).toEqual([]);
    const third = await open('three', 'warehouse');
    await sql('update users set is_active = false where id = $1', [db.actor('warehouse').id]);
    expect(await actorOf('three')).toEqual([]);
    await sql('update users set is_active = true where id = $1', [db.actor('warehouse').id]);
    await sql(
      "update user_sessions set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = $1",
      [third],
    );
    expect(await actorOf('three')).toEqual([]);
  });

  test('is not opened for a customer', async () => {
    const id = await customer(sql);
    const rows = await asApp("select open_session($1, 'x'::bytea, now() + interval '1 day', null) as id", [id]);
    expect(rows).toEqual([{ id: null }]);
  });
});

describe('an operation id', () => {
  const id = '00000000-0000-4000-8000-00000000cccc';
  const act = <T>(work: (tx: Sql) => Promise<T>) =>
    transaction(db.appUrl, { role: 'warehouse_role', user_id: db.actor('warehouse').id }, work);
  const claim = (tx: Sql) =>
    tx<{ fresh: boolean; result: unknown }>('select * from claim_operation($1, $2, $3)', [
      id,
      'x',
      Buffer.from('input'),
    ]);

  test('that was rolled back is free again; one that was done gives its result', async () => {
    const lost = act(async (tx) => {
      await claim(tx);
      throw new Error('power cut');
    });
    await expect(lost).rejects.toThrow('power cut');
    await act(async (tx) => {
      expect(await claim(tx)).toMatchObject([{ fresh: true }]);
      await tx('select finish_operation($1, $2)', [id, '{"done":1}']);
    });
    expect(await act(claim)).toMatchObject([
      { fresh: false, name: 'x', actor_id: db.actor('warehouse').id, result: { done: 1 } },
    ]);
  });
});
