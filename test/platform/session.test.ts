import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Forbidden, InvalidInput, Refused } from '../../src/domain/errors.ts';
import { migrations } from '../../migrations/index.ts';
import { changePassword } from '../../src/platform/account.ts';
import { hashPassword } from '../../src/platform/password.ts';
import { currentActor, sampleActor, setupAdmin, signIn, signOut } from '../../src/platform/session.ts';
import { openStore, type OpenStore } from '../../src/platform/store.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome, type TestHome } from '../helpers/home.ts';

let shop: TestDatabase;
let home: TestHome;
let store: OpenStore;
const password = 'correct horse battery';

beforeAll(async () => {
  shop = await testDatabase();
  home = testHome();
  store = await openStore({ url: shop.appUrl, home: home.path });
  await shop.sql('delete from users');
});
afterEach(() => {
  delete process.env['SOLEMATE_TOKEN'];
});
afterAll(async () => {
  await store.close();
  await shop.close();
  await home.remove();
});

test('an empty shop says how its first admin is made', async () => {
  await expect(currentActor(store)).rejects.toMatchObject({
    message: 'Nobody is signed in.',
    hint: 'This shop has no staff yet: make the first admin with solemate setup',
  });
});

test('the first admin is made once, and is signed in', async () => {
  const admin = { email: 'Ann@Shop.example', password, firstName: 'Ann', lastName: 'Lee' };
  await expect(setupAdmin(store, { ...admin, password: 'short' })).rejects.toThrow(InvalidInput);
  await expect(setupAdmin(store, { ...admin, email: 'no address' })).rejects.toThrow(InvalidInput);
  const { actor } = await setupAdmin(store, admin);
  expect(actor).toMatchObject({ email: 'Ann@Shop.example', name: 'Ann Lee', role: 'admin' });
  expect(await currentActor(store)).toEqual(actor);
  await expect(setupAdmin(store, { ...admin, email: 'second@shop.example' })).rejects.toThrow(Refused);
});

test('the token is kept in a 0600 file, and the database has its hash only', async () => {
  const { token } = await signIn(store, 'ann@shop.example', password);
  const directory = join(home.path, 'sessions');
  const [file = ''] = readdirSync(directory);
  expect(readFileSync(join(directory, file), 'utf8').trim()).toBe(token);
  expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  const rows = await shop.sql<{ row: string }>('select user_sessions::text as row from user_sessions');
  expect(rows.some(({ row }) => row.includes(token))).toBe(false);
});

test('SOLEMATE_TOKEN and a given token work from anywhere', async () => {
  const { token, actor } = await signIn(store, 'ann@shop.example', password);
  const elsewhere = testHome();
  const other = await openStore({ url: shop.appUrl, home: elsewhere.path });
  await expect(currentActor(other)).rejects.toThrow('Nobody is signed in.');
  expect(await currentActor(other, { token })).toEqual(actor);
  process.env['SOLEMATE_TOKEN'] = token;
  expect(await currentActor(other)).toEqual(actor);
  process.env['SOLEMATE_TOKEN'] = 'made-up';
  await expect(currentActor(other)).rejects.toThrow(Forbidden);
  await other.close();
  await elsewhere.remove();
});

test('signing out ends the session everywhere', async () => {
  const { token } = await signIn(store, 'ann@shop.example', password);
  expect(await signOut(store)).toBe(true);
  expect(await signOut(store)).toBe(false);
  await expect(currentActor(store, { token })).rejects.toThrow(Forbidden);
});

test('signing out a script by its token leaves the person signed in', async () => {
  const script = await signIn(store, 'ann@shop.example', password);
  const person = await signIn(store, 'ann@shop.example', password);
  expect(await signOut(store, { token: script.token })).toBe(true);
  await expect(currentActor(store, { token: script.token })).rejects.toThrow(Forbidden);
  expect(await currentActor(store)).toEqual(person.actor);
});

test('a session that was not used for eight hours is over', async () => {
  const { token } = await signIn(store, 'ann@shop.example', password);
  await shop.sql("update user_sessions set last_seen_at = now() - interval '8 hours 1 minute'");
  await expect(currentActor(store)).rejects.toThrow('The session is over');
  await expect(currentActor(store, { token })).rejects.toThrow(Forbidden);
});

test('a wrong e-mail and a wrong password are answered alike', async () => {
  const answers = await Promise.all(
    [signIn(store, 'nobody@shop.example', password), signIn(store, 'ann@shop.example', 'wrong')].map((one) =>
      one.catch((error: unknown) => String(error)),
    ),
  );
  expect(answers).toEqual(Array(2).fill('Forbidden: The e-mail or the password is wrong.'));
});

test('five wrong passwords lock the account for a minute, also for the right one', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await signIn(store, 'ann@shop.example', `wrong ${attempt}`).catch(() => undefined);
  }
  await expect(signIn(store, 'ann@shop.example', password)).rejects.toThrow('Too many wrong passwords');
  await shop.sql("update users set locked_until = now() - interval '1 second'");
  const { actor } = await signIn(store, 'ann@shop.example', password);
  expect(actor.name).toBe('Ann Lee');
});

