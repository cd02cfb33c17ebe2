import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { solemate, type Ran } from './streams.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ empty: true });
});
afterAll(() => db.close());

const owner = (...argv: string[]): Promise<Ran> => solemate([...argv, '--url', db.ownerUrl]);

async function answer<T = Record<string, unknown>>(...argv: string[]): Promise<T> {
  const { code, stdout, stderr } = await owner(...argv, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

interface Doctor {
  readonly ok: boolean;
  readonly as: string;
  readonly problems: number;
  readonly checks: readonly {
    readonly key: string;
    readonly level: string;
    readonly broken: number;
    readonly found: string;
  }[];
}

test('an empty database becomes a shop that the doctor finds well', async () => {
  expect(await answer('db', 'status')).toMatchObject({ up_to_date: false });
  const sick = await owner('doctor', '--json');
  expect(sick.code).toBe(3);
  const { applied } = await answer<{ applied: string[] }>('db', 'migrate');
  expect(applied.length).toBeGreaterThan(10);
  // What whoever sets up the server does, and the embedded store by itself.
  await db.sql('alter role solemate_app login');
  expect((await owner('db', 'migrate')).stdout).toBe('Nothing to do: the schema is up to date.\n');
  expect(await answer('db', 'status')).toMatchObject({ up_to_date: true });
  const seeded = await owner('db', 'seed', '--orders', '60', '--seed', '7');
  expect(seeded.stdout).toMatch(/^Made a sample shop of 60 orders in /u);
  expect(seeded.stderr).toMatch(/told this once: \S{10,}/u);
  const again = await owner('db', 'seed', '--orders', '60', '--seed', '7');
  expect(again).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('All that was changed in the one that is there'),
  });
  const { steps } = await answer<{ steps: { step: string; done: number }[] }>('db', 'maintain');
  expect(steps.filter(({ done }) => done > 0).map(({ step }) => step)).toEqual(['statistics']);
  const dry = await owner('db', 'maintain', '--dry-run', '--read-only');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^Dry run, nothing was changed\.\nOrders have their months/u);
  expect(await owner('db', 'maintain', '--read-only')).toMatchObject({ code: 3 });
  const well = JSON.parse((await owner('doctor', '--json')).stdout) as Doctor;
  expect(well.checks.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(well).toMatchObject({ ok: true, as: 'owner', problems: 0, unseen: 0 });
  const told = await owner('doctor');
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).not.toContain('PROBLEM');
  // A shop where nothing waits for anybody is well in every respect; this one has open orders.
  const warned = well.checks.some(({ level }) => level === 'warning');
  expect((await owner('doctor', '--strict')).code).toBe(warned ? 3 : 0);
});

test("the app's own login is told whose work it is", async () => {
  const { code, stderr } = await solemate(['db', 'migrate', '--url', db.appUrl]);
  expect(code).toBe(5);
  expect(stderr).toContain("give the owner's URL with --url");
});

test('the doctor names what is wrong and ends with 3', async () => {
  await db.sql('alter table orders disable trigger user');
  await db.sql('alter table payments disable row level security');
  const { code, stdout } = await owner('doctor', '--json');
  expect(code).toBe(3);
  const broken = (JSON.parse(stdout) as Doctor).checks.filter((one) => one.broken > 0);
  expect(broken.map(({ key }) => key)).toEqual(expect.arrayContaining(['row-level-security', 'triggers-on']));
  expect(broken.find(({ key }) => key === 'row-level-security')?.found).toBe('missing: row-level security on payments');
  const told = (await owner('doctor')).stdout;
  expect(told).toContain('PROBLEM  No rule is switched off (');
  expect(told).toMatch(/^\d+ problems .*\(\d+ of \d+ checks\)\.$/mu);
  await db.sql('alter table orders enable trigger user');
  await db.sql('alter table payments enable row level security');
});

