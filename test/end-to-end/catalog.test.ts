import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/operations/operation.ts';
import { edit } from '../../src/operations/products/edit.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';
import { openTerminal, type TestTerminal } from '../helpers/terminal.ts';

let database: TestDatabase;
let shoe: { sku: string; name: string; brand: string };

beforeAll(async () => {
  database = await testDatabase({ sample: true });
  const [found] = await database.sql<typeof shoe>(
    `select p.sku, p.name, b.slug as brand
     from products p
     join brands b on b.id = p.brand_id
     where p.is_active and p.deleted_at is null
       and (select count(distinct v.size) from product_variants v where v.product_id = p.id and v.is_active) > 4
       and (select count(*) from products o where o.name = p.name) = 1
     order by p.sku
     limit 1`,
  );
  if (!found) throw new Error('the sample has no shoe of several sizes');
  shoe = found;
});
afterAll(() => database.close());

/** A terminal of the manager, closed whatever happens; every key is counted. */
async function atDesk(work: (app: TestTerminal, keys: () => number) => Promise<void>): Promise<void> {
  const app = await openTerminal({ database, role: 'manager' });
  let pressed = 0;
  const counting: TestTerminal = {
    ...app,
    press: (...keys) => {
      pressed += keys.length;
      return app.press(...keys);
    },
    type: (text) => {
      pressed += text.length;
      return app.type(text);
    },
  };
  try {
    await work(counting, () => pressed);
  } finally {
    await app.close();
  }
}

async function openScreen(app: TestTerminal, name: string): Promise<void> {
  await app.type(`:${name}`);
  await app.press('Enter');
}

/** A letter lost in the first word, two the other way round in the second, as fingers do. */
function misspelled(name: string): string {
  const [first = '', second = ''] = name.split(' ');
  const at = Math.floor(second.length / 2);
  const turned = second.slice(0, at - 1) + second.charAt(at) + second.charAt(at - 1) + second.slice(at + 1);
  return `${first.length > 5 ? first.slice(0, -2) + first.slice(-1) : first} ${second.length > 3 ? turned : second}`;
}

const restocked = async () => {
  const rows = await database.sql<{ sku: string; quantity: number }>(
    `select v.sku, t.quantity
     from inventory_transactions t
     join inventory i on i.id = t.inventory_id
     join product_variants v on v.id = i.variant_id
     where t.type = 'RESTOCK' and t.created_by = $1::uuid
     order by t.created_at`,
    [database.actor('manager').id],
  );
  return rows;
};

