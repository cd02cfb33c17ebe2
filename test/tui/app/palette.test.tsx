import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Role } from '../../../src/domain/permissions.ts';
import type { RecordKind } from '../../../src/operations/fields.ts';
import { recordSources } from '../../../src/operations/records.ts';
import { confirm } from '../../../src/tui/app/asking.ts';
import { createPalette } from '../../../src/tui/app/palette/model.ts';
import { rankEntries } from '../../../src/tui/app/palette/rank.ts';
import { wayTo } from '../../../src/tui/app/records.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';
import { operations } from '../../helpers/operations.ts';

const home = testHome();
let db: TestDatabase;
let app: OpenScreens;

beforeAll(async () => {
  db = await testDatabase({ sample: true });
});
afterAll(async () => {
  await db.close();
  await home.remove();
});
beforeEach(() => open('admin'));
afterEach(() => app.close());

async function open(role: Role): Promise<void> {
  app = openScreens({ db, screens, home: home.path, role, size: { columns: 110, rows: 30 } });
  await app.quiet();
}

const one = async (sql: string) => String((await db.sql(sql))[0]?.['word']);
const title = () => {
  const place = app.shell.stack.get().at(-1);
  return place?.screen.title(place.params) ?? '';
};
const params = () => app.shell.stack.get().at(-1)?.params ?? {};

describe('a record is found by what it is called, and opens on Enter', () => {
  test('an order by its number, its tracking number and its transaction', async () => {
    const number = await one(
      `select order_number as word from orders where status = 'SHIPPED' order by created_at limit 1`,
    );
    const parcel = await one(`select tracking_number as word from shipments where tracking_number is not null
      order by created_at limit 1`);
    for (const word of [number, parcel]) {
      await app.type(`:${word}`);
      expect(app.frame()).toMatch(/SM-\d{4}-\d+ +order · /u);
      await app.type('\r');
      expect(title()).toMatch(/^SM-/u);
      app.shell.back();
    }
  });

  test('by its scan alone, on a page that takes none; over it lies no question, and nobody is away', async () => {
    const number = await one(`select order_number as word from orders order by created_at limit 1`);
    await app.type(`${number}\r`);
    expect(title()).toBe(number);
    app.shell.back();
    const before = title();
    await app.type('4006381333931\r');
    expect([title(), app.frame().includes('Nothing is called 4006381333931.')]).toEqual([before, true]);
    void confirm(app.shell, { question: 'Sure?' });
    await app.type(`${number}\r`);
    expect(app.frame()).toContain('but nothing here takes a scan');
    app.shell.lock('You locked the screen.');
    await app.quiet();
    await app.type(`${number}\r`);
    expect(title()).toBe(before);
  });

  test('a product by a part of its name, though it is no command', async () => {
    const name = await one(`select name as word from products where deleted_at is null order by created_at limit 1`);
    await app.type(`:${name}`);
    expect(app.frame()).toMatch(/product · /u);
    await app.type('\r');
    expect(app.shell.stack.get().at(-1)?.screen.name).toBe('product');
  });

  test('a SKU at once, before anything was found', async () => {
    const sku = await one(`select sku as word from product_variants where deleted_at is null order by sku limit 1`);
    await app.type(`:${sku}\r`);
    expect(Object.values(params()).join(' ')).toContain(sku);
  });

  test('a SKU opens what it is and where it lies, to whoever may see stock', async () => {
    const sku = await one(`select sku as word from product_variants where deleted_at is null order by sku limit 1`);
    app.close();
    await open('warehouse');
    await app.type(`:${sku}\r`);
    expect([app.shell.stack.get().at(-1)?.screen.name, params()]).toEqual(['lookup', { code: sku }]);
  });

  test('nothing is said to be nothing', async () => {
    await app.type(':no-such-thing-42\r');
    expect(app.frame()).toContain('Nothing is called no-such-thing-42.');
  });
});

test('every kind of record that a list shows has a way to be opened', () => {
  const kinds = Object.keys(recordSources) as RecordKind[];
  const lists = new Set(screens.map(({ name }) => name));
  const lost = kinds.filter((kind) => {
    const list = recordSources[kind].listing.name.split('.')[0] ?? '';
    return lists.has(list) && wayTo(screens, { kind, handle: 'x' }) === undefined;
  });
  expect(lost).toEqual([]);
});

