import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Migration } from '../../migrations/migration.ts';
import { migrations } from '../../migrations/index.ts';
import { InvalidInput, Unavailable } from '../../src/domain/errors.ts';
import { migrate, migrationStatus } from '../../src/platform/database/migrate.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { runPiece } from '../helpers/process.ts';

let empty: TestDatabase;
beforeAll(async () => {
  empty = await testDatabase({ empty: true });
});
afterAll(() => empty.close());

const table = (name: string): Migration => ({
  name: `test-${name}`,
  up: [`create table ${name} (id integer)`, `insert into ${name} values (1)`],
  down: `drop table ${name}`,
});

const exists = async (name: string) =>
  (await empty.sql<{ there: boolean }>('select to_regclass($1) is not null as there', [name]))[0]?.there;

test('an empty database has nothing applied, and asking does not change it', async () => {
  const status = await migrationStatus(empty.ownerUrl);
  expect(status.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
  expect(status.every(({ applied_at }) => applied_at === null)).toBe(true);
  expect(await exists('schema_migrations')).toBe(false);
});

test('two migrates started together do not collide: one does the work, the other finds nothing to do', async () => {
  const list = [table('one'), { ...table('two'), up: ['select pg_sleep(0.2)', 'create table two (id integer)'] }];
  const names = await Promise.all([migrate(empty.ownerUrl, { list }), migrate(empty.ownerUrl, { list })]);
  expect(names.flat()).toEqual(['test-one', 'test-two']);
  expect(await empty.sql('select from one')).toHaveLength(1);
});

test('down goes back one, or as far as it is told, and up again', async () => {
  const list = [table('one'), table('two')];
  expect(await migrate(empty.ownerUrl, { list, down: true })).toEqual(['test-two']);
  expect(await exists('two')).toBe(false);
  expect(await migrate(empty.ownerUrl, { list })).toEqual(['test-two']);
  expect(await migrate(empty.ownerUrl, { list, down: true, to: 0 })).toEqual(['test-two', 'test-one']);
  expect(await exists('one')).toBe(false);
  expect(await migrate(empty.ownerUrl, { list, to: 'test-one' })).toEqual(['test-one']);
  await migrate(empty.ownerUrl, { list, down: true, to: 0 });
});

test('one that fails is rolled back whole and named; those before it stay', async () => {
  const list = [table('good'), { ...table('bad'), up: ['create table bad (id integer)', 'select 1/0'] }];
  await expect(migrate(empty.ownerUrl, { list })).rejects.toThrow(
    'The migration test-bad (up) failed and was rolled back: division by zero.',
  );
  expect([await exists('good'), await exists('bad')]).toEqual([true, false]);
  await migrate(empty.ownerUrl, { list: [table('good')], down: true });
});

test('one that is killed half-way leaves nothing of it, and the next run does it all', async () => {
  const killed = runPiece(`
    import { migrate } from '#root/src/platform/database/migrate.ts';
    const up = ['create table half (id integer)', 'select pg_sleep(300)'];
    await migrate(${JSON.stringify(empty.ownerUrl)}, {
      list: [{ name: 'test-half', up, down: '' }],
      onProgress: () => console.log('running'),
    });
  `);
  await killed.line('running');
  killed.child.kill('SIGKILL');
  expect(await killed.ended).toBe('SIGKILL');
  expect(await migrate(empty.ownerUrl, { list: [table('half')] })).toEqual(['test-half']);
  expect(await empty.sql('select from half')).toHaveLength(1);
  await migrate(empty.ownerUrl, { list: [table('half')], down: true });
});

test('the whole schema is applied and known by its text', async () => {
  const shop = await testDatabase();
  const status = await migrationStatus(shop.ownerUrl);
  expect(status.every(({ applied_at, changed }) => applied_at !== null && !changed)).toBe(true);
  await shop.close();
});

test('an app without its tables says which command makes them', async () => {
  const actor = { id: '00000000-0000-4000-8000-000000000000', email: '', name: '', role: 'admin' } as const;
  await empty.sql('drop table if exists schema_migrations');
  const work = empty.database.read({ actor, operation: 'test' }, (tx) => tx.query('select from orders'));
  await expect(work).rejects.toThrow(Unavailable);
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ hint: 'Run "solemate db migrate" with the database owner\'s URL.' });
});

test('a URL that is none is told without quoting it', async () => {
  await expect(migrate('postgres//owner:secret@host')).rejects.toThrow(InvalidInput);
  await expect(migrate('postgres//owner:secret@host')).rejects.not.toThrow('secret');
});
