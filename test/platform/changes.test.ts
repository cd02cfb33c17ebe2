import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openChangeFeed } from '../../src/platform/database/changes.ts';
import type { Change, ChangeFeed } from '../../src/platform/database/types.ts';
import { parseDatabaseUrl } from '../../src/platform/database/url.ts';
import { testDatabase, testServer, type TestDatabase } from '../helpers/database.ts';
import { openProxy } from '../helpers/proxy.ts';
import { withSuperuser } from '../helpers/server.ts';

let shop: TestDatabase;
beforeAll(async () => {
  shop = await testDatabase();
});
afterAll(() => shop.close());

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come true');
    await sleep(10);
  }
}

async function addProduct(name: string): Promise<string> {
  const as = { actor: shop.actor('manager'), operation: 'test' };
  const row = await shop.database.write(as, (tx) =>
    tx.one<{ id: string }>('insert into products (sku, name, slug, price) values ($1, $1, $1, 10) returning id', [
      name,
    ]),
  );
  return row?.id ?? '';
}

function follow(feed: ChangeFeed): { seen: Change[]; states: string[] } {
  const seen: Change[] = [];
  const states: string[] = [];
  feed.on((change) => seen.push(change));
  feed.onState((state) => states.push(state));
  return { seen, states };
}

test('a committed change is told with its table and ids', async () => {
  const feed = await shop.database.changes();
  const { seen } = follow(feed);
  // Behind a pooler of transactions nobody can listen, and it is polled.
  await until(() => feed.state !== 'lost');
  const id = await addProduct('live-1');
  await until(() => seen.some(({ table, ids }) => table === 'products' && ids.includes(id)));
  await feed.close();
});

test('a lost connection is told, made again, and told to be back', async () => {
  const direct = parseDatabaseUrl(shop.ownerUrl.replace('solemate_owner', 'solemate_app'));
  const feed = openChangeFeed(() => Promise.resolve(direct), shop.database);
  const { seen, states } = follow(feed);
  await until(() => feed.state === 'live');
  await withSuperuser(testServer(), (client) =>
    client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'solemate changes'"),
  );
  await until(() => states.at(-1) === 'live' && states.includes('lost'));
  const id = await addProduct('live-2');
  await until(() => seen.some(({ ids }) => ids.includes(id)));
  await feed.close();
});

test('where notifications do not arrive the audit log is asked instead', async () => {
  const deaf = await openProxy(shop, { deaf: true });
  const endpoint = parseDatabaseUrl(deaf.database.appUrl);
  const feed = openChangeFeed(() => Promise.resolve(endpoint), shop.database, 50);
  const { seen } = follow(feed);
  await until(() => feed.state === 'polling');
  const id = await addProduct('polled');
  await until(() => seen.some(({ table, ids }) => table === 'products' && ids.includes(id)));
  expect(seen.filter(({ ids }) => ids.includes(id))).toHaveLength(1);
  await feed.close();
  await deaf.close();
});

test('closing stops it even while nothing answers', async () => {
  const endpoint = { ...parseDatabaseUrl(shop.appUrl), host: '/tmp/no-such-directory' };
  const feed = openChangeFeed(() => Promise.resolve(endpoint), shop.database);
  expect(feed.state).toBe('lost');
  await feed.close();
});
