import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliStore, type CliStore } from '../cli/store.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

let shop: CliStore;
beforeAll(async () => {
  shop = await cliStore();
});
afterAll(() => shop.close());

/** Terminals of one home, one after the other, as on days that follow each other. */
async function withHome(
  work: (open: (options?: TerminalOptions) => Promise<TestTerminal>, home: string) => Promise<void>,
) {
  const home = testHome();
  const opened: TestTerminal[] = [];
  try {
    await work(async (options = {}) => {
      const app = await openTerminal({ database: shop.db, role: 'manager', home: home.path, ...options });
      opened.push(app);
      await app.type(':orders\r');
      await app.sees('Orders');
      return app;
    }, home.path);
  } finally {
    for (const app of opened) await app.close();
    await home.remove();
  }
}

test('a filter typed with Tab, saved as a view with its columns, is there again after a restart', async () => {
  await withHome(async (open) => {
    const monday = await open();
    await monday.press('/');
    await monday.type('sta\t');
    await monday.type('pe\t');
    await monday.sees('/status:PENDING');
    await monday.press('Enter');
    await monday.sees('status:PENDING');

    await monday.press('C', 'j', 'j', 'Space', 'Enter');
    await monday.seesNot('Total');

    await monday.press('V');
    await monday.sees('Save what is shown');
    await monday.press('Enter');
    await monday.type('to confirm\r');
    await monday.sees('Saved as "to confirm"');
    await monday.close();

    const tuesday = await open();
    await tuesday.sees('status:PENDING');
    await tuesday.seesNot('Total');
    await tuesday.press('Esc');
    await tuesday.seesNot('status:PENDING');
    await tuesday.type(':to confirm\r');
    await tuesday.sees('status:PENDING');

    await tuesday.press('Esc', '/', 'Up');
    await tuesday.sees('/status:PENDING');
  });
});

test('orders are confirmed in bulk: what was refused is told, and done when it is in order', async () => {
  const find = async (paid: boolean) => {
    const [row] = await shop.db.sql<{ order_number: string }>(
      `select o.order_number from orders o join payments p on p.order_id = o.id
      where o.status = 'PENDING' and (p.status = 'COMPLETED') = $1 order by o.created_at desc limit 1`,
      [paid],
    );
    return row?.order_number ?? '';
  };
  const [paid, unpaid] = [await find(true), await find(false)];
  const status = async (order: string) =>
    (await shop.db.sql<{ status: string }>('select status from orders where order_number = $1', [order]))[0]?.status;
  await withHome(async (open) => {
    const app = await open();
    for (const order of [paid, unpaid]) {
      await app.press('/', 'Ctrl-u');
      await app.type(`${order}\r`);
      await app.sees(new RegExp(`1-1/1`, 'u'));
      await app.press('Space');
    }
    await app.sees('2 marked');
    await app.press('B');
    await app.sees('Confirm 2 marked orders');
    await app.press('Enter');
    await app.sees('Confirm 1 order?');
    await app.press('y');
    await app.sees(/1 done.*1 refused/u);
    expect(await status(paid)).toBe('CONFIRMED');
    await shop.run(['payments', 'record', unpaid, '--reference', 'SEPA 1', '--yes'], { as: 'manager' });
    await app.press('a');
    await app.sees('2 done');
    expect(await status(unpaid)).toBe('CONFIRMED');
    await app.press('Esc');
    await app.seesNot('marked');
  });
});

test('what is exported is byte for byte what the command line prints for the same filter', async () => {
  await withHome(async (open, home) => {
    const app = await open();
    await app.press('/');
    await app.type('status:DELIVERED total:>100\r');
    await app.press('s');
    await app.type('jj\r');
    for (const [down, flag, format] of [
      ['', '--csv', 'csv'],
      ['j', '--json', 'json'],
    ] as const) {
      const file = join(home, `orders.${format}`);
      await app.press('E');
      await app.type(`${down}\r`);
      await app.press('Ctrl-u');
      await app.type(`${file}\r`);
      await app.sees(`orders.${format}.`);
      const filter = 'status:DELIVERED total:>100';
      const argv = ['orders', 'list', '--filter', filter, '--sort', 'total', '--all', flag];
      const { stdout } = await shop.run(argv, { as: 'manager' });
      expect(readFileSync(file, 'utf8')).toBe(stdout);
      expect(stdout.split('\n').length).toBeGreaterThan(format === 'csv' ? 5 : 1);
    }
    const before = readFileSync(join(home, 'orders.csv'));
    await app.press('E', 'Enter', 'Ctrl-u');
    await app.type(`${join(home, 'orders.csv')}\r`);
    await app.sees('Replace it?');
    await app.press('Esc');
    expect(readFileSync(join(home, 'orders.csv'))).toEqual(before);
    expect(existsSync(join(home, 'orders.json'))).toBe(true);
  });
});
