import { showMoney } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import { margin } from '../../../domain/pricing.ts';
import type { ShownProduct } from '../../../operations/products/parts/shown.ts';
import { shortTime } from '../../app/cells.ts';
import type { Theme, Tone } from '../../theme/theme.ts';
import { keyValueLines, type Fact } from '../../widgets/small.tsx';
import { paintLine, paintSides, wrap, type Spans } from '../../widgets/spans.ts';
import { counted, type CellKey, type Matrix } from '../../app/products/matrix.ts';
import { cellUnder, matrixRows, type MatrixFrame } from '../../app/products/matrix-rows.ts';

/** The first page in lines: who it is, the matrix with its cell, then every field. The matrix is always in the first screenful. */
export function overviewRows(
  page: ShownProduct,
  matrix: Matrix,
  key: CellKey | undefined,
  frame: MatrixFrame,
): readonly string[] {
  const { width, height, theme } = frame;
  const head = headRows(page, matrix, frame).slice(0, headHeight(height));
  const cells = matrixRows(matrix, key, { ...frame, height: height - head.length });
  const used = head.length + cells.length;
  const fields = fieldLines(page, frame).map((line) => paintLine(line, width, theme));
  return [...head, ...cells, ...(used < height ? [' '.repeat(width)] : []), ...fields];
}

const headHeight = (height: number): number => (height >= 12 ? 3 : height >= 8 ? 1 : 0);

/** The cell of the matrix that is drawn there, columns and lines of `overviewRows`. */
export function overviewCell(
  matrix: Matrix,
  key: CellKey | undefined,
  frame: MatrixFrame,
  place: { readonly column: number; readonly line: number },
): CellKey | undefined {
  const head = headHeight(frame.height);
  const { column, line } = place;
  return cellUnder(matrix, key, { ...frame, height: frame.height - head }, { column, line: line - head });
}

/** ARCHIVED, ACTIVE or INACTIVE, as the list calls it. */
export function stateOf({ deleted_at, is_active }: ShownProduct): { readonly word: string; readonly tone: Tone } {
  if (deleted_at !== null) return { word: 'ARCHIVED', tone: 'off' };
  return is_active ? { word: 'ACTIVE', tone: 'good' } : { word: 'INACTIVE', tone: 'off' };
}

function headRows(page: ShownProduct, matrix: Matrix, { width, theme, currency }: MatrixFrame): readonly string[] {
  const { glyphs } = theme;
  const { word, tone } = stateOf(page);
  const was = page.compare_price === null ? '' : ` was ${showMoney(page.compare_price, currency)}`;
  const state: Spans = [
    [tone, `${page.is_active && page.deleted_at === null ? glyphs.ok : glyphs.bad} ${word}  `],
    ['strong', showMoney(page.price, currency)],
    ['dim', was],
    ' ',
  ];
  const where = [page.brand, page.category].filter(Boolean).map((part) => ` ${glyphs.dot} ${part ?? ''}`);
  const name: Spans = [
    ['strong', ` ${page.name}`],
    ['dim', where.join('')],
  ];
  return [
    paintSides(name, state, width, theme),
    paintLine(summary(page, matrix, theme), width, theme),
    ' '.repeat(width),
  ];
}

function summary(page: ShownProduct, matrix: Matrix, { glyphs }: Theme): Spans {
  const { low, out } = counted(matrix);
  const sum = (key: 'available' | 'reserved') => page.inventory.reduce((all, place) => all + place[key], 0);
  const stars =
    page.avg_rating === null ? 'no reviews' : `${page.avg_rating} of 5 in ${plural(page.review_count, 'review')}`;
  return [
    ` ${sum('available')} free, ${sum('reserved')} reserved`,
    [low > 0 ? 'waiting' : 'dim', `  ${glyphs.warning} ${low} low`],
    [out > 0 ? 'bad' : 'dim', `  ${glyphs.bad} ${out} out`],
    ['dim', `   ${page.stats.total_sold} sold in ${plural(page.stats.order_count, 'order')}, ${stars}`],
  ];
}

function fieldLines(page: ShownProduct, { width, currency }: MatrixFrame): readonly Spans[] {
  const money = (amount: string | null) => (amount === null ? undefined : showMoney(amount, currency));
  const left = margin(page.price, page.cost);
  const told: readonly (readonly [string, string | null | undefined])[] = [
    ['SKU', page.sku],
    ['slug', page.slug],
    ['cost', page.cost === null ? undefined : `${money(page.cost) ?? ''}, ${left ?? ''} % of the price is left`],
    ['weight', page.weight === null ? undefined : `${page.weight} kg`],
    ['tags', page.tags?.join(', ')],
    ...page.attributes.map(({ name, value }) => [name, value] as const),
    ['title', page.meta_title],
    ['meta', page.meta_description],
    ['made', shortTime(page.created_at)],
    ['changed', `${shortTime(page.updated_at)}, version ${page.version}`],
  ];
  const facts = told.flatMap(([label, value]): Fact[] => (value ? [{ label: ` ${label}`, value }] : []));
  const text = page.description === null ? [] : wrap(page.description, Math.max(10, width - 2));
  const words = text.map((line): Spans => [` ${line}`]);
  return [...keyValueLines(facts, width), ...(words.length > 0 ? [[], ...words] : [])];
}
