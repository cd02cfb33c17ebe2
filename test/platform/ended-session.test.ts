import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hashPassword } from '../../src/platform/password.ts';
import { signIn } from '../../src/platform/session.ts';
import { openStore, type OpenStore } from '../../src/platform/store.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome, type TestHome } from '../helpers/home.ts';
import { runPiece, type TestProcess } from '../helpers/process.ts';

let shop: TestDatabase;
let home: TestHome;
let store: OpenStore;
const password = 'correct horse battery';

beforeAll(async () => {
  shop = await testDatabase();
  home = testHome();
  store = await openStore({ url: shop.appUrl, home: home.path });
  await shop.sql('update users set password_hash = $1', [await hashPassword(password)]);
});
afterAll(async () => {
  await store.close();
  await shop.close();
  await home.remove();
});

/** A program that stays open, as a terminal does: for each line it is given it reads or writes, and says how it went. */
const program = `
  import { createInterface } from 'node:readline';
  import { page } from '#root/src/operations/listing.ts';
  import { run } from '#root/src/operations/operation.ts';
  import { list } from '#root/src/operations/products/list.ts';
  import { create } from '#root/src/operations/warehouses/create.ts';
  import { currentActor } from '#root/src/platform/session.ts';
  import { openStore } from '#root/src/platform/store.ts';
  const store = await openStore({ url: process.env.SHOP, home: process.env.HOME_OF_IT });
  const actor = await currentActor(store);
  const acts = {
    read: () => page(list, {}, { database: store.database, actor }),
    write: (code) => run(create, { code, name: 'Hall', country: 'DE' }, { database: store.database, actor }),
  };
  console.log('ready ' + actor.role);
  for await (const line of createInterface({ input: process.stdin })) {
    const [what, more] = line.split(' ');
    const told = await acts[what](more).then(() => 'done', (error) => error.code + ' ' + error.message);
    console.log('answer ' + told);
  }
  await store.close();
`;

async function open(
  role: 'manager' | 'warehouse' | 'admin',
): Promise<{ say(line: string): Promise<string>; piece: TestProcess; id: string }> {
  const { email, id } = shop.actor(role);
  const { token } = await signIn(store, email, password);
  const piece = runPiece(program, { SHOP: shop.appUrl, HOME_OF_IT: home.path, SOLEMATE_TOKEN: token });
  expect(await piece.line('ready')).toBe(`ready ${role}`);
  return {
    id,
    piece,
    async say(line) {
      piece.child.stdin?.write(`${line}\n`);
      return (await piece.line('answer')).slice('answer '.length);
    },
  };
}

const close = async ({ piece }: { piece: TestProcess }) => {
  piece.child.stdin?.end();
  expect(await piece.ended).toBe(0);
};

test('the program of somebody who was deactivated does nothing more, from its very next statement', async () => {
  const running = await open('manager');
  expect(await running.say('read')).toBe('done');
  expect(await running.say('write ONE')).toBe('done');
  await shop.sql('update users set is_active = false where id = $1', [running.id]);
  expect(await running.say('read')).toBe('forbidden Nothing was done: this account is deactivated.');
  expect(await running.say('write TWO')).toBe('forbidden Nothing was done: this account is deactivated.');
  await shop.sql('update users set is_active = true where id = $1', [running.id]);
  // The session ended then, and does not come back with the account.
  expect(await running.say('write TWO')).toBe(
    'forbidden Nothing was done: this session was ended, or was not used for 8 hours.',
  );
  await close(running);
  expect(await shop.sql('select code from warehouses')).toEqual([{ code: 'ONE' }]);
});

test('so does a program whose session was ended, or whose person has another role now', async () => {
  const running = await open('admin');
  await shop.sql('update user_sessions set revoked_at = now() where user_id = $1', [running.id]);
  expect(await running.say('write THREE')).toMatch(/^forbidden Nothing was done: this session was ended/u);
  await close(running);
  const other = await open('admin');
  await shop.sql("update users set role = 'oncall' where id = $1", [other.id]);
  expect(await other.say('read')).toBe(
    'forbidden Nothing was done: the role of this account was changed from admin to oncall.',
  );
  await close(other);
});

test('a session in use is seen once a minute at most, and not kept from other programs meanwhile', async () => {
  const actor = (await signIn(store, shop.actor('warehouse').email, password)).actor;
  const session = actor.session ?? '';
  const seen = async () =>
    (await shop.sql<{ at: Date }>('select last_seen_at as at from user_sessions where id = $1', [session]))[0]?.at;
  await shop.sql("update user_sessions set last_seen_at = now() - interval '5 minutes' where id = $1", [session]);
  await store.database.asLogin('select touch_session($1)', [session]);
  const first = await seen();
  expect(Date.now() - (first?.getTime() ?? 0)).toBeLessThan(60_000);
  await store.database.asLogin('select touch_session($1)', [session]);
  expect(await seen()).toEqual(first);
  await shop.sql("update user_sessions set last_seen_at = now() - interval '9 hours' where id = $1", [session]);
  await store.database.asLogin('select touch_session($1)', [session]);
  const late = store.database.read({ actor, operation: 'test.look' }, (tx) => tx.query('select 1'));
  await expect(late).rejects.toMatchObject({ code: 'forbidden', details: { signed_out: true } });
});
