import type { ReactElement } from 'react';
import * as z from 'zod';
import { why } from '../../../operations/products/why.ts';
import { DetailScreen } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { shellWord } from '../../app/list-params.ts';
import { whyRows, whyTables } from '../../app/products/why.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';

type WhyParams = Readonly<{ product: string }>;

/** Why customers can or cannot see and buy one variant, or the product as a whole. */
function Why({ params, active, width, height }: ScreenProps<WhyParams>): ReactElement {
  const app = useApp();
  return (
    <DetailScreen
      operation={why}
      input={{ product: params.product }}
      tables={whyTables}
      noun="reasons"
      active={active}
      width={width}
      height={height}
      rows={whyRows}
      actions={({ variant, sku }) => [
        { label: `Open ${variant ?? sku}`, run: () => app.navigate('product', { product: variant ?? sku }) },
      ]}
      copies={({ variant, sku }) => ({ SKU: variant ?? sku })}
    />
  );
}

export const productWhy = screen<WhyParams>({
  name: 'product-why',
  title: ({ product }) => `why ${product}`,
  words: ['why not sold'],
  permission: 'catalog:read',
  component: Why,
  params: z.object({ product: z.string().trim().min(1).max(255) }),
  needsParams: true,
  twin: ({ product }) => `products why ${shellWord(product)}`,
});
