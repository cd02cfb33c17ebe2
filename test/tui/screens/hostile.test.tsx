import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { width } from '../../../src/domain/display.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

const home = testHome();
let db: TestDatabase;
let app: OpenScreens;

/** What customers write when they mean harm, or only live somewhere else; %s is what keeps it unique. */
const nasty = [
  '\u001b[2J\u001b[31m%s\u001b]0;title\u0007',
  '\u202e%s\u2066evil\u2069\u200b\u00ad',
  '東京の靴屋さん %s ｈａｌｆ',
  '👩‍👩‍👧‍👦👍🏽🇩🇪 %s e\u0301\u0301\u0301\u0301\u0301\u0301',
  '\u009b31m%s\r\nsecond line\tthird\u0085fourth',
  'ก็็็็็็็็ ﷽ ͏%s \u0e49\u0e49\u0e49',
] as const;

/** One of them for each row, cut to what the column takes. */
const text = (column: string, most: number) =>
  `left(replace((array[${nasty.map((_, index) => `$${index + 1}`).join(', ')}])[1 + abs(hashtext(id::text)) % ${nasty.length}], '%s', left(id::text, 8)), ${most})`.replaceAll(
    'COLUMN',
    column,
  );

async function poison(table: string, columns: Readonly<Record<string, number>>, where = 'true'): Promise<void> {
  const sets = Object.entries(columns).map(([column, most]) => `${column} = ${text(column, most)}`);
  await db.sql(`update ${table} set ${sets.join(', ')} where ${where}`, nasty);
}

beforeAll(async () => {
  db = await testDatabase({ sample: true });
  await poison('users', { first_name: 100, last_name: 100 }, "role = 'customer'");
  await poison('products', { name: 255, description: 2000 });
  await poison('brands', { name: 100 });
  await poison('warehouses', { name: 100, city: 100 });
  await poison('orders', { notes: 500 });
  await poison('reviews', { title: 200, comment: 2000 }, "status = 'PENDING'");
  await db.sql(
    `update reviews set comment = repeat('\u001b[31m東京👩‍👩‍👧‍👦', 65536) where id = (select id from reviews where status = 'PENDING' limit 1)`,
  );
  await db.sql(
    `update orders set shipping_address = jsonb_set(shipping_address, '{city}', to_jsonb($1::text)) where status = 'PENDING'`,
    [nasty.join(' ')],
  );
});
afterAll(async () => {
  await db.close();
  await home.remove();
});

const sizes = [
  { columns: 100, rows: 30 },
  { columns: 40, rows: 12 },
  { columns: 20, rows: 8 },
] as const;

const forbidden = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

/** What is wrong with the frame: lines that are too wide, bytes that steer a terminal, more lines than there are. */
function faults(frame: string, { columns, rows }: (typeof sizes)[number]): string[] {
  const lines = frame.split('\n');
  const wide = lines.filter((line) => width(line) > columns).map((line) => `${width(line)} wide: ${line}`);
  const steering = lines.filter((line) => forbidden.test(line)).map((line) => `steers: ${JSON.stringify(line)}`);
  return [...wide, ...steering, ...(lines.length > rows ? [`${lines.length} lines`] : [])];
}

const lists = screens.filter((screen) => !screen.needsParams);

describe.each(sizes.map((size) => [`${size.columns}x${size.rows}`, size] as const))('at %s', (_name, size) => {
  test.each(lists.map(({ name }) => name))(
    'what customers wrote breaks nothing of %s, nor of what it opens',
    async (name) => {
      app = openScreens({ db, screens, home: home.path, size });
      try {
        await app.quiet();
        app.shell.navigate(name);
        await app.quiet();
        const found = [[name, faults(app.frame(), size)]];
        for (const keys of ['p', 'j', 'x', '\u001b', '\r', 'G', ']', ']', ']', 'x', '\u001b']) {
          await app.type(keys);
          await app.quiet();
          const where = app.shell.stack.get().at(-1)?.screen.name ?? '';
          found.push([`${where} after ${JSON.stringify(keys)}`, faults(app.frame(), size)]);
        }
        expect(found.filter(([, wrong]) => wrong?.length)).toEqual([]);
        expect(app.broken()).toBeUndefined();
      } finally {
        app.close();
      }
    },
  );
});
