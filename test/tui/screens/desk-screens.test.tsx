import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../../src/domain/permissions.ts';
import { width } from '../../../src/domain/display.ts';
import { edit } from '../../../src/operations/products/edit.ts';
import { runOperation } from '../../../src/tui/app/running.ts';
import type { Params } from '../../../src/tui/app/screen.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let records: readonly (readonly [screen: string, params: Params])[];

beforeAll(async () => {
  db = await testDatabase({ sample: true });
  const [some] = await db.sql<{ customer: string; review: string }>(
    `select (select user_id from orders order by created_at desc limit 1) as customer,
       (select id from reviews order by created_at desc limit 1) as review`,
  );
  records = [
    ['customer', { customer: some?.customer }],
    ['review', { review: some?.review }],
    ['member', { person: db.actor('manager').email }],
  ];
});
afterAll(async () => {
  await db.close();
  await home.remove();
});

const lists = ['dashboard', 'moderate', 'reviews', 'customers', 'audit', 'reports', 'staff', 'sessions', 'settings'];

async function opened(
  role: Role,
  size: { columns: number; rows: number },
  work: (app: OpenScreens) => Promise<void>,
): Promise<void> {
  const app = openScreens({ db, screens, home: home.path, role, size });
  try {
    await app.quiet();
    await work(app);
    expect(app.broken()).toBeUndefined();
  } finally {
    app.close();
  }
}

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('at %d columns and %d rows', (columns, rows) => {
  test('every screen of the desk fits, also with its actions over it', () =>
    opened('admin', { columns, rows }, async (app) => {
      const fits = (what: string) => {
        const lines = app.frame().split('\n');
        expect([what, lines.length <= rows]).toEqual([what, true]);
        for (const line of lines) expect([what, line, width(line) <= columns]).toEqual([what, line, true]);
      };
      for (const [screen, params] of [...lists.map((name) => [name, {}] as const), ...records]) {
        app.shell.navigate(screen, params);
        await app.quiet();
        expect(app.shell.stack.get().at(-1)?.screen.name).toBe(screen);
        expect(app.frame()).not.toMatch(/could not be|unexpectedly/u);
        fits(screen);
        await app.type('x');
        fits(`${screen} with its actions`);
        await app.type('\u001b');
      }
    }));
});

test('x is hinted only where a screen offers something', () =>
  opened('manager', { columns: 120, rows: 40 }, async (app) => {
    const hints = () => app.frame().split('\n').at(-1);
    expect(hints()).not.toContain('x actions');
    app.shell.navigate('orders');
    await app.quiet();
    expect(hints()).toContain('x actions');
    const [page, params] = records[0] ?? ['customers', {}];
    app.shell.navigate(page, params);
    await app.quiet();
    expect(hints()).toContain('x actions');
    app.shell.back();
    app.shell.back();
    await app.quiet();
    expect(hints()).not.toContain('x actions');
  }));

test('on a handheld the audit log says when, who and which record', () =>
  opened('admin', { columns: 40, rows: 12 }, async (app) => {
    const [one] = await db.sql<{ sku: string }>('select sku from products order by length(sku) desc limit 1');
    const sku = one?.sku ?? '';
    await runOperation(app.shell, edit, { product: sku, description: 'New.' }, { quiet: true });
    const [done] = await db.sql<{ at: string; name: string }>(
      `select to_char(a.changed_at at time zone 'UTC', 'MM-DD HH24:MI') as at,
         concat_ws(' ', u.first_name, left(u.last_name, 1)) as name
       from audit_logs a join users u on u.id = a.changed_by
       where a.operation = 'products.edit'`,
    );
    app.shell.navigate('audit', { filter: `record:${sku}` });
    await app.quiet();
    expect(app.frame()).toMatch(/When. +Who +Record/u);
    expect(app.frame()).toContain(`${done?.at ?? ''} ${(done?.name || 'admin').slice(0, 5)}`);
    expect(app.frame()).toContain(sku);
  }));

test.each([
  ['warehouse', ['moderate', 'customers', 'audit', 'reports', 'staff', 'sessions', 'settings']],
  ['oncall', ['moderate', 'staff', 'sessions', 'settings']],
  ['manager', ['staff', 'sessions', 'settings']],
] as const)('%s is told in one sentence what is not theirs, and stays where they are', (role, closed) =>
  opened(role, { columns: 100, rows: 24 }, async (app) => {
    for (const screen of closed) {
      app.shell.navigate(screen);
      await app.quiet();
      expect(app.frame()).toContain(`is ${role} and may not open`);
      expect(app.shell.stack.get().at(-1)?.screen.name).toBe('dashboard');
      app.shell.dismissToasts();
    }
  }),
);

test('a record that is not there says so, with what to do', () =>
  opened('admin', { columns: 100, rows: 24 }, async (app) => {
    for (const [screen, params, says] of [
      ['customer', { customer: 'nobody@nowhere.example' }, 'There is no customer nobody@nowhere.example.'],
      ['review', { review: 'ffffffff' }, 'There is no review ffffffff.'],
      ['member', { person: 'nobody@nowhere.example' }, 'Nobody of the staff is called nobody@nowhere.example.'],
      ['change', { operation: 'ffffffff' }, 'There is no operation ffffffff.'],
    ] as const) {
      app.shell.navigate(screen, params);
      await app.quiet();
      expect(app.frame()).toContain(says);
    }
  }));
