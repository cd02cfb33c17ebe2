import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, InvalidInput } from '../../src/domain/errors.ts';
import type { Role } from '../../src/domain/permissions.ts';
import {
  editRow,
  toldChanges,
  toldDifferences,
  type ColumnValue,
  type VersionedTable,
} from '../../src/operations/editing.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(() => db.close());

/** One edit in its own transaction, of the row as it stands then: what every operation does. */
async function edit(
  table: VersionedTable,
  id: string,
  columns: Readonly<Record<string, ColumnValue>>,
  expectedVersion?: number,
  as: Role = 'manager',
) {
  return db.database.write({ actor: db.actor(as), operation: 'test.edit' }, async (tx) => {
    const row = await tx.one<{ id: string; version: number }>(
      `select id, version from ${table} where id = $1 for no key update`,
      [id],
    );
    if (!row) throw new Error('no such row');
    return editRow(tx, { table, name: 'It', row, columns, expectedVersion });
  });
}

async function made(table: VersionedTable): Promise<string> {
  const word = randomUUID();
  const inserts: Record<VersionedTable, string> = {
    products: "insert into products (sku, name, slug, price) values ($1, 'Shoe', $1, 50) returning id",
    product_variants: `with p as (
      insert into products (sku, name, slug, price) values ($1, 'Shoe', $1, 50) returning id
    )
    insert into product_variants (product_id, sku, price) select id, $1, 50 from p returning id`,
    product_images: `with p as (
      insert into products (sku, name, slug, price) values ($1, 'Shoe', $1, 50) returning id
    )
    insert into product_images (product_id, url, is_primary) select id, 'https://x.example/' || $1, true from p returning id`,
    product_attributes: `with p as (
      insert into products (sku, name, slug, price) values ($1, 'Shoe', $1, 50) returning id
    )
    insert into product_attributes (product_id, name, value) select id, 'material', 'leather' from p returning id`,
    promo_codes:
      "insert into promo_codes (code, discount_type, discount_value) values (upper($1), 'PERCENTAGE', 10) returning id",
    brands: 'insert into brands (name, slug) values ($1, $1) returning id',
    categories: 'insert into categories (name, slug) values ($1, $1) returning id',
    users:
      "insert into users (email, password_hash, first_name, last_name) values ($1 || '@example.com', 'x', 'A', 'B') returning id",
  };
  const [row] = await db.sql<{ id: string }>(inserts[table], [word]);
  return row?.id ?? '';
}

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('editRow', () => {
  test('writes what differs, tells it with amounts as text, and makes one version', async () => {
    const id = await made('products');
    expect(await edit('products', id, { price: '45', name: 'Shoe', tags: ['a', 'b'], is_active: true }, 1)).toEqual({
      id,
      version: 2,
      changes: [
        { field: 'price', from: '50.00', to: '45.00' },
        { field: 'tags', from: null, to: ['a', 'b'] },
      ],
    });
  });

  test('writes nothing, and makes no version and no audit row, when nothing differs', async () => {
    const id = await made('brands');
    expect(await edit('brands', id, { website: null, is_active: true })).toEqual({ id, version: 1, changes: [] });
    expect(await db.sql("select 1 from audit_logs where record_id = $1 and action = 'UPDATE'", [id])).toEqual([]);
  });

  test('refuses to change nothing at all, and a column that is none', async () => {
    const id = await made('brands');
    expect(await caught(edit('brands', id, {}))).toBeInstanceOf(InvalidInput);
    expect(await caught(edit('brands', id, { 'name = name; --': 'x' }))).toMatchObject({
      message: expect.stringContaining('is no column'),
    });
  });

  const cases: readonly (readonly [VersionedTable, string, ColumnValue, ColumnValue, unknown])[] = [
    ['products', 'price', '60', '70', '50.00'],
    ['product_variants', 'price', '60', '70', '50.00'],
    ['product_images', 'alt_text', 'side', 'sole', null],
    ['product_attributes', 'value', 'suede', 'canvas', 'leather'],
    ['promo_codes', 'discount_value', '15', '20', '10.00'],
    ['brands', 'website', 'https://one.example', 'https://two.example', null],
    ['categories', 'sort_order', 5, 7, 0],
    ['users', 'first_name', 'Berta', 'Carla', 'A'],
  ];

  test.each(cases)(
    'a stale edit of %s is a conflict with base, theirs and mine of %s',
    async (table, field, one, two, base) => {
      const id = await made(table);
      await edit(table, id, { [field]: one }, 1, 'admin');
      const error = await caught(edit(table, id, { [field]: two }, 1, 'admin'));
      expect(error).toBeInstanceOf(Conflict);
      expect(error).toMatchObject({
        message: `It was changed by ${db.actor('admin').email} since version 1; it is at version 2 now.`,
        details: {
          version: 1,
          current_version: 2,
          changed_by: db.actor('admin').email,
          changed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u),
        },
      });
      const { fields } = (error as Conflict).details as { fields: { base: unknown; theirs: unknown; mine: unknown }[] };
      expect(fields).toHaveLength(1);
      expect(fields[0]).toMatchObject({ field, base, mine: two });
      expect(Number(fields[0]?.theirs) || fields[0]?.theirs).toEqual(Number(one) || one);
    },
  );

  test('the base is what stood there at that version, however many changes came since', async () => {
    const id = await made('brands');
    await edit('brands', id, { website: 'https://v2.example' });
    await edit('brands', id, { description: 'at version 3' });
    await edit('brands', id, { website: 'https://v4.example' });
    await edit('brands', id, { website: 'https://v5.example' });
    const baseAt = async (version: number) => {
      const error = await caught(edit('brands', id, { website: 'mine', description: 'mine', name: 'mine' }, version));
      return ((error as Conflict).details as { fields: { base: unknown }[] }).fields.map(({ base }) => base);
    };
    const [row] = await db.sql<{ name: string }>('select name from brands where id = $1', [id]);
    expect(await baseAt(1)).toEqual([null, null, row?.name]);
    expect(await baseAt(2)).toEqual(['https://v2.example', null, row?.name]);
    expect(await baseAt(3)).toEqual(['https://v2.example', 'at version 3', row?.name]);
    expect(await baseAt(4)).toEqual(['https://v4.example', 'at version 3', row?.name]);
  });

  test('a stale edit whose fields nobody else touched is still a conflict, and shows that base is theirs', async () => {
    const id = await made('brands');
    await edit('brands', id, { description: 'theirs' }, 1);
    expect(await caught(edit('brands', id, { website: 'mine' }, 1))).toMatchObject({
      details: { fields: [{ field: 'website', base: null, theirs: null, mine: 'mine' }] },
    });
  });

  test('a version that does not exist yet is a conflict that says so', async () => {
    const id = await made('brands');
    expect(await caught(edit('brands', id, { website: 'x' }, 9))).toMatchObject({
      message: 'It has no version 9 yet; it is at version 1.',
    });
  });

  test.each(cases.map(([table, field]) => [table, field] as const))(
    'of 16 sessions editing the same version of %s exactly one wins',
    async (table, field) => {
      const id = await made(table);
      const values = Array.from({ length: 16 }, (_, n) => (field === 'sort_order' ? n + 20 : `${n + 20}`));
      const errors = await Promise.all(values.map((value) => caught(edit(table, id, { [field]: value }, 1, 'admin'))));
      const lost = errors.filter((error) => error !== undefined);
      expect(lost).toHaveLength(15);
      for (const error of lost) expect(error).toBeInstanceOf(Conflict);
      expect(await db.sql(`select version from ${table} where id = $1`, [id])).toEqual([{ version: 2 }]);
    },
  );
});

describe('toldChanges', () => {
  test('names the fields as people do', () => {
    const change = (field: string) => ({ field, from: 1, to: 2 });
    expect(toldChanges('RUN', [change('brand_id'), change('is_active'), change('compare_price')])).toBe(
      'RUN has a new brand, active, compare price.',
    );
    expect(
      toldDifferences([
        { field: 'price', from: null, to: '79.00' },
        { field: 'is_active', from: true, to: false },
      ]),
    ).toBe('price none → 79.00, active yes → no');
    const cleared = { field: 'barcode', from: '4006381333931', to: null };
    expect(toldChanges('RUN', [cleared])).toBe('RUN has no barcode any more.');
    expect(toldChanges('RUN', [cleared, change('price')])).toBe('RUN has a new price, and no barcode any more.');
    expect(toldChanges('RUN', [])).toBe('RUN was so already: nothing was changed.');
  });
});