test.each(['ann@shop.example', 'nobody@shop.example'])(
  'of 32 wrong passwords at the same moment five are tried, the others find %s locked',
  async (email) => {
    await shop.sql('update users set failed_logins = 0, locked_until = null');
    await shop.sql('delete from login_attempts');
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        signIn(store, email, `wrong ${index}`).then(
          () => 'in',
          (error: unknown) => (error instanceof Forbidden ? error.message : 'failed'),
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 'The e-mail or the password is wrong.')).toHaveLength(5);
    const locked = answers.filter((answer) => /^Too many wrong passwords: this account is locked until/u.test(answer));
    expect(locked).toHaveLength(27);
    await shop.sql('update users set failed_logins = 0, locked_until = null');
  },
);

test('a right password takes the count back', async () => {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    if (attempt % 4 === 3) await signIn(store, 'ann@shop.example', password);
    else await signIn(store, 'ann@shop.example', 'wrong').catch(() => undefined);
  }
  const [row] = await shop.sql("select failed_logins from users where email = 'Ann@Shop.example'");
  expect(row).toEqual({ failed_logins: 0 });
});

test('changing the password needs the old one, ends the other sessions and keeps this one', async () => {
  const other = await signIn(store, 'ann@shop.example', password);
  const { actor } = await signIn(store, 'ann@shop.example', password);
  const next = 'a quite different one';
  await expect(changePassword(store, actor, 'not it at all', next)).rejects.toThrow('password is wrong');
  await expect(changePassword(store, actor, password, 'short')).rejects.toThrow(InvalidInput);
  await expect(changePassword(store, actor, password, password)).rejects.toThrow('is the old one');
  expect((await changePassword(store, actor, password, next)).sessions_ended).toBeGreaterThan(0);
  await expect(currentActor(store, { token: other.token })).rejects.toThrow(Forbidden);
  expect(await currentActor(store)).toEqual(actor);
  await expect(signIn(store, 'ann@shop.example', password)).rejects.toThrow(Forbidden);
  await changePassword(store, actor, next, password);
});

test('two changes at once: one wins, the other is told', async () => {
  const { actor } = await signIn(store, 'ann@shop.example', password);
  const tried = await Promise.allSettled(
    ['the first of the two', 'the other of the two'].map((next) => changePassword(store, actor, password, next)),
  );
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await shop.sql('update users set password_hash = $1', [await hashPassword(password)]);
  await shop.sql('update users set failed_logins = 0, locked_until = null');
});

test('a customer and a deactivated member of staff cannot sign in, nor use an old session', async () => {
  const hash = await hashPassword(password);
  await shop.sql(
    `insert into users (email, password_hash, role, is_active)
    values ('customer@shop.example', $1, 'customer', true), ('gone@shop.example', $1, 'manager', true)`,
    [hash],
  );
  await expect(signIn(store, 'customer@shop.example', password)).rejects.toThrow(Forbidden);
  const { token } = await signIn(store, 'gone@shop.example', password);
  await shop.sql("update users set is_active = false where email = 'gone@shop.example'");
  await expect(currentActor(store, { token })).rejects.toThrow(Forbidden);
  await expect(signIn(store, 'gone@shop.example', password)).rejects.toThrow('deactivated');
});

test('a store that is open read-only takes a session that exists, and makes none', async () => {
  const { token, actor } = await signIn(store, 'ann@shop.example', password);
  const careful = await openStore({ url: shop.appUrl, home: home.path, readOnly: true });
  await shop.sql("update user_sessions set last_seen_at = now() - interval '5 minutes'");
  expect(await currentActor(careful, { token })).toEqual(actor);
  await expect(signIn(careful, 'ann@shop.example', password)).rejects.toThrow(Refused);
  await careful.close();
});

test('a database that lacks a migration is told before anything is done', async () => {
  const { token } = await signIn(store, 'ann@shop.example', password);
  const last = migrations.at(-1)?.name ?? '';
  const [row] = await shop.sql<{ checksum: string }>(
    'delete from schema_migrations where name = $1 returning checksum',
    [last],
  );
  await expect(currentActor(store, { token })).rejects.toMatchObject({
    code: 'unavailable',
    message: `The database lacks what this version needs: ${last}.`,
  });
  await shop.sql('insert into schema_migrations (name, checksum) values ($1, $2)', [last, row?.checksum]);
  expect((await currentActor(store, { token })).name).toBe('Ann Lee');
});

test('only a database marked as a sample offers sample staff', async () => {
  await expect(sampleActor(store, 'admin')).rejects.toThrow(Forbidden);
  const sample = await testDatabase({ sample: true });
  const open = await openStore({ url: sample.appUrl, home: home.path });
  expect((await sampleActor(open, 'warehouse')).role).toBe('warehouse');
  await open.close();
  await sample.close();
});
