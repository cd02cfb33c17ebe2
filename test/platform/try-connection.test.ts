import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tryConnection, type ConnectionStep } from '../../src/platform/database/try-connection.ts';
import { parseDatabaseUrl } from '../../src/platform/database/url.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let shop: TestDatabase;
let empty: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
  empty = await testDatabase({ empty: true });
});
afterAll(async () => {
  await shop.close();
  await empty.close();
});

async function tried(url: string): Promise<ConnectionStep[]> {
  const steps: ConnectionStep[] = [];
  for await (const step of tryConnection(parseDatabaseUrl(url))) steps.push(step);
  return steps;
}
const last = async (url: string) => (await tried(url)).at(-1);

test('a shop that is as it must be passes every step', async () => {
  const steps = await tried(shop.appUrl);
  expect(steps.map(({ step, level }) => `${step} ${level}`)).toEqual([
    'reach ok',
    'log in ok',
    'version ok',
    'schema ok',
    'role ok',
    'staff ok',
  ]);
});

describe('it stops at the first thing that is wrong, and says what to do', () => {
  test('nobody listens there', async () => {
    expect(await tried('postgresql://solemate_app@127.0.0.1:1/shop')).toMatchObject([
      { step: 'reach', level: 'problem', found: expect.stringMatching(/^Nothing answers/u) },
    ]);
  });

  test('there is no such database, and no such login', async () => {
    expect(await last(shop.appUrl.replace(/\/t_\w+/u, '/nothing_here'))).toMatchObject({
      step: 'log in',
      level: 'problem',
    });
    expect(await last(shop.appUrl.replace('solemate_app', 'nobody_here'))).toMatchObject({
      step: 'log in',
      level: 'problem',
    });
  });

  test('a database without a shop, and one that was not migrated to the end', async () => {
    expect(await last(empty.appUrl)).toMatchObject({
      step: 'schema',
      level: 'problem',
      hint: expect.stringContaining('solemate db migrate'),
    });
    await shop.sql("update schema_migrations set name = '0000-' || name where name > '0031'");
    expect(await last(shop.appUrl)).toMatchObject({ step: 'schema', found: expect.stringContaining('missing') });
    await shop.sql("update schema_migrations set name = substring(name from 6) where name like '0000-%'");
  });

  test('a login that is stronger than the app should be', async () => {
    expect(await last(shop.ownerUrl)).toMatchObject({
      step: 'role',
      found: expect.stringContaining('owns the tables'),
    });
    expect(await last(shop.superuserUrl)).toMatchObject({ step: 'role', found: expect.stringContaining('superuser') });
  });

  test('a shop nobody can sign in to can be worked with, and is told', async () => {
    await shop.sql("update users set is_active = false where role <> 'customer'");
    const steps = await tried(shop.appUrl);
    expect(steps.at(-1)).toMatchObject({
      step: 'staff',
      level: 'warning',
      hint: expect.stringContaining('solemate setup'),
    });
  });
});
