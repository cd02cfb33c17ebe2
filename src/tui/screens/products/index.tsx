import type { ReactElement } from 'react';
import { list } from '../../../operations/products/list.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { useApp } from '../../app/hooks.ts';
import { listParams, listTwin, type ListParams } from '../../app/list-params.ts';
import { ListScreen } from '../../app/ListScreen.tsx';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { columns } from './columns.ts';

function Products({ params, width, height }: ScreenProps<ListParams>): ReactElement {
  const app = useApp();
  const skuOf = (row: ListRow) => String(row['sku']);
  return (
    <ListScreen
      listing={list}
      columns={columns}
      params={params}
      width={width}
      height={height}
      open={(row) => app.navigate('product', { product: skuOf(row) })}
      copies={(row) => ({ SKU: skuOf(row), slug: String(row['slug']), name: String(row['name']) })}
      empty="No product is like that."
    />
  );
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
