import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let db: TestDatabase;
let app: TestTerminal;
const home = testHome();
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterEach(() => app.close());
afterAll(async () => {
  await home.remove();
  await db.close();
});

const orderNumber = /SM-\d{4}-\d{6}/u;
const reporting = /\u001b\[\?100[0-6][hl]/u;
const cursor = () => app.lines().findIndex((line) => line.startsWith('▌'));
const numberAt = (line: number) => orderNumber.exec(app.lines()[line] ?? '')?.[0] ?? 'none';

/** As xterm reports it (SGR): the button, the cell, pressed and let go. */
const click = (column: number, line: number) =>
  app.type(`\u001b[<0;${column + 1};${line + 1}M\u001b[<0;${column + 1};${line + 1}m`);
const wheel = (way: 'up' | 'down') => app.type(`\u001b[<${way === 'up' ? 64 : 65};10;10M`);

async function openOrders(settings: object): Promise<void> {
  writeFileSync(join(home.path, 'config.json'), JSON.stringify(settings));
  app = await openTerminal({ database: db, home: home.path, role: 'manager' });
  await app.type(':orders\r');
  await app.sees(orderNumber);
}

test('a mouse is left to the terminal, unless somebody wants it', async () => {
  await openOrders({});
  expect(app.output()).not.toMatch(reporting);
  await app.type(':mouse on\r');
  await app.sees('The mouse is on');
  expect(app.emulator.modes.mouseTrackingMode).toBe('vt200');
  app.send('\u0003');
  expect((await app.ended).code).toBe(0);
  expect(app.emulator.modes.mouseTrackingMode).toBe('none');
});

test('set in the config, the wheel goes through a list, a click goes to a row and a second one opens it', async () => {
  await openOrders({ mouse: true });
  expect(app.emulator.modes.mouseTrackingMode).toBe('vt200');
  await app.press('g');
  const first = cursor();
  await wheel('down');
  expect(cursor()).toBe(first + 3);
  await wheel('up');
  expect(cursor()).toBe(first);

  const wanted = numberAt(first + 5);
  await click(20, first + 5);
  expect(cursor()).toBe(first + 5);
  // The frame, the hints and the preview are no rows.
  for (const [column, line] of [
    [20, 0],
    [20, app.lines().length - 1],
    [110, first + 1],
  ] as const)
    await click(column, line);
  expect(cursor()).toBe(first + 5);
  await click(20, first + 5);
  await app.sees(`› ${wanted}`);
  await app.press('q');
  expect(cursor()).toBe(first + 5);
});

test('a click behind a question changes nothing, and the wheel moves in the question', async () => {
  await openOrders({ mouse: true });
  await app.press('g', 'j', 'x');
  await app.sees('Actions');
  // Not the whole screen: the preview beside it may still follow the cursor.
  const shown = () => ({ row: cursor(), menu: app.lines().flatMap((line) => /│(.*)│/u.exec(line)?.[1] ?? []) });
  const before = shown();
  await click(20, cursor() + 3);
  expect(shown()).toEqual(before);
  await wheel('down');
  expect(shown()).toMatchObject({ row: before.row });
  expect(shown().menu).not.toEqual(before.menu);
  await app.press('Esc');
  await app.seesNot('Actions');
  expect(app.alternate()).toBe(true);
});

/** On the first letter of this, which stands there once. */
async function clickOn(text: string): Promise<void> {
  const line = app.lines().findIndex((one) => one.includes(text));
  await click(app.lines()[line]?.indexOf(text) ?? -1, line);
}

test('a click selects a line of a page and then opens it, takes a choice, goes to a field, chooses a button and then presses it', async () => {
  await openOrders({ mouse: true });
  await app.press('g', 'Enter');
  await app.sees('Items (');
  const [sku = 'none'] = /[A-Z]{4}-[A-Z0-9]+-[A-Z]{3}-[\d.]+/u.exec(app.lines().join('\n')) ?? [];
  await clickOn(sku);
  await app.sees(new RegExp(`▌ +${sku}`, 'u'));
  await clickOn(sku);
  await app.sees(`› ${sku}`);
  await app.press('Esc');
  await app.sees('Items (');
  await app.press('x');
  await app.sees('Leave a note');
  await clickOn('Leave a note');
  await app.sees('orders note');
  await clickOn('order *');
  await app.sees('▌order *');
  await clickOn('note *');
  await app.sees('▌note *');
  await app.press('Esc');
  await app.seesNot('orders note');

  await app.type(':promos\r');
  await app.sees('NEWYEAR');
  await app.press('Enter');
  await app.sees('What it brought');
  await app.press('x');
  await app.sees('Switch off');
  await clickOn('Switch off');
  await app.sees('[ Cancel ]');
  await clickOn('Yes (y)');
  await app.sees('[ Yes (y) ]');
  await clickOn('Cancel');
  await app.sees('[ Cancel ]');
  await clickOn('Cancel');
  await app.seesNot('Cancel');

  await app.type(':dash');
  await app.sees('dashboard');
  await clickOn('dashboard');
  await app.sees('Waiting');
});

test('a click takes the entry of the palette that it is on, not the one that Enter would take', async () => {
  await openOrders({ mouse: true });
  await app.type(':');
  await app.sees(/▌orders +screen/u);
  await clickOn('inventory ');
  await app.sees('› Inventory');
});

test('a click opens a tab, goes to a cell of the matrix and then acts on it, goes to a row of a list in a tab', async () => {
  const [shoe] = await db.sql<{ sku: string }>(
    `select p.sku from products p
     join product_variants v on v.product_id = p.id and v.deleted_at is null
     where p.deleted_at is null
     group by p.id having count(distinct v.size) > 2
     order by (select count(*) from reviews r where r.product_id = p.id) desc, p.sku limit 1`,
  );
  await openOrders({ mouse: true });
  await app.type(`:${shoe?.sku ?? ''}`);
  await app.sees('product · ');
  await app.press('Enter');
  await app.sees('[Overview]');
  const cell = () => {
    const line = app.lines().findIndex((one) => one.includes('▌'));
    return { line, column: app.lines()[line]?.indexOf('▌') ?? -1 };
  };
  const first = cell();
  // Sizes stand above the right end of their cells.
  const sizes = app.lines()[first.line - 1] ?? '';
  await click(sizes.search(/[\d.]+ *>? *$/u), first.line);
  const { line, column } = cell();
  expect(line).toBe(first.line);
  expect(column).toBeGreaterThan(first.column);
  await click(column + 1, line);
  await app.sees(/Restock|Make/u);
  await app.press('Esc');
  await clickOn('Reviews');
  await app.sees('[Reviews]');
  const at = cursor();
  expect(at).toBeGreaterThan(0);
  await click(20, at + 1);
  expect(cursor()).toBe(at + 1);
  await wheel('up');
  expect(cursor()).toBe(at);
  await clickOn('Overview');
  await app.sees('[Overview]');
});
