import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { accessLines, checkAccess } from '../../../src/platform/health/access.ts';
import { expectedAccess } from '../../../src/platform/health/access-expected.ts';
import type { Ask, Finding } from '../../../src/platform/health/check.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';

let db: TestDatabase;
let ask: Ask;
beforeAll(async () => {
  db = await testDatabase();
  ask = (text, values) => db.sql(text, values);
});
afterAll(() => db.close());

const file = 'src/platform/health/access-expected.ts';
const source = (lines: readonly string[]) => `/**
 * Who may do what in the database, as the migrations have it: the doctor holds a shop against this. Written by the test
 * of access.ts with UPDATE_GOLDEN=1 after a migration has changed a right; read the difference before it is committed.
 */
export const expectedAccess = \`
${lines.join('\n')}
\`;
`;

test('the rights that the doctor expects are those that the migrations give', async () => {
  const lines = await accessLines(ask);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, source(lines));
  else expect(lines).toEqual(expectedAccess.trim().split('\n'));
});

describe('each change of a right is seen, and gone when it is taken back', () => {
  test.each([
    ['grant all on users to warehouse_role', 'no-more-rights', 'warehouse_role DELETE on users'],
    [
      'grant select (password_hash) on users to readonly_role',
      'no-more-rights',
      'readonly_role SELECT on users password_hash',
    ],
    ['grant select on payments to public', 'no-more-rights', 'PUBLIC SELECT on payments'],
    ['grant create on schema public to admin_role', 'no-more-rights', 'admin_role CREATE on schema public'],
    ['grant execute on function claim_login(text) to public', 'no-more-rights', 'PUBLIC EXECUTE on claim_login(text)'],
    ['grant select on users to pg_monitor', 'other-roles', 'pg_monitor SELECT on users'],
    ['revoke insert on refunds from manager_role', 'no-fewer-rights', 'manager_role INSERT on refunds'],
    [
      'alter table payments disable row level security',
      'row-level-security',
      'missing: row-level security on payments',
    ],
    ['drop policy orders_readonly on orders', 'row-level-security', 'missing: policy for SELECT to readonly_role'],
    [
      'alter policy user_orders_policy on orders using (true)',
      'row-level-security',
      'policy for SELECT to customer_role',
    ],
  ])('%s', async (change, key, found) => {
    const client = new pg.Client(db.ownerUrl);
    await client.connect();
    try {
      const as: Ask = async <R extends object>(text: string) => (await client.query(text)).rows as R[];
      const before = await checkAccess(as);
      await client.query('begin');
      await client.query(change);
      const red = (await checkAccess(as)).filter(({ broken }, index) => broken !== before[index]?.broken);
      expect(red.map((one: Finding) => one.key)).toEqual([key]);
      expect(red[0]?.level).toBe(key === 'other-roles' ? 'warning' : 'problem');
      expect(red[0]?.found).toContain(found);
      expect(red[0]?.hint).not.toBe('');
      await client.query('rollback');
      expect(await checkAccess(as)).toEqual(before);
    } finally {
      await client.end();
    }
  });
});
