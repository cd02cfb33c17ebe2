import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandSources } from '../../src/cli/commands.ts';
import { parse } from '../../src/cli/program.ts';
import type { Params, Screen } from '../../src/tui/app/screen.ts';
import { screens } from '../../src/tui/screens/index.ts';
import { cliStore, type CliStore } from '../cli/store.ts';

/** What screens of one record are opened with: a param's name, and the SQL of a word for it in the sample shop. */
const words: Readonly<Record<string, string>> = {
  order: 'select order_number from orders order by created_at limit 1',
  product: 'select sku from products where deleted_at is null order by sku limit 1',
  variant: 'select sku from product_variants where deleted_at is null order by sku limit 1',
  sku: 'select sku from product_variants where deleted_at is null order by sku limit 1',
  brand: 'select slug from brands where deleted_at is null order by slug limit 1',
  category: 'select slug from categories where deleted_at is null order by slug limit 1',
  customer: `select id::text from users where role = 'customer' order by id limit 1`,
  warehouse: 'select code from warehouses order by code limit 1',
  promo: 'select code from promo_codes order by code limit 1',
  code: 'select code from promo_codes order by code limit 1',
  review: 'select id::text from reviews order by id limit 1',
  person: `select email from users where role = 'manager' order by email limit 1`,
  operation: `select operation_id::text from audit_logs where operation_id is not null order by changed_at limit 1`,
  from: `select '1'`,
  count: 'select count_number::text from stock_counts limit 1',
};

let shop: CliStore;
let known: Params;
beforeAll(async () => {
  shop = await cliStore();
  // A change for the pages of changes, a version for those of versions.
  const sku = Object.values((await shop.db.sql(words['product'] ?? ''))[0] ?? {})[0] as string;
  await shop.run(['products', 'edit', sku, '--meta-title', 'Changed for its history']);
  const [place] = await shop.db.sql<{ code: string; sku: string }>(
    `select w.code, v.sku
    from inventory i
    join warehouses w on w.id = i.warehouse_id
    join product_variants v on v.id = i.variant_id
    where w.is_active
    limit 1`,
  );
  const opened = await shop.run(['counts', 'open', place?.code ?? '', '--skus', place?.sku ?? '']);
  expect(opened).toMatchObject({ code: 0 });
  const found = Object.entries(words).map(async ([key, sql]) => {
    const [row] = await shop.db.sql(sql);
    return [key, row === undefined ? undefined : (Object.values(row)[0] as string)] as const;
  });
  known = Object.fromEntries(await Promise.all(found));
});
afterAll(() => shop.close());

/** A command line in words, as a shell would split it. */
function split(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/gu)].map(
    ([, double, single, plain]) => double?.replaceAll(/\\(.)/gu, '$1') ?? single ?? plain ?? '',
  );
}

/** `code` is a promo code, but on the page of a warehouse. */
const paramsOf = ({ name, needsParams }: Screen): Params => {
  if (name === 'product-import') return { file: 'test/fixtures/products.csv' };
  if (!needsParams) return {};
  return name === 'warehouse' ? { ...known, code: known['warehouse'] } : known;
};

/** This shop has no repository of backups, which is what these are to say: test/backup looks at what they say. */
const codesOf = (twin: string): readonly number[] => (twin.startsWith('backup ') ? [0, 1, 2, 3] : [0]);

describe.each(screens.map((screen) => [screen.name, screen] as const))(
  'the command line of the screen %s',
  (_name, screen) => {
    test('is there, and is one that the program knows', async () => {
      const twin = screen.twin(paramsOf(screen));
      if (twin === undefined) return;
      // For what has no one command, the help of its noun is a command line too.
      expect((await parse(split(twin), commandSources, 100)).kind).toMatch(/^(run|help)$/u);
    });

    test('runs on the sample shop', async () => {
      const twin = screen.twin(paramsOf(screen));
      if (twin === undefined) return;
      const { code, stderr } = await shop.run(split(twin));
      // Of a long list it says there how to go on.
      expect(codesOf(twin)).toContain(code);
      if (code === 0) expect({ twin, stderr: stderr.replace(/^More: .*\n/u, '') }).toEqual({ twin, stderr: '' });
    });
  },
);

test('a filter with quotes and blanks is one word of the command line', async () => {
  const orders = screens.find(({ name }) => name === 'orders');
  const twin = orders?.twin({ filter: 'status:PENDING city:"Sankt Augustin" o\'neill' }) ?? '';
  const { code, stderr } = await shop.run(split(twin));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
