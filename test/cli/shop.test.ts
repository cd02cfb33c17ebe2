import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { width } from '../../src/domain/display.ts';
import { version } from '../../src/domain/version.ts';
import { cliStore, type CliStore } from './store.ts';

interface Rows {
  readonly rows: readonly Record<string, string>[];
  readonly next: string | null;
}

let shop: CliStore;
beforeAll(async () => {
  shop = await cliStore();
});
afterAll(() => shop.close());

/** The newest orders that can be confirmed as they are. */
async function confirmable(count: number): Promise<string[]> {
  const rows = await shop.db.sql<{ order_number: string }>(
    `select o.order_number
    from orders o
    join payments p on p.order_id = o.id
    where o.status = 'PENDING' and p.status = 'COMPLETED' and p.amount >= o.total
    order by o.created_at desc
    limit $1`,
    [count],
  );
  return rows.map((row) => row.order_number);
}

const statusOf = async (order: string) =>
  (await shop.db.sql<{ status: string }>('select status from orders where order_number = $1', [order]))[0]?.status;

describe('reading', () => {
  test('a list is one document of rows and next, and next leads on', async () => {
    const first = await shop.json<Rows>(['orders', 'list', '--limit', '5']);
    expect(first.rows).toHaveLength(5);
    const second = await shop.json<Rows>(['orders', 'list', '--limit', '5', '--after', first.next ?? '']);
    const numbers = [...first.rows, ...second.rows].map((row) => row['order_number']);
    expect(new Set(numbers).size).toBe(10);
  });

  test('--all is every row in one document, as CSV and as JSON', async () => {
    const [{ count } = { count: 0 }] = await shop.db.sql<{ count: number }>(
      'select count(*)::int as count from orders',
    );
    const all = await shop.json<Rows>(['orders', 'list', '--all', '--limit', '100']);
    expect(all.rows).toHaveLength(count);
    expect(all.next).toBeNull();
    const { stdout } = await shop.run(['orders', 'list', '--all', '--csv']);
    expect(stdout.split('\r\n')[0]).toBe(Object.keys(all.rows[0] ?? {}).join(','));
    expect(stdout.trimEnd().split('\r\n')).toHaveLength(count + 1);
  });

  test('nothing found is an empty document, and words for people', async () => {
    const nothing = ['orders', 'list', '--customer', 'nobody is called that'];
    expect(await shop.json(nothing)).toEqual({ rows: [], next: null });
    expect((await shop.run(nothing)).stdout).toBe('Nothing found.\n');
  });

  test('a filter has its own flag, with a comparison before the value', async () => {
    const { rows } = await shop.json<Rows>(['orders', 'list', '--status', 'pending', '--total', '>100']);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row['status']).toBe('PENDING');
      expect(Number(row['total'])).toBeGreaterThan(100);
    }
  });

  test('a wrong filter value ends with 2 and what it may be', async () => {
    const { code, stderr } = await shop.run(['orders', 'list', '--status', 'LOST']);
    expect(code).toBe(2);
    expect(stderr).toContain('solemate: --status "LOST" is not understood: it is one of PENDING');
    const inFilter = await shop.run(['orders', 'list', '--filter', 'status:LOST']);
    expect(inFilter.stderr).toContain('solemate: "status:LOST" is not understood: it is one of PENDING');
    const nowhere = await shop.run(['inventory', 'list', '--warehouse', 'BRE']);
    expect([nowhere.code, nowhere.stderr]).toEqual([
      2,
      'solemate: --warehouse "BRE" is not understood: there is no such warehouse; did you mean BER?\n',
    ]);
    const abroad = await shop.run(['orders', 'list', '--country', 'Mars']);
    expect([abroad.code, abroad.stderr]).toEqual([
      2,
      'solemate: --country "Mars" is not understood: that is no country; two letters are needed, e.g. DE.\n',
    ]);
  });

  test('hostile names leave a table straight and a document untouched', async () => {
    const hostile = '\u001b[2J\u202e田中👩‍👩‍👧';
    const [number = ''] = await confirmable(1);
    await shop.db.sql(
      `update users set first_name = $1 where id = (select user_id from orders where order_number = $2)`,
      [hostile, number],
    );
    const table = (await shop.run(['orders', 'list', '--limit', '20'])).stdout;
    expect(table).not.toMatch(/[\u001b\u202e]/u);
    expect(new Set(table.trimEnd().split('\n').map(width)).size).toBe(1);
    const { rows } = await shop.json<Rows>(['orders', 'list', '--limit', '20']);
    expect(rows.map((row) => row['customer']).join()).toContain(hostile);
  });

  test('an order is shown to people and to scripts', async () => {
    const [number = ''] = await confirmable(1);
    expect((await shop.run(['orders', 'show', number])).stdout).toContain('Timeline\n┌');
    expect(await shop.json(['orders', 'show', number])).toMatchObject({ order_number: number });
  });

  test('an unknown order ends with 4', async () => {
    const { code, stdout, stderr } = await shop.run(['orders', 'show', 'SM-1999-000001', '--json']);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('writing', () => {
  test('the same operation id twice is done once, and answers the same', async () => {
    const [number = ''] = await confirmable(1);
    const id = randomUUID();
    const confirm = ['orders', 'confirm', number, '--operation-id', id];
    const first = await shop.json(confirm, { as: 'warehouse' });
    expect(first).toMatchObject({ operation_id: id, replayed: false, dry_run: false });
    const again = await shop.json(confirm, { as: 'warehouse' });
    expect(again).toEqual({ ...first, replayed: true });
    expect((await shop.run(confirm, { as: 'warehouse' })).stdout).toContain('had run before; nothing was done now');
  });

  test('the audit log tells that it came from the command line, and from which version', async () => {
    const id = randomUUID();
    await shop.run(['orders', 'confirm', (await confirmable(1))[0] ?? '', '--operation-id', id]);
    const rows = await shop.db.sql(
      `select distinct client -> 'face' as face, client -> 'version' as version from audit_logs where operation_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ face: 'cli', version }]);
  });

  test('an id used for something else is refused with 3', async () => {
    const [one = '', other = ''] = await confirmable(2);
    const id = randomUUID();
    await shop.json(['orders', 'confirm', one, '--operation-id', id]);
    const { code } = await shop.run(['orders', 'cancel', other, '--reason', 'test', '--yes', '--operation-id', id]);
    expect(code).toBe(3);
    expect(await statusOf(other)).toBe('PENDING');
  });

  test('an operation id that is none ends with 2', async () => {
    const [number = ''] = await confirmable(1);
    expect((await shop.run(['orders', 'confirm', number, '--operation-id', '7'])).code).toBe(2);
  });

  test('a step that the rules do not allow ends with 3 and the allowed ones', async () => {
    const [number = ''] = await confirmable(1);
    const { code, stderr } = await shop.run(['orders', 'deliver', number]);
    expect(code).toBe(3);
    expect(stderr).toContain('CONFIRMED');
  });

  test('a role that may not ends with 5', async () => {
    const [number = ''] = await confirmable(1);
    const { code, stderr } = await shop.run(['orders', 'confirm', number], { as: 'oncall' });
    expect(code).toBe(5);
    expect(stderr).toContain('needs one of these roles: admin, manager, warehouse');
  });

  test('nobody signed in ends with 5 and says how to sign in', async () => {
    const { code, stderr } = await shop.run(['orders', 'list'], { as: null });
    expect(code).toBe(5);
    expect(stderr).toContain('solemate login');
  });

  test('a read-only store refuses with 3 whoever asks', async () => {
    const [number = ''] = await confirmable(1);
    const { code } = await shop.run(['orders', 'confirm', number, '--read-only']);
    expect(code).not.toBe(0);
    expect(await statusOf(number)).toBe('PENDING');
  });
});

describe('asking', () => {
  const cancel = (number: string) => [
    'orders',
    'cancel',
    number,
    '--reason',
    'changed their mind',
    '--refund',
    'later',
  ];

  test('no is no: nothing is done and it ends with 130', async () => {
    const [number = ''] = await confirmable(1);
    const { code, stdout, stderr } = await shop.run(cancel(number), { tty: 80, stdin: 'n\n' });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain(`Cancel ${number}?`);
    expect(await statusOf(number)).toBe('PENDING');
  });

  test('yes is yes', async () => {
    const [number = ''] = await confirmable(1);
    expect((await shop.run(cancel(number), { tty: 80, stdin: 'y\n' })).code).toBe(0);
    expect(await statusOf(number)).toBe('CANCELLED');
  });

  test('where nobody can be asked --yes is needed', async () => {
    const [number = ''] = await confirmable(1);
    expect((await shop.run(cancel(number))).code).toBe(2);
    expect(await statusOf(number)).toBe('PENDING');
    expect((await shop.run([...cancel(number), '--yes'])).stdout).toContain(`${number} is CANCELLED: `);
  });
});

describe('what cannot be done', () => {
  test.each([
    [['orders', 'cancel', 'NOPE', '--reason', 'changed their mind'], 4, 'There is no order NOPE.'],
    [['products', 'archive', 'NOPE'], 4, 'There is no product "NOPE".'],
    [['counts', 'cancel', '999'], 4, 'There is no count 999.'],
    [['payments', 'record', 'NOPE', '--reference', 'SEPA 1'], 4, 'There is no order NOPE.'],
  ])('%j is told before anybody is asked for a yes', async (argv, code, sentence) => {
    for (const how of [{}, { tty: 80, stdin: 'n\n' }]) {
      const ran = await shop.run(argv, how);
      expect([ran.code, ran.stderr.split('\n')[0]]).toEqual([code, `solemate: ${sentence}`]);
    }
  });
});

test('what usually comes next is told to people, and not to scripts nor in a dry run', async () => {
  const open = ['counts', 'open', 'BER'];
  expect((await shop.run([...open, '--dry-run'])).stdout).not.toContain('Next:');
  expect((await shop.run(open)).stdout).toMatch(
    /^Next: solemate counts scan \d+ CODE .*solemate counts approve \d+$/mu,
  );
  expect(await shop.json(open)).toMatchObject({ result: { warehouse: 'BER' } });
});

describe('files', () => {
  test('--partial ends with 3 when a row was refused, with what was done told all the same', async () => {
    const [place] = await shop.db.sql<{ sku: string }>('select sku from product_variants order by id limit 1');
    const rows = `sku,warehouse,quantity\n${place?.sku ?? ''},BER,1\n`;
    const restock = ['inventory', 'restock', '--file', '-', '--partial', '--json'];
    expect((await shop.run(restock, { stdin: rows })).code).toBe(0);
    for (const more of [['--dry-run'], []]) {
      const some = await shop.run([...restock, ...more], { stdin: `${rows}NOPE,BER,1\n` });
      expect(some.code).toBe(3);
      expect(JSON.parse(some.stdout)).toMatchObject({ result: { lines: 1, rejected: [{ row: 3, sku: 'NOPE' }] } });
    }
    const products = 'Handle,Title,Variant Price\npart-ok,Fine,5\npart-bad,Bad,abc\n';
    const imported = await shop.run(['products', 'import', '-', '--partial', '--json'], { stdin: products });
    expect(imported.code).toBe(3);
    expect(JSON.parse(imported.stdout)).toMatchObject({ result: { products_created: 1, rejected_count: 1 } });
  });

  const csv = 'Handle,Title,Vendor,Variant SKU,Variant Price\ncli-runner,Runner,Kestrow,CLI-RUN-1,59.90\n';

  test('a path and standard input are the same to an import; a dry run changes nothing', async () => {
    const file = join(shop.home, 'products.csv');
    writeFileSync(file, csv);
    const dry = await shop.run(['products', 'import', file, '--dry-run', '--json']);
    expect(JSON.parse(dry.stdout)).toMatchObject({ dry_run: true, result: { rows: 1 } });
    const piped = await shop.run(['products', 'import', '-', '--json'], { stdin: csv });
    expect(JSON.parse(piped.stdout)).toMatchObject({ dry_run: false, result: { rows: 1, file: 'standard input' } });
    const found = await shop.db.sql(`select from products where slug = 'cli-runner'`);
    expect(found).toHaveLength(1);
  });

  test('Ctrl-C while a file is read ends with 130 and nothing is written', async () => {
    const stop = new AbortController();
    const slow = shop.run(['products', 'import', '-'], { stdin: csv, open: true, signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await slow).toMatchObject({ code: 130, stdout: '' });
  });
});

describe('sessions', () => {
  test('login by standard input keeps a session that whoami knows, logout ends it', async () => {
    const { hashPassword } = await import('../../src/platform/password.ts');
    const admin = shop.db.actor('admin');
    await shop.db.sql('update users set password_hash = $1 where id = $2', [
      await hashPassword('a good password'),
      admin.id,
    ]);
    const login = ['login', '--email', admin.email, '--password-stdin'];
    expect((await shop.run(login, { as: null, stdin: 'wrong one here\n' })).code).toBe(5);
    const { code, stdout } = await shop.run(login, { as: null, stdin: 'a good password\n' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Signed in as ${admin.name} (admin).\n` });
    const who = await shop.run(['whoami', '--json'], { as: null });
    expect(JSON.parse(who.stdout)).toMatchObject({ email: admin.email, role: 'admin' });
    expect((await shop.run(['logout'], { as: null })).stdout).toBe('Signed out.\n');
    expect((await shop.run(['whoami'], { as: null })).code).toBe(5);
  });
});