test("with the app's own login the doctor looks with the eyes of whoever is signed in, and nobody else", async () => {
  const home = mkdtempSync(join(tmpdir(), 'solemate-cli-'));
  const nobody = await solemate(['doctor', '--url', db.appUrl, '--home', home]);
  expect(nobody.code).toBe(5);
  expect(nobody.stderr).toContain("give the database owner's URL with --url");
  await db.sql(
    `select open_session(id, sha256(convert_to('a warehouse token', 'UTF8')), current_timestamp + interval '1 hour', 'test')
    from users where email = 'warehouse@solemate.example'`,
  );
  process.env['SOLEMATE_TOKEN'] = 'a warehouse token';
  try {
    const { code, stdout } = await solemate(['doctor', '--json', '--url', db.appUrl, '--home', home]);
    const doctor = JSON.parse(stdout) as Doctor;
    expect({ code, ...doctor }).toMatchObject({ code: 0, ok: true, as: 'warehouse' });
    expect(doctor.checks.find(({ key }) => key === 'refund-sums')?.level).toBe('unseen');
    const told = (await solemate(['doctor', '--url', db.appUrl, '--home', home])).stdout;
    expect(told).toContain('unseen');
    expect(told).toMatch(/could not be seen\)\.$/mu);
  } finally {
    delete process.env['SOLEMATE_TOKEN'];
  }
});

test('a month that is missing is named by the doctor and made by maintain', async () => {
  const other = await testDatabase();
  const [{ month, name } = { month: '', name: '' }] = await other.sql<{ month: string; name: string }>(
    `select to_char(m, 'YYYY-MM') as month, 'orders_' || to_char(m, 'YYYY_MM') as name
    from (select now() at time zone 'UTC' + interval '3 months') as later (m)`,
  );
  await other.sql(`drop table ${name} cascade`);
  const { code, stdout } = await solemate(['doctor', '--json', '--url', other.ownerUrl]);
  expect(code).toBe(3);
  expect((JSON.parse(stdout) as Doctor).checks.find(({ key }) => key === 'months-ahead')).toMatchObject({
    broken: 1,
    found: month,
  });
  const made = await solemate(['db', 'maintain', '--json', '--url', other.ownerUrl]);
  expect(JSON.parse(made.stdout)).toMatchObject({
    dry_run: false,
    busy: false,
    steps: expect.arrayContaining([{ step: 'months', done: 1, told: '1 month of orders made.', postponed: false }]),
  });
  await other.close();
});

test('read-only means it, and taking migrations back needs a yes', async () => {
  expect((await owner('db', 'seed', '--read-only')).code).toBe(3);
  expect((await owner('db', 'migrate', '--down')).code).toBe(2);
  expect((await owner('db', 'migrate', '--to', 'nonsense')).stderr).toContain('There is no migration "nonsense".');
  const typed = (stdin: string) => solemate(['db', 'migrate', '--down', '--url', db.ownerUrl], { tty: 80, stdin });
  const declined = await typed('yes\n');
  expect(declined.code).toBe(130);
  expect(declined.stderr).toContain('Type "delete" to go on: ');
  expect((await typed('delete\n')).stdout).toMatch(/^Took back /u);
  const { reverted } = await answer<{ reverted: string[] }>('db', 'migrate', '--down', '--to', '0', '--yes');
  expect(reverted.length).toBeGreaterThan(10);
  expect(await db.sql(`select from pg_tables where schemaname = 'public' and tablename = 'orders'`)).toEqual([]);
});

test('the first admin is set up with a password from standard input, and only the first', async () => {
  await owner('db', 'migrate');
  const setup = [
    'setup',
    '--email',
    'ana@shop.example',
    '--first-name',
    'Ana',
    '--last-name',
    'Lang',
    '--password-stdin',
  ];
  const home = mkdtempSync(join(tmpdir(), 'solemate-cli-'));
  const app = (argv: readonly string[], stdin: string) =>
    solemate([...argv, '--url', db.appUrl, '--home', home], { stdin });
  expect(await app(setup, 'short\n')).toMatchObject({ code: 2 });
  expect(await app(setup, 'a long password\n')).toMatchObject({
    code: 0,
    stdout: 'Ana Lang is the first admin and is signed in.\n',
  });
  expect((await app(setup, 'a long password\n')).code).toBe(3);
});
