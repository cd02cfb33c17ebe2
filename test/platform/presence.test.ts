import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../src/domain/permissions.ts';
import { bePresent, whoIsPresent, type Whereabouts } from '../../src/platform/presence.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
});
afterAll(() => shop.close());

const order: Whereabouts = { kind: 'order', record: 'SM-2026-000001' };
const mine = randomUUID();
const theirs = randomUUID();
const goTo = (role: Role, terminal: string, where: Whereabouts | undefined) =>
  bePresent(shop.database, shop.actor(role), terminal, where);
const seenBy = async (role: Role) => {
  const present = await whoIsPresent(shop.database, shop.actor(role), mine);
  return present.map(({ kind, record, name }) => `${name} in ${kind} ${record}`);
};

test('whoever opens a record is seen there by the others, and not by themselves', async () => {
  await goTo('manager', theirs, order);
  await goTo('admin', mine, order);
  expect(await seenBy('admin')).toEqual(['Manager Tester in order SM-2026-000001']);
  await goTo('manager', theirs, { kind: 'product', record: 'KEST' });
  expect(await seenBy('admin')).toEqual(['Manager Tester in product KEST']);
  await goTo('manager', theirs, undefined);
  expect(await seenBy('admin')).toEqual([]);
});

test('a lease that is over counts no more, and coming and going is not audited', async () => {
  await goTo('manager', theirs, order);
  await shop.sql("update presence set until = now() - interval '1 second' where terminal = $1", [theirs]);
  expect(await seenBy('admin')).toEqual([]);
  await shop.sql("update presence set until = now() - interval '2 minutes' where terminal = $1", [theirs]);
  await goTo('admin', mine, { kind: 'product', record: 'KEST' });
  expect(await shop.sql('select terminal from presence')).toEqual([{ terminal: mine }]);
  expect(await shop.sql("select from audit_logs where table_name = 'presence'")).toEqual([]);
});

test.each<[Role, readonly string[]]>([
  ['admin', ['customer', 'order', 'staff']],
  ['manager', ['customer', 'order']],
  ['oncall', ['customer', 'order']],
  ['warehouse', ['order']],
])('a %s learns only of pages that it may open itself', async (role, kinds) => {
  const terminals = ['customer', 'order', 'staff'].map((kind) => ({ kind, terminal: randomUUID() }));
  for (const { kind, terminal } of terminals) await goTo('admin', terminal, { kind, record: 'one' });
  const present = await whoIsPresent(shop.database, shop.actor(role), mine);
  expect(present.map(({ kind }) => kind).sort()).toEqual(kinds);
  for (const { terminal } of terminals) await goTo('admin', terminal, undefined);
});

test('nobody writes where others are: only the function does, and only for oneself', async () => {
  await goTo('manager', theirs, order);
  await goTo('admin', theirs, undefined);
  expect(await seenBy('admin')).toEqual(['Manager Tester in order SM-2026-000001']);
  const direct = shop.database.write({ actor: shop.actor('admin'), operation: 'test' }, (tx) =>
    tx.query("update presence set until = now() + interval '1 year'"),
  );
  await expect(direct).rejects.toMatchObject({ code: 'forbidden' });
});
