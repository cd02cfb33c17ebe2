import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { idOfRow } from '../../src/operations/bulk.ts';
import { cliStore, type CliStore } from './store.ts';

interface Bulk {
  readonly operation_id: string;
  readonly done: number;
  readonly failed: number;
  readonly not_tried: number;
  readonly rows: readonly {
    readonly key: string;
    readonly state: string;
    readonly replayed: boolean;
    readonly error: { readonly code: string; readonly message: string } | null;
  }[];
}

let shop: CliStore;
beforeAll(async () => {
  shop = await cliStore();
});
afterAll(() => shop.close());

async function pending(paid: boolean, count: number): Promise<string[]> {
  const rows = await shop.db.sql<{ order_number: string }>(
    `select o.order_number
    from orders o
    join payments p on p.order_id = o.id
    where o.status = 'PENDING' and (p.status = 'COMPLETED') = $1
    order by o.created_at desc
    limit $2`,
    [paid, count],
  );
  expect(rows).toHaveLength(count);
  return rows.map((row) => row.order_number);
}

const statuses = async (orders: readonly string[]) =>
  (await shop.db.sql<{ status: string }>('select status from orders where order_number = any ($1)', [orders])).map(
    ({ status }) => status,
  );

const parsed = (stdout: string) => JSON.parse(stdout) as Bulk;

describe('an operation over many records', () => {
  test('gives each its own result: one that is refused leaves the others done', async () => {
    const [paid = ''] = await pending(true, 1);
    const [unpaid = ''] = await pending(false, 1);
    const { code, stdout } = await shop.run(['orders', 'confirm', paid, unpaid, 'SM-1999-000001', '--json']);
    expect(code).toBe(3);
    const { rows, ...counts } = parsed(stdout);
    expect(counts).toMatchObject({ done: 1, failed: 2, not_tried: 0 });
    expect(rows.map(({ key, state, error }) => [key, state, error?.code])).toEqual([
      [paid, 'done', undefined],
      [unpaid, 'failed', 'refused'],
      ['SM-1999-000001', 'failed', 'not_found'],
    ]);
    expect(await statuses([paid])).toEqual(['CONFIRMED']);
    expect(await statuses([unpaid])).toEqual(['PENDING']);
  });

  test('run again with the same operation id does only what is not done yet', async () => {
    const [paid = ''] = await pending(true, 1);
    const [unpaid = ''] = await pending(false, 1);
    const again = ['orders', 'confirm', paid, unpaid, '--json', '--operation-id', randomUUID()];
    expect(parsed((await shop.run(again)).stdout)).toMatchObject({ done: 1, failed: 1 });
    await shop.db.sql(
      `update payments set status = 'COMPLETED' where order_id = (
      select order_id from order_registry where order_number = $1)`,
      [unpaid],
    );
    const { code, stdout } = await shop.run(again);
    expect(code).toBe(0);
    expect(parsed(stdout).rows.map(({ state, replayed }) => ({ state, replayed }))).toEqual([
      { state: 'done', replayed: true },
      { state: 'done', replayed: false },
    ]);
  });

  test('takes one name a line from standard input', async () => {
    const orders = await pending(true, 2);
    const { code, stdout } = await shop.run(['orders', 'confirm', '-'], { stdin: `${orders.join('\n')}\n\n` });
    expect(code).toBe(0);
    expect(stdout).toContain(`${orders[0] ?? ''} is CONFIRMED.`);
    expect(stdout).toContain('2 done.');
    expect(await statuses(orders)).toEqual(['CONFIRMED', 'CONFIRMED']);
  });

  test('a dry run tells what would become of each and changes nothing', async () => {
    const [paid = ''] = await pending(true, 1);
    const [unpaid = ''] = await pending(false, 1);
    const { stdout } = await shop.run(['orders', 'confirm', paid, unpaid, '--dry-run']);
    expect(stdout).toContain('Dry run, nothing was changed.');
    expect(stdout).toContain('1 done, 1 failed.');
    expect(await statuses([paid, unpaid])).toEqual(['PENDING', 'PENDING']);
  });

  test('all that match a filter need a yes, and the person is told how many they are', async () => {
    const matching = ['orders', 'confirm', '--matching', 'status:PENDING'];
    const refused = await shop.run(matching);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Run "orders confirm" on all that match "status:PENDING"?');
    const asked = await shop.run(matching, { tty: 100, stdin: 'n\n' });
    expect(asked.stderr).toMatch(/Run "orders confirm" on \d+ records \(SM-/u);
    expect(asked.code).toBe(130);
    const [left] = await shop.db.sql<{ paid: number; unpaid: number }>(`
      select count(*) filter (where p.status = 'COMPLETED')::int as paid,
        count(*) filter (where p.status <> 'COMPLETED')::int as unpaid
      from orders o join payments p on p.order_id = o.id
      where o.status = 'PENDING'`);
    expect(left?.paid).toBeGreaterThan(0);
    const { code, stdout } = await shop.run([...matching, '--yes', '--json']);
    expect(code).toBe(3);
    expect(parsed(stdout)).toMatchObject({ done: left?.paid, failed: left?.unpaid });
    const nothing = await shop.run(['orders', 'confirm', '--matching', 'status:PENDING total:>9999999', '--yes']);
    expect(nothing).toMatchObject({ code: 0, stdout: 'Nothing matches: nothing was done.\n' });
  });

  test.each([
    [['orders', 'confirm'], 'needs <order>, or --matching'],
    [['orders', 'confirm', 'SM-2026-000001', '--matching', 'status:PENDING'], 'not both'],
    [['orders', 'confirm', 'SM-2026-000001', 'sm-2026-000001'], 'was given twice'],
    [['orders', 'confirm', '-'], 'named no record'],
    [['orders', 'confirm', '--matching', ' ', '--yes'], 'The filter of --matching is empty.'],
    [['orders', 'confirm', '--matching', 'stat:PENDING', '--yes'], 'There is no filter "stat:"'],
    [['products', 'archive', '--matching', 'trail active:yes', '--yes'], '"trail" is a search'],
  ])('%#: what cannot be meant ends with 2', async (argv, sentence) => {
    const { code, stderr } = await shop.run(argv);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });

  test('who may not run it once may not run it often', async () => {
    const orders = await pending(false, 2);
    expect((await shop.run(['orders', 'confirm', ...orders], { as: 'oncall' })).code).toBe(5);
  });

  test('interrupted, it says what was not tried', async () => {
    const stop = new AbortController();
    stop.abort();
    const orders = await pending(false, 2);
    const { code } = await shop.run(['orders', 'confirm', ...orders, '--json'], { signal: stop.signal });
    expect(code).toBe(130);
    expect(await statuses(orders)).toEqual(['PENDING', 'PENDING']);
  });
});

test("a record's operation id depends on the run and the record, in any case of letters, and is a UUID", () => {
  const run = randomUUID();
  expect(idOfRow(run, 'SM-2026-000001')).toBe(idOfRow(run, 'sm-2026-000001'));
  expect(idOfRow(run, 'SM-2026-000001')).not.toBe(idOfRow(run, 'SM-2026-000002'));
  expect(idOfRow(run, 'a')).not.toBe(idOfRow(randomUUID(), 'a'));
  expect(idOfRow(run, 'a')).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u);
});

