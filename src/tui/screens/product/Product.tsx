import type { ReactElement } from 'react';
import { shopCurrency } from '../../../domain/money.ts';
import { list } from '../../../operations/products/list.ts';
import { show, type ShownProduct } from '../../../operations/products/show.ts';
import { DetailScreen, type DetailFrame } from '../../app/DetailScreen.tsx';
import type { ScreenProps } from '../../app/screen.ts';
import { productRows } from './format.ts';

export type ProductParams = Readonly<{ product: string }>;

const tables = ['products', 'product_variants', 'inventory', 'reviews'];

const rows = (page: ShownProduct, { width, theme }: DetailFrame): readonly string[] =>
  productRows(page, { width, theme, currency: shopCurrency });

export function Product({ params, active, width, height }: ScreenProps<ProductParams>): ReactElement {
  return (
    <DetailScreen
      operation={show}
      input={{ product: params.product }}
      tables={tables}
      noun="product"
      active={active}
      width={width}
      height={height}
      rows={rows}
      copies={(page) => ({ SKU: page.sku, slug: page.slug, name: page.name })}
      below={{ listing: list, params: (row) => ({ product: String(row['sku']) }) }}
    />
  );
}
