import { showMoney } from '../../../domain/money.ts';
import type { ShownProduct, ShownStock, ShownVariant } from '../../../operations/products/show.ts';
import type { Theme } from '../../theme/theme.ts';
import { cell } from '../../widgets/beside.ts';
import { paintLine, wrap, type Span, type Spans } from '../../widgets/spans.ts';

export interface ProductFrame {
  readonly width: number;
  readonly theme: Theme;
  readonly currency: string;
}

const blank: Spans = [];
const heading = (title: string): Spans => [['title', title]];

/** The product in lines as wide as the frame, however many it takes. */
export function productRows(page: ShownProduct, frame: ProductFrame): readonly string[] {
  const lines = [...head(page, frame), ...matrix(page, frame), ...stock(page, frame), ...words(page, frame)];
  return lines.map((line) => paintLine(line, frame.width, frame.theme));
}

function head(page: ShownProduct, { theme, currency }: ProductFrame): readonly Spans[] {
  const state = page.deleted_at ? 'ARCHIVED' : page.is_active ? 'ACTIVE' : 'INACTIVE';
  const was = page.compare_price === null ? '' : ` instead of ${showMoney(page.compare_price, currency)}`;
  const stars =
    page.avg_rating === null
      ? 'no reviews yet'
      : `${page.avg_rating} of 5 in ${page.review_count} ${page.review_count === 1 ? 'review' : 'reviews'}`;
  const where = [page.brand, page.category].filter(Boolean).join(` ${theme.glyphs.dot} `);
  return [
    [
      ['strong', ` ${page.sku}  `],
      [page.is_active && !page.deleted_at ? 'good' : 'off', state],
    ],
    [['plain', ` ${page.name}`]],
    [['dim', ` ${where}`]],
    [
      ['strong', ` ${showMoney(page.price, currency)}`],
      ['dim', was],
      ['dim', `  ${page.stats.total_sold} sold in ${page.stats.order_count} orders  ${stars}`],
    ],
    blank,
  ];
}

const nameless = '-';
const unique = (values: readonly (string | null)[]): string[] => [...new Set(values.map((one) => one ?? nameless))];

/** Sizes across, colours down, each cell what is free to sell in all warehouses; an empty cell is not made. */
function matrix({ variants, inventory }: ShownProduct, { width, theme }: ProductFrame): readonly Spans[] {
  if (variants.length === 0) return [];
  const sizes = unique(variants.map(({ size }) => size));
  const colors = unique(variants.map(({ color }) => color));
  const first = Math.min(16, Math.max(...colors.map((color) => color.length), 6) + 1);
  const each = Math.max(5, ...sizes.map((size) => Math.min(size.length, 8) + 1));
  const fitting = Math.max(1, Math.floor((width - 2 - first) / each));
  const at = (color: string, size: string) =>
    variants.find((one) => (one.color ?? nameless) === color && (one.size ?? nameless) === size);
  const blocks = Array.from({ length: Math.ceil(sizes.length / fitting) }, (_, index) =>
    sizes.slice(index * fitting, (index + 1) * fitting),
  );
  const lines = blocks.flatMap((block): Spans[] => [
    [['plain', ' '], cell('dim', '', first, theme), ...block.map((size) => cell('dim', size, each, theme, 'right'))],
    ...colors.map((color): Spans => {
      const cells = block.map((size) => free(at(color, size), inventory, each, theme));
      return [['plain', ' '], cell('plain', color, first, theme), ...cells];
    }),
  ]);
  return [heading('Free to sell, by size and colour'), ...lines, blank];
}

function free(variant: ShownVariant | undefined, places: readonly ShownStock[], columns: number, theme: Theme): Span {
  if (!variant) return cell('dim', '', columns, theme);
  if (!variant.is_active) return cell('off', 'off', columns, theme, 'right');
  const low = places.some(({ sku, available, reorder_point }) => sku === variant.sku && available <= reorder_point);
  const text = `${variant.stock}${low ? theme.glyphs.warning : ''}`;
  return cell(variant.stock === 0 ? 'bad' : low ? 'waiting' : 'plain', text, columns, theme, 'right');
}

function stock({ variants, inventory }: ShownProduct, { theme, width, currency }: ProductFrame): readonly Spans[] {
  const sku = Math.min(28, Math.max(12, Math.floor(width * 0.3)));
  const lines = variants.flatMap((one): Spans[] => {
    const kept = inventory.filter(({ sku: held }) => held === one.sku);
    const places = kept.map(
      ({ warehouse, available, reserved }) => `${warehouse} ${available}${reserved > 0 ? ` (+${reserved} kept)` : ''}`,
    );
    const what = [one.size, one.color].filter(Boolean).join(' ');
    const line: Spans = [
      ['plain', '  '],
      cell('plain', one.sku, sku, theme),
      ['plain', ' '],
      cell('dim', what, 14, theme),
      cell('plain', showMoney(one.price, currency), 11, theme, 'right'),
      ['dim', `  ${places.join(', ') || 'nowhere in stock'}`],
    ];
    return [line];
  });
  return variants.length === 0 ? [] : [heading(`Variants (${variants.length})`), ...lines, blank];
}

function words(page: ShownProduct, { width }: ProductFrame): readonly Spans[] {
  const facts = page.attributes.map(({ name, value }): Spans => [
    ['dim', `  ${name}: `],
    ['plain', value],
  ]);
  const tags = page.tags?.length
    ? [
        [
          ['dim', '  tags: '],
          ['plain', page.tags.join(', ')],
        ] as Spans,
        blank,
      ]
    : [];
  const text = page.description === null ? [] : wrap(page.description, Math.max(10, width - 4));
  return [
    ...(facts.length > 0 ? [heading('Attributes'), ...facts, blank] : []),
    ...tags,
    ...(text.length > 0 ? [heading('Description'), ...text.map((one): Spans => [['plain', `  ${one}`]])] : []),
  ];
}
