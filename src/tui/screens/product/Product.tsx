import { useMemo, type ReactElement } from 'react';
import { list as reviewsList } from '../../../operations/reviews/list.ts';
import { history } from '../../../operations/products/history.ts';
import { list } from '../../../operations/products/list.ts';
import { show } from '../../../operations/products/show.ts';
import type { ShownProduct } from '../../../operations/products/parts/shown.ts';
import { stats } from '../../../operations/products/stats.ts';
import { why } from '../../../operations/products/why.ts';
import { DetailScreen, OperationTab, type DetailTab } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { ListTab } from '../../app/ListTab.tsx';
import { editProduct, productActions, type ActedProduct } from '../../app/products/acts.ts';
import { whyRows, whyTables } from '../../app/products/why.ts';
import type { AppApi, ScreenProps } from '../../app/screen.ts';
import { cellActions } from './cell-acts.ts';
import { historyRows } from './history.ts';
import { Overview, useCellPlace } from './Overview.tsx';
import { addTo, attributeRows, imageRows } from './parts.ts';
import { reviewColumns } from './reviews.ts';
import { statsRows } from './stats.ts';

export type ProductParams = Readonly<{ product: string }>;

const tables = ['products', 'product_variants', 'inventory', 'reviews', 'product_images', 'product_attributes'];
const sales = ['orders', 'inventory', 'reviews'];

const acted = ({ sku, deleted_at, is_active, version }: ShownProduct): ActedProduct => ({
  sku,
  archived: deleted_at !== null,
  active: is_active,
  version,
});

function tabsOf(app: AppApi, given: string): readonly DetailTab<ShownProduct>[] {
  const changes = historyRows(app);
  return [
    { name: 'Overview', body: (body) => <Overview {...body} given={given} /> },
    { name: 'Pictures', rows: imageRows(app) },
    { name: 'Attributes', rows: attributeRows(app) },
    {
      name: 'Stats',
      body: ({ data: { sku }, ...space }) => (
        <OperationTab
          operation={stats}
          input={{ product: sku }}
          tables={sales}
          rows={statsRows}
          noun="figures"
          {...space}
        />
      ),
    },
    {
      name: 'Reviews',
      body: ({ data: { sku }, ...space }) => (
        <ListTab
          listing={reviewsList}
          columns={reviewColumns}
          filter={`product:${sku} status:all`}
          sort="newest"
          open={(row) => app.navigate('review', { review: row.id })}
          empty="Nobody has reviewed it yet."
          {...space}
        />
      ),
    },
    {
      name: 'History',
      body: ({ data: { sku }, ...space }) => (
        <OperationTab
          operation={history}
          input={{ product: sku, limit: 200 }}
          tables={tables}
          rows={changes}
          noun="history"
          {...space}
        />
      ),
    },
    {
      name: 'Why',
      body: ({ data: { sku }, ...space }) => (
        <OperationTab
          operation={why}
          input={{ product: sku }}
          tables={whyTables}
          rows={whyRows}
          noun="reasons"
          {...space}
        />
      ),
    },
  ];
}

export function Product({ params, active, width, height }: ScreenProps<ProductParams>): ReactElement {
  const app = useApp();
  const placeOf = useCellPlace(params.product);
  const tabs = useMemo(() => tabsOf(app, params.product), [app, params.product]);
  return (
    <DetailScreen
      operation={show}
      input={{ product: params.product }}
      tables={tables}
      noun="product"
      active={active}
      width={width}
      height={height}
      tabs={tabs}
      actions={(page) => {
        const place = placeOf(page);
        return [...(place ? cellActions(place) : []), ...productActions(app, acted(page))];
      }}
      copies={(page) => {
        const variant = placeOf(page)?.cell.variant;
        const { sku, slug, name } = page;
        return { ...(variant ? { 'SKU of the cell': variant.sku } : {}), SKU: sku, slug, name };
      }}
      keys={{
        scope: 'product',
        handlers: (page) => ({ 'product.add': () => void addTo(app, page).catch(app.fail) }),
      }}
      edit={({ sku }) => editProduct(app, sku)}
      below={{ listing: list, params: (row) => ({ product: String(row['sku']) }) }}
    />
  );
}
