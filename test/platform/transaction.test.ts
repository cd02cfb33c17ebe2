import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
});
afterAll(() => shop.close());

test('a transaction acts as the person: database role, user id and operation are set', async () => {
  const as = { actor: shop.actor('warehouse'), operation: 'test.look', reason: "it's a \\ test" };
  const rows = await shop.database.read(as, (tx) =>
    tx.query(`select current_user::text as role, current_setting('solemate.user_id') as user_id,
      current_setting('solemate.operation') as operation, current_setting('solemate.reason') as reason,
      current_setting('timezone') as timezone`),
  );
  expect(rows).toEqual([
    { role: 'warehouse_role', user_id: as.actor.id, operation: 'test.look', reason: as.reason, timezone: 'UTC' },
  ]);
});