describe('the catalogue at the desk', () => {
  test('a shoe is found by misspelled words, and two cells of its matrix are restocked', () =>
    atDesk(async (app, keys) => {
      await openScreen(app, 'products');
      await app.sees('Name');
      await app.press('/');
      await app.type(misspelled(shoe.name));
      await app.press('Enter');
      await app.sees(shoe.sku);
      await app.press('Enter');
      await app.sees('[Overview]');
      const before = keys();
      await app.press('+');
      await app.sees('Pieces into');
      await app.type('24');
      await app.press('Enter');
      await app.sees('+ 24 =');
      await app.press('l', '+');
      await app.sees('Pieces into');
      await app.type('6');
      await app.press('Enter');
      await app.sees('+ 6 =');
      expect(keys() - before).toBe(8);
      const rows = await restocked();
      expect(rows.map(({ quantity }) => quantity)).toEqual([24, 6]);
      expect(new Set(rows.map(({ sku }) => sku)).size).toBe(2);
    }));

  test.each([
    [40, 12],
    [20, 8],
  ])('a cell is restocked at %d columns and %d rows', async (columns, rows) => {
    const app = await openTerminal({ database, role: 'warehouse', columns, rows });
    try {
      await app.type(`:products`);
      await app.press('Enter', '/');
      await app.type(shoe.sku);
      await app.press('Enter', 'Enter');
      await app.sees('[Overview]');
      await app.press('l', '+');
      await app.sees('Pieces into');
      await app.type('3');
      await app.press('Enter');
      await app.seesNot('Pieces into');
      await app.sees(/\+ 3\s+=/u);
    } finally {
      await app.close();
    }
  });

  test('a product that was changed is compared with how it was and brought back', () =>
    atDesk(async (app) => {
      const call = { database: database.database, actor: database.actor('manager') };
      await run(edit, { product: shoe.sku, name: 'Wrongly Named', tags: 'oops' }, call);
      await openScreen(app, shoe.sku);
      await app.sees('Wrongly Named');
      await app.press('[', '[');
      await app.sees('name');
      await app.press('Down', 'Down', 'Enter');
      await app.sees('Compare with now');
      await app.press('Enter');
      await app.sees('- ');
      await app.sees('+ Wrongly Named');
      await app.press('x');
      await app.sees('Bring back version 1');
      await app.press('Enter');
      await app.sees('name Wrongly Named');
      await app.press('y');
      await app.sees('is as in version 1 again');
      const [row] = await database.sql<{ name: string }>('select name from products where sku = $1', [shoe.sku]);
      expect(row?.name).toBe(shoe.name);
    }));

  test('prices of a whole brand are looked at row by row, changed, and put back by one undo', () =>
    atDesk(async (app, keys) => {
      const prices = () =>
        database.sql<{ sku: string; price: string }>(
          `select p.sku, p.price from products p join brands b on b.id = p.brand_id where b.slug = $1 and p.deleted_at is null
           union all
           select v.sku, v.price from product_variants v join products p on p.id = v.product_id
             join brands b on b.id = p.brand_id
             where b.slug = $1 and v.price is not null and v.deleted_at is null and p.deleted_at is null
           order by 1`,
          [shoe.brand],
        );
      const before = await prices();
      await openScreen(app, 'products');
      await app.sees('Name');
      await app.press('/');
      await app.type(`brand:${shoe.brand}`);
      await app.press('Enter');
      await app.sees(`brand:${shoe.brand}`);
      const first = keys();
      await app.press('$');
      await app.sees('Prices of everything under');
      await app.type('+10% .99');
      await app.press('Enter');
      await app.sees('would change');
      await app.press('Enter');
      await app.sees('They can all be put back with one undo.');
      await app.press('y');
      await app.sees('z puts them back');
      expect(keys() - first).toBe(12);
      const after = await prices();
      expect(after.every(({ price }) => price.endsWith('.99'))).toBe(true);
      expect(after).not.toEqual(before);
      await app.press('z');
      await app.sees('is undone');
      expect(await prices()).toEqual(before);
    }));

  test('who may only look is told so before anything is filled in', async () => {
    const app = await openTerminal({ database, role: 'oncall' });
    try {
      await app.type(':products');
      await app.press('Enter');
      await app.sees('Name');
      await app.press('Enter');
      await app.sees('[Overview]');
      await app.press('+');
      await app.sees('only for admin, manager, warehouse');
      await app.press('e');
      await app.sees('may not run products edit');
      await app.press('x');
      await app.sees('only for admin, manager');
    } finally {
      await app.close();
    }
  });

  test('a file with a bad row is tried first, its bad product left out, the rest imported', () =>
    atDesk(async (app) => {
      const folder = mkdtempSync(join(tmpdir(), 'solemate-import-'));
      const file = join(folder, 'shoes.csv');
      const rows = [
        'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price',
        'nova-one,Nova One,Nova,Size,41,NOVA-41,99.00',
        'nova-one,,,Size,42,NOVA-42,99.00',
        'nova-two,Nova Two,Nova,Size,41,NOVA2-41,cheap',
      ];
      writeFileSync(file, `${rows.join('\n')}\n`);
      try {
        await openScreen(app, 'products');
        await app.sees('Name');
        await app.press('I');
        await app.sees('Import products from');
        await app.type(file);
        await app.press('Enter');
        await app.sees('Would be: 1 product with 2 variants');
        await app.sees('"cheap" is no price');
        await app.press('Ctrl-s');
        await app.sees('Not yet: 1 problem');
        await app.press('o', 'Ctrl-s');
        await app.sees('A whole file cannot be undone');
        expect(await database.sql("select sku from products where slug like 'nova-%'")).toEqual([]);
        await app.press('y');
        await app.sees('Done: 1 product with 2 variants');
        const made = await database.sql<{ slug: string }>("select slug from products where slug like 'nova-%'");
        expect(made).toEqual([{ slug: 'nova-one' }]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }));

  test('a branch of categories is made and moved with what is below it', () =>
    atDesk(async (app) => {
      await openScreen(app, 'categories');
      await app.sees('With below');
      await app.press('G', 'a');
      await app.sees('New category');
      await app.type('Gravel');
      await app.press('Enter');
      await app.sees(/▌ +Gravel/u);
      await app.press('a');
      await app.sees('New category below');
      await app.type('Wet Gravel');
      await app.press('Enter');
      await app.sees(/▌ +Wet Gravel/u);
      await app.press('h', 'm');
      await app.sees('Moving Gravel');
      await app.press('t');
      await app.sees('Gravel stands at the top.');
      const rows = await database.sql<{ name: string; parent: string | null }>(
        `select c.name, p.name as parent from categories c left join categories p on p.id = c.parent_id
         where c.name like '%Gravel' order by c.name`,
      );
      expect(rows).toEqual([
        { name: 'Gravel', parent: null },
        { name: 'Wet Gravel', parent: 'Gravel' },
      ]);
    }));

  test('fifty codes that nobody can guess are made and shown', () =>
    atDesk(async (app, keys) => {
      await openScreen(app, 'unique codes');
      await app.sees('Say how many');
      await app.sees('count');
      const first = keys();
      await app.type('50');
      await app.press('Tab', 'Tab');
      await app.type('10');
      await app.press('Ctrl-s');
      await app.sees('50 codes, each 10 % for one order');
      expect(keys() - first).toBe(7);
      const [row] = await database.sql<{ codes: number }>(
        `select count(*)::integer as codes from promo_codes where created_at > now() - interval '5 minutes'`,
      );
      expect(row?.codes).toBe(50);
    }));
});
