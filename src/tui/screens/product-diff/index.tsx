import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { diff, type ProductDiff } from '../../../operations/products/diff.ts';
import { revert } from '../../../operations/products/revert.ts';
import { bringBack } from '../../app/products/revert.ts';
import { denied } from '../../app/denied.ts';
import { DetailScreen } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { shellWord } from '../../app/list-params.ts';
import { screen, type ScreenProps } from '../../app/screen.ts';
import { diffRows } from './format.ts';

type DiffParams = Readonly<{ product: string; from: string; to?: string | undefined }>;

const tables = ['products'];

function Diff({ params, active, width, height }: ScreenProps<DiffParams>): ReactElement {
  const app = useApp();
  const { product: sku, from, to } = params;
  const input = useMemo(() => ({ product: sku, from, ...(to === undefined ? {} : { to }) }), [sku, from, to]);
  return (
    <DetailScreen
      operation={diff}
      input={input}
      tables={tables}
      noun="comparison"
      active={active}
      width={width}
      height={height}
      rows={diffRows}
      copies={({ sku: known }) => ({ SKU: known })}
      actions={(page: ProductDiff) =>
        [page.from, ...(to === undefined ? [] : [page.to])].map(({ version }) => ({
          label: `Bring back version ${version}`,
          hint: 'as a new version',
          danger: true,
          disabled: denied(app.actor, revert),
          run: () => bringBack(app, page.sku, version),
        }))
      }
    />
  );
}

const number = z.string().regex(/^\d{1,9}$/u);

export const productDiff = screen<DiffParams>({
  name: 'product-diff',
  title: ({ from, to }) => `${from} to ${to ?? 'now'}`,
  words: ['compare versions'],
  permission: 'catalog:read',
  component: Diff,
  params: z.object({ product: z.string().trim().min(1).max(255), from: number, to: number.optional() }),
  needsParams: true,
  twin: ({ product, from, to }) => ['products diff', shellWord(product), from, to].filter(Boolean).join(' '),
});
