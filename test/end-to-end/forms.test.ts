import { chmodSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { findHome } from '../../src/platform/home.ts';
import { testHome } from '../helpers/home.ts';
import { openTerminal, type TerminalOptions, type TestTerminal } from '../helpers/terminal.ts';

let db: TestDatabase;
const open: TestTerminal[] = [];
beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => db.close());

async function start(options: TerminalOptions = {}): Promise<TestTerminal> {
  const terminal = await openTerminal({ database: db, role: 'manager', ...options });
  open.push(terminal);
  return terminal;
}

const one = async (sql: string, values: readonly unknown[] = []) => {
  const [row] = await db.sql<{ word: string | null }>(sql, values);
  return row?.word ?? null;
};

/** All drafts of a home, as they lie on the disk. */
function keptIn(home: string): string {
  const folder = join(findHome(home).data, 'drafts');
  // What is still being written has another name.
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** Once the drafts of a home hold this. */
async function kept(home: string, text: string): Promise<void> {
  const changes = watch(join(findHome(home).data, 'drafts'));
  try {
    while (!keptIn(home).includes(text)) await once(changes, 'change');
  } finally {
    changes.close();
  }
}

/** A shell script in place of a person's editor. */
function editor(folder: string, script: string): string {
  const file = join(folder, 'editor.sh');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('a product', () => {
  test('is made in its form: brand and category picked as they are typed, the description in one’s own editor', async () => {
    const home = testHome();
    const brand = await one(`select slug as word from brands where deleted_at is null order by slug limit 1`);
    const EDITOR = editor(home.path, `printf 'Light.\\nWith grip.\\n' > "$1"`);
    const app = await start({ home: home.path, env: { EDITOR } });
    await app.type(':products create\r');
    await app.sees('name of the product');
    await app.type('Driver Shoe\t129,90\t');
    await app.press('Tab', 'Tab', 'Tab');
    await app.type(brand?.slice(0, 3) ?? '');
    await app.sees(new RegExp(`▌${brand ?? ''} `, 'u'));
    await app.press('Tab');
    await app.sees('▌category');
    await app.press('Down', 'Tab');
    await app.sees('description, plain text');
    await app.press('Ctrl-o');
    await app.sees('Light.↵With grip.');
    await app.press('Ctrl-s');
    await app.sees('Driver Shoe is made as');
    const [made] = await db.sql(
      `select p.price::text as price, p.description, b.slug as brand, p.category_id is not null as in_category
       from products p join brands b on b.id = p.brand_id where p.name = 'Driver Shoe'`,
    );
    expect(made).toEqual({ price: '129.90', description: 'Light.\nWith grip.', brand, in_category: true });
    await app.close();
    await home.remove();
  });

  test('that two people edit at once ends as both want it, field by field', async () => {
    const slug = (await one(`select slug as word from brands where deleted_at is null order by slug limit 1`)) ?? '';
    const [ana, ben] = [await start({ role: 'manager' }), await start({ role: 'admin' })];
    for (const app of [ana, ben]) {
      await app.type(`:brands edit\r`);
      await app.sees('brand *');
      await app.type(slug);
      await app.press('Ctrl-s');
      await app.sees('brands edit · ');
    }
    await ana.press('Tab', 'Tab');
    await ana.press('Ctrl-u');
    await ana.type('https://ana.example');
    await ana.press('Ctrl-s');
    await ana.sees('has a new website');
    await ben.press('Tab', 'Tab');
    await ben.press('Ctrl-u');
    await ben.type('https://ben.example');
    await ben.press('Tab', 'Tab');
    await ben.type('Seen by Ben.');
    await ben.press('Ctrl-s');
    await ben.sees('Somebody else was faster');
    await ben.sees('both changed it');
    await ben.press('t');
    await ben.press('Enter');
    await ben.sees('has a new description');
    const [brand] = await db.sql('select website, description from brands where slug = $1', [slug]);
    expect(brand?.['website']).toBe('https://ana.example');
    expect(String(brand?.['description'])).toContain('Seen by Ben.');
  });
});

test('a form that was half filled in when the program was killed is offered at the next start', async () => {
  const home = testHome();
  const app = await start({ home: home.path });
  await app.type(':promos create\r');
  await app.type('LOSTLINE\t');
  await app.press('p', 'Tab');
  await app.type('15\t');
  await app.press('Tab', 'Tab');
  await app.type('in 2 weeks');
  await app.sees(/= \w{3} \d{4}-\d\d-\d\d, the day in UTC/u);
  await kept(home.path, 'in 2 weeks');
  app.kill('SIGKILL');
  await app.ended;
  const again = await start({ home: home.path });
  await again.sees('A form waits half filled in: promos create');
  await again.type(':');
  await again.sees('go on: promos create');
  await again.press('Enter');
  await again.sees('LOSTLINE');
  await again.press('Ctrl-s');
  await again.sees('LOSTLINE gives 15');
  expect(await one(`select code as word from promo_codes where code = 'LOSTLINE'`)).toBe('LOSTLINE');
  await again.close();
  await home.remove();
});

test('a price that was changed is put back with z', async () => {
  const sku = (await one(`select sku as word from products where deleted_at is null order by sku limit 1`)) ?? '';
  const price = () => one('select price::text as word from products where sku = $1', [sku]);
  const before = await price();
  const app = await start();
  await app.type(':products edit\r');
  await app.sees('product *');
  await app.type(sku);
  await app.press('Ctrl-s');
  await app.sees('products edit ·');
  await app.press('Tab');
  await app.press('Ctrl-u');
  await app.type('999,99');
  await app.press('Ctrl-s');
  await app.sees('has a new price');
  expect(await price()).toBe('999.99');
  await app.press('z');
  await app.sees('Undo what you did');
  await app.press('y');
  await app.sees('is undone');
  expect(await price()).toBe(before);
});
