import { useMemo, type ReactElement } from 'react';
import * as z from 'zod';
import { list } from '../../../operations/brands/list.ts';
import { show, type ShownBrand } from '../../../operations/brands/show.ts';
import { list as productsList } from '../../../operations/products/list.ts';
import { brandActions, editBrand } from '../../app/brands/acts.ts';
import { column, shortTime } from '../../app/cells.ts';
import { DetailScreen, type DetailFrame, type DetailTab } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { shellWord } from '../../app/list-params.ts';
import { ListTab } from '../../app/ListTab.tsx';
import { screen, type AppApi, type ScreenProps } from '../../app/screen.ts';
import { keyValueLines, type Fact } from '../../widgets/small.tsx';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

type BrandParams = Readonly<{ brand: string }>;

const tables = ['brands', 'products'];

const productColumns = [
  column(productsList, 'sku', { width: 18, min: 12, priority: 1 }),
  column(productsList, 'name', { width: 28, min: 12, priority: 2, grow: 60 }),
  column(productsList, 'available', { width: 9, priority: 3, label: 'Free' }),
  column(productsList, 'price', { width: 10, min: 8, priority: 4 }),
  column(productsList, 'status', { width: 10, priority: 5 }),
  column(productsList, 'category', { width: 14, min: 8, priority: 6 }),
];

/** The brand in lines. */
export function brandRows(brand: ShownBrand, { width, theme }: DetailFrame): readonly string[] {
  const { counts, is_active, status } = brand;
  const shown = status === 'ACTIVE';
  const facts: Fact[] = [
    {
      label: ' state',
      value: `${shown ? theme.glyphs.ok : theme.glyphs.bad} ${status}`,
      tone: is_active ? 'good' : 'off',
    },
    { label: ' products', value: `${counts.products}, ${counts.on_sale} on sale, ${counts.archived} in the archive` },
    { label: ' slug', value: brand.slug },
    { label: ' web site', value: brand.website ?? 'none' },
    { label: ' logo', value: brand.logo_url ?? 'none' },
    { label: ' made', value: `${shortTime(brand.created_at)}, version ${brand.version}` },
  ];
  const text = brand.description === null ? [] : wrap(brand.description, Math.max(10, width - 2));
  const lines: Spans[] = [
    [['strong', ` ${brand.name}`]],
    [],
    ...keyValueLines(facts, width),
    [],
    ...text.map((line): Spans => [` ${line}`]),
  ];
  return lines.map((line) => paintLine(line, width, theme));
}

function tabsOf(app: AppApi): readonly DetailTab<ShownBrand>[] {
  return [
    { name: 'Overview', rows: brandRows },
    {
      name: 'Products',
      body: ({ data: { slug }, ...space }) => (
        <ListTab
          listing={productsList}
          columns={productColumns}
          filter={`brand:${slug}`}
          open={(row) => app.navigate('product', { product: String(row['sku']) })}
          empty="No product is of this brand."
          {...space}
        />
      ),
    },
  ];
}

function Brand({ params, active, width, height }: ScreenProps<BrandParams>): ReactElement {
  const app = useApp();
  const tabs = useMemo(() => tabsOf(app), [app]);
  return (
    <DetailScreen
      operation={show}
      input={{ brand: params.brand }}
      tables={tables}
      noun="brand"
      active={active}
      width={width}
      height={height}
      tabs={tabs}
      actions={({ name, slug, status, version, counts }) =>
        brandActions(app, { name, slug, status, version, products: counts.products })
      }
      copies={({ name, slug }) => ({ name, slug })}
      edit={({ slug }) => editBrand(app, slug)}
      below={{ listing: list, params: (row) => ({ brand: String(row['slug']) }) }}
    />
  );
}

export const brand = screen<BrandParams>({
  name: 'brand',
  title: ({ brand: given }) => given,
  words: ['brand'],
  permission: 'catalog:read',
  component: Brand,
  params: z.object({ brand: z.string().trim().min(1).max(255) }),
  needsParams: true,
  twin: ({ brand: given }) => `brands show ${shellWord(given)}`,
});