describe('rows that say more than the record', () => {
  async function packable(count: number): Promise<string[]> {
    const orders = await pending(false, count);
    for (const step of [['confirm', '--pay-later', '--yes'], ['process']]) {
      expect((await shop.run(['orders', ...step, ...orders])).code).toBe(0);
    }
    return orders;
  }
  const warehouse = async (order: string) => {
    const { stdout } = await shop.run(['orders', 'show', order, '--json']);
    const { items } = JSON.parse(stdout) as { items: { reservations: { warehouse: string }[] }[] };
    return [...new Set(items.flatMap(({ reservations }) => reservations.map((one) => one.warehouse)))];
  };

  test('ship each order with its own tracking number, a result each; tried first it changes nothing', async () => {
    const [one = '', two = ''] = await packable(2);
    const [codes, others] = [await warehouse(one), await warehouse(two)];
    const sheet = [
      'order\tcarrier\ttracking\twarehouse',
      `${one}\tDHL\tTSV-1\t${codes[0]}`,
      `${two}\tUPS\tTSV-2\t${others[0]}`,
    ];
    const stdin = [...sheet, 'SM-1999-000001\tDHL\tTSV-3', ''].join('\r\n');
    const tried = await shop.run(['orders', 'ship', '-', '--dry-run'], { stdin });
    expect(tried.stdout).toContain('TSV-1');
    expect(await statuses([one, two])).toEqual(['PROCESSING', 'PROCESSING']);
    const { code, stdout } = await shop.run(['orders', 'ship', '-', '--json'], { stdin });
    expect(code).toBe(3);
    expect(parsed(stdout).rows.map(({ key, state }) => [key, state])).toEqual([
      [one, 'done'],
      [two, 'done'],
      ['SM-1999-000001', 'failed'],
    ]);
    const sent = await shop.db.sql(
      "select tracking_number, carrier from shipments where tracking_number like 'TSV-%' order by 1",
    );
    expect(sent).toEqual([
      { tracking_number: 'TSV-1', carrier: 'DHL' },
      { tracking_number: 'TSV-2', carrier: 'UPS' },
    ]);
  });

  test('a flag says what all rows share; a column nobody knows is told before anything is done', async () => {
    const [one = ''] = await packable(1);
    const [code = ''] = await warehouse(one);
    const missing = await shop.run(['orders', 'ship', '-', '--json'], { stdin: `${one};DHL` });
    expect(parsed(missing.stdout).rows[0]).toMatchObject({ state: 'failed', error: { code: 'invalid_input' } });
    const odd = await shop.run(['orders', 'ship', '-'], { stdin: `order,weight\n${one},3` });
    expect(odd.code).toBe(2);
    expect(odd.stderr).toContain('There is no column "weight" here; known are order, carrier, tracking');
    const stdin = `tracking,order_number\nTSV-9,${one}\n`;
    const args = ['orders', 'ship', '-', '--carrier', 'GLS', '--warehouse', code];
    expect((await shop.run(args, { stdin })).code).toBe(0);
    expect(await shop.db.sql("select carrier from shipments where tracking_number = 'TSV-9'")).toEqual([
      { carrier: 'GLS' },
    ]);
  });
});
