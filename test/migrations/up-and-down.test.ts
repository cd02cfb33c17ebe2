import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { migrations } from '../../migrations/index.ts';
import { newestMigration } from '../../migrations/newest.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import type { Sql } from './shop.ts';
import { schemaSnapshot } from './snapshot.ts';

let db: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  db = await testDatabase({ empty: true });
  sql = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

describe('the migrations', () => {
  test('the newest is known by name to whoever does not read them all', () => {
    expect(migrations.at(-1)?.name).toBe(newestMigration);
  });

  test('are all in the list, in the order of their numbers', async () => {
    const files = (await readdir('migrations')).filter((file) => /^\d{4}-/u.test(file)).sort();
    expect(migrations.map(({ name }) => `${name}.ts`)).toEqual(files);
  });

  test('each take back exactly what they did; up again makes the same schema', async () => {
    const stages = [await schemaSnapshot(sql)];
    for (const { name } of migrations) {
      await migrate(db.ownerUrl, { to: name });
      stages.push(await schemaSnapshot(sql));
    }
    expect(stages.at(-1)?.length).toBeGreaterThan(900);
    for (const [index, { name }] of [...migrations.entries()].reverse()) {
      await migrate(db.ownerUrl, { down: true, to: name });
      expect([name, await schemaSnapshot(sql)]).toEqual([name, stages[index]]);
    }
    expect(await leftovers()).toEqual([]);
    await migrate(db.ownerUrl);
    expect(await schemaSnapshot(sql)).toEqual(stages.at(-1));
    await migrate(db.ownerUrl, { down: true, to: 0 });
    expect(await leftovers()).toEqual([]);
  });

  test('started together, make one schema, the same as alone', async () => {
    const ran = await Promise.all([migrate(db.ownerUrl), migrate(db.ownerUrl)]);
    expect(ran.map(({ length }) => length).sort()).toEqual([0, migrations.length]);
    const other = await testDatabase();
    const alone = await schemaSnapshot((text, values) => other.sql(text, values));
    await other.close();
    expect(await schemaSnapshot(sql)).toEqual(alone);
  });
});

/** Tables, functions and types of ours that are still there; roles stay, for other databases use them. */
async function leftovers(): Promise<unknown[]> {
  return sql(
    `select relname as name
    from pg_class
    where relnamespace = 'public'::regnamespace and relname not like 'schema_migrations%'
    union all
    select proname from pg_proc where pronamespace = 'public'::regnamespace
    union all
    select typname from pg_type where typnamespace = 'public'::regnamespace and typname !~ '^_?schema_migrations'`,
  );
}
