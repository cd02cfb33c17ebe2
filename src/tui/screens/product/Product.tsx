import { Box } from 'ink';
import { useMemo, type ReactElement } from 'react';
import { DomainError } from '../../../domain/errors.ts';
import { shopCurrency } from '../../../domain/money.ts';
import { show } from '../../../operations/products/show.ts';
import { useApp, useKeys, useOperationData, usePlaceValue, useScrollLegend, useValue } from '../../app/hooks.ts';
import type { ScreenProps } from '../../app/screen.ts';
import { Rows } from '../../widgets/Rows.tsx';
import { Empty, Loading } from '../../widgets/small.tsx';
import { productRows } from './format.ts';

export type ProductParams = Readonly<{ product: string }>;

const tables = ['products', 'product_variants', 'inventory', 'reviews'];

export function Product({ params, active, width, height }: ScreenProps<ProductParams>): ReactElement {
  const app = useApp();
  const { data, error, loading } = useOperationData(show, { product: params.product }, { tables });
  const top = usePlaceValue('top', () => 0);
  const { theme } = app;
  const rows = useMemo(
    () => (data ? productRows(data, { width, theme, currency: shopCurrency }) : []),
    [data, width, theme],
  );
  const last = Math.max(0, rows.length - height);
  const from = Math.min(useValue(top), last);
  const scroll = (by: number) => top.set(Math.min(Math.max(Math.min(top.get(), last) + by, 0), last));
  useKeys(
    'detail',
    {
      'scroll.down': () => scroll(1),
      'scroll.up': () => scroll(-1),
      'scroll.page-down': () => scroll(Math.max(1, height - 2)),
      'scroll.page-up': () => scroll(-Math.max(1, height - 2)),
      'scroll.first': () => scroll(-Infinity),
      'scroll.last': () => scroll(Infinity),
    },
    { enabled: active },
  );
  useScrollLegend(top, rows.length, height);

  if (data) return <Rows rows={rows.slice(from, from + height)} />;
  if (loading || !error) return <Loading text={`Loading ${params.product}`} />;
  const told = error instanceof DomainError ? error : undefined;
  const text = told?.message ?? 'The product could not be loaded.';
  return (
    <Box width={width} height={height}>
      <Empty text={text} hint={told?.hint ?? 'r tries again.'} width={width} />
    </Box>
  );
}
