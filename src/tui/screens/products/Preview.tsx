import type { ReactElement } from 'react';
import { shopCurrency, showMoney } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import type { ListRow } from '../../../operations/listing.ts';
import { show } from '../../../operations/products/show.ts';
import type { ShownProduct } from '../../../operations/products/parts/shown.ts';
import { useOperationData } from '../../app/hooks.ts';
import { counted, matrixOf } from '../../app/products/matrix.ts';
import { matrixPreview } from '../../app/products/matrix-rows.ts';
import { useTheme } from '../../theme/context.ts';
import type { Theme } from '../../theme/theme.ts';
import { Lines } from '../../widgets/Lines.tsx';
import { Empty, keyValueLines, Loading } from '../../widgets/small.tsx';
import { wrap, type Spans } from '../../widgets/spans.ts';

export interface PreviewProps {
  readonly row: ListRow;
  readonly width: number;
  readonly height: number;
}

const tables = ['products', 'product_variants', 'inventory'];

/** The product beside the list: what it costs and brings, and its stock by size and colour. */
export function Preview({ row, width, height }: PreviewProps): ReactElement {
  const theme = useTheme();
  const { data, error } = useOperationData(show, { product: row.id }, { tables });
  if (data) return <Lines lines={previewLines(data, width, height, theme)} width={width} height={height} />;
  if (error === undefined) return <Loading />;
  return <Empty width={width} text={error instanceof Error ? error.message : 'It could not be loaded.'} />;
}

export function previewLines(page: ShownProduct, width: number, height: number, theme: Theme): readonly Spans[] {
  const matrix = matrixOf(page);
  const { low, out } = counted(matrix);
  const money = (amount: string | null) => (amount === null ? '' : showMoney(amount, shopCurrency));
  const facts = keyValueLines([
    {
      label: ' price',
      value: [money(page.price), page.compare_price === null ? '' : `was ${money(page.compare_price)}`].join(' '),
    },
    { label: ' cost', value: money(page.cost) || 'not known' },
    { label: ' in', value: [page.brand, page.category].filter(Boolean).join(', ') || 'no brand, no category' },
    { label: ' sold', value: `${page.stats.total_sold} in ${plural(page.stats.order_count, 'order')}` },
    {
      label: ' rating',
      value:
        page.avg_rating === null ? 'no reviews' : `${page.avg_rating} of 5 in ${plural(page.review_count, 'review')}`,
    },
  ]);
  const rows = Math.min(matrix.colors.length + 1, Math.max(2, height - facts.length - 5));
  const keys = { choose: '', restock: '' };
  const grid = matrixPreview(matrix, { width, height: rows, theme, currency: shopCurrency, keys });
  const standing: Spans = [
    ['title', ' Free to sell'],
    [low > 0 ? 'waiting' : 'dim', `  ${theme.glyphs.warning} ${low} low`],
    [out > 0 ? 'bad' : 'dim', `  ${theme.glyphs.bad} ${out} out`],
  ];
  const text = page.description === null ? [] : wrap(page.description, Math.max(10, width - 2));
  return [
    [['title', ` ${page.name}`]],
    ...facts,
    [],
    standing,
    ...grid,
    [],
    ...text.map((line): Spans => [` ${line}`]),
  ];
}