test('each way can be gone: the screen takes what it is handed', () => {
  for (const kind of Object.keys(recordSources) as RecordKind[]) {
    const way = wayTo(screens, { kind, handle: '12345678', row: { id: 'x', order_number: 'SM-2026-000001' } });
    expect(() => way?.screen.readParams(way.params)).not.toThrow();
  }
});

describe('what was taken lately', () => {
  test('comes first at the next start, also a record', async () => {
    const number = await one(`select order_number as word from orders order by created_at limit 1`);
    await app.type(`:${number}\r`);
    await app.type(':products\r');
    app.close();
    await open('admin');
    await app.type(':');
    const lines = app.frame().split('\n');
    const first = lines.findIndex((line) => line.includes('Go to')) + 2;
    expect(lines[first]).toContain('products');
    expect(lines[first + 1]).toContain(number);
  });
});

describe('what a screen is called is the screen', () => {
  const first = (typed: string) => createPalette(app.shell, app.shell.dispatcher.listening()).entries(typed)[0]?.id;

  test('by its first word and by its name, for every screen', () => {
    const named = screens.filter(({ needsParams }) => !needsParams);
    const lost = named.flatMap(({ name, words }) =>
      [name, words[0] ?? name].filter((word) => first(word) !== `screen ${name}`),
    );
    expect(lost).toEqual([]);
  });

  test.each([
    ['promos', 'promos'],
    ['low', 'low'],
    ['owed', 'owed'],
    ['sales', 'reports'],
  ])('Enter on "%s" opens %s', async (word, name) => {
    await app.type(`:${word}\r`);
    expect(app.shell.stack.get().at(-1)?.screen.name).toBe(name);
  });

  test('an operation by its whole name comes before what only begins so', () => {
    expect(first('promos show')).toBe('operation promos.show');
    expect(first('Products  create')).toBe('operation products.create');
  });
});

describe('what a key does on the screen below', () => {
  test('is found by its word, told with the key, and done', async () => {
    await app.type(':promos\r');
    await app.type(':export');
    expect(app.frame()).toMatch(/▌export +E {2}Export what is shown/u);
    await app.type('\r');
    expect(app.frame()).toContain('CSV of all that match');
  });

  test('is not offered where it would do nothing', async () => {
    await app.type(':welcome\r');
    await app.type(':export');
    expect(app.frame()).not.toContain('Export what is shown');
  });

  test('is the key as it is bound, and acts on the row under the cursor', async () => {
    await app.type(':promos\r');
    await app.type(':mark\r');
    expect(app.frame()).toContain('1 marked');
  });
});

test('what is told only once opens where it can be copied and saved', async () => {
  await app.type(':promos generate\r');
  expect(app.shell.stack.get().at(-1)?.screen.name).toBe('promo-codes');
});

test('a screen that stands for an operation names one that there is', () => {
  const names = new Set(operations.map(({ name }) => name));
  expect(screens.flatMap(({ runs = [] }) => runs).filter((name) => !names.has(name))).toEqual([]);
});

test('an operation that one may not run is there with the reason', async () => {
  app.close();
  await open('oncall');
  await app.type(':products create');
  expect(app.frame()).toMatch(/products create +oncall may not/u);
});

test('an edit asks which record, and opens with what stands there', async () => {
  const slug = await one(`select slug as word from brands where deleted_at is null order by slug limit 1`);
  await app.type(':brands edit\r');
  expect(app.frame()).toMatch(/brand \*/u);
  await app.type(`${slug}\u0013`);
  expect(app.frame()).toContain('brands edit · ');
  expect(app.frame()).toMatch(new RegExp(`slug +${slug}`, 'u'));
});

test('the better word wins, then what was taken lately, then the order of the table', () => {
  const entry = (id: string, words: string) => ({ id, label: words, hint: '', words, run: () => undefined });
  const all = [entry('a', 'stock report'), entry('b', 'stock'), entry('c', 'stock list')];
  const ids = (typed: string, recents: readonly string[]) => rankEntries(all, typed, recents).map(({ id }) => id);
  expect(ids('stock', [])).toEqual(['b', 'a', 'c']);
  expect(ids('stock', ['c'])).toEqual(['b', 'c', 'a']);
  expect(ids('', ['c'])).toEqual(['c', 'a', 'b']);
  expect(ids('report', ['c'])).toEqual(['a']);
});
