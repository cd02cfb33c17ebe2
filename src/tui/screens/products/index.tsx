import { useCallback, type ReactElement } from 'react';
import type { ListRow } from '../../../operations/listing.ts';
import { archive } from '../../../operations/products/archive.ts';
import { create } from '../../../operations/products/create.ts';
import { exportProducts } from '../../../operations/products/export.ts';
import { importProducts } from '../../../operations/products/import.ts';
import { list } from '../../../operations/products/list.ts';
import { price } from '../../../operations/products/price.ts';
import { restore } from '../../../operations/products/restore.ts';
import { denied } from '../../app/denied.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { editProduct, productActions } from '../../app/products/acts.ts';
import { saveExport } from '../../app/save.ts';
import { screen, type AppApi, type ScreenAction, type ScreenProps } from '../../app/screen.ts';
import { columns } from './columns.ts';
import { Preview } from './Preview.tsx';

const bulk = [
  { operation: archive, label: 'Archive', danger: true },
  { operation: restore, label: 'Restore' },
];

const skuOf = (row: ListRow) => String(row['sku']);

function Products({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const preview = useCallback(
    (row: ListRow, columnsLeft: number, rowsLeft: number) => (
      <Preview key={row.id} row={row} width={columnsLeft} height={rowsLeft} />
    ),
    [],
  );
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('product', { product: skuOf(row) })}
      preview={preview}
      copies={(row) => ({ SKU: skuOf(row), slug: String(row['slug']), name: String(row['name']) })}
      edit={(row) => editProduct(app, skuOf(row))}
      bulk={bulk}
      keys={{
        scope: 'catalog',
        handlers: (chosen, whole) => ({
          'catalog.create': () => void makeProduct(app).catch(app.fail),
          'catalog.price': () => changePrices(app, whole() ? 'whole' : chosen(), params.filter),
          'catalog.import': () => app.navigate('product-import'),
        }),
        anywhere: ['catalog.create', 'catalog.import'],
      }}
      actions={(row, marked, whole) => [
        ...(row && marked.length === 0 ? productActions(app, actedRow(row)) : []),
        ...listActions(app, row, whole ? 'whole' : marked, params.filter),
      ]}
      empty="No product is like that."
    />
  );
}

const actedRow = (row: ListRow) => ({
  sku: skuOf(row),
  archived: row['status'] === 'ARCHIVED',
  active: row['status'] === 'ACTIVE',
});

function listActions(
  app: AppApi,
  row: ListRow | undefined,
  marked: readonly ListRow[] | 'whole',
  filter: string | undefined,
): readonly ScreenAction[] {
  const one = row ? skuOf(row) : 'all on sale';
  const rest = filter === undefined ? one : 'all of the filter';
  const which = marked === 'whole' ? 'all that match' : marked.length > 0 ? `${marked.length} marked` : rest;
  const meant = marked.length > 0 ? marked : row ? [row] : [];
  return [
    {
      label: `Change prices of ${which}`,
      key: 'catalog.price',
      hint: 'with a preview of every row',
      disabled: denied(app.actor, price),
      run: () => changePrices(app, meant, filter),
    },
    { label: 'New product', key: 'catalog.create', disabled: denied(app.actor, create), run: () => makeProduct(app) },
    {
      label: 'Import from a file',
      key: 'catalog.import',
      hint: 'ours or Shopify’s, tried first',
      disabled: denied(app.actor, importProducts),
      run: () => app.navigate('product-import'),
    },
    {
      label: 'Export with variants and pictures',
      hint: 'ours or Shopify’s, all of the filter',
      run: () => exportCatalogue(app, filter),
    },
  ];
}

async function makeProduct(app: AppApi): Promise<void> {
  const made = await app.openForm(create);
  if (made) app.navigate('product', { product: made.output.sku });
}

async function exportCatalogue(app: AppApi, filter: string | undefined): Promise<void> {
  const format = await app.pick<'csv' | 'shopify'>({
    title: 'Export products',
    choices: [
      { value: 'csv', label: 'Our CSV', hint: 'everything but stock' },
      { value: 'shopify', label: 'CSV as Shopify takes it' },
    ],
  });
  if (format === undefined) return;
  const input = { format, ...(filter === undefined ? {} : { filter }) };
  await saveExport(app, exportProducts, input, format === 'csv' ? 'products.csv' : 'shopify.csv');
}

/** The marked ones; without marks everything that the list shows, or the one under the cursor where it shows all. */
function changePrices(app: AppApi, chosen: readonly ListRow[] | 'whole', filter: string | undefined): void {
  if (chosen === 'whole') app.navigate('prices', { filter: filter ?? 'archived:no' });
  else if (chosen.length <= 1 && filter !== undefined) app.navigate('prices', { filter });
  else app.navigate('prices', chosen.length > 0 ? { skus: chosen.map(skuOf).join(',') } : {});
}

export const products = screen<ListParams>({
  name: 'products',
  title: () => 'Products',
  words: ['products', 'catalogue', 'articles'],
  permission: 'catalog:read',
  component: Products,
  params: listParams,
  twin: (params) => listTwin(list, params),
});
