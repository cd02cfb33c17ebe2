import { showDate } from '../../../domain/locale.ts';
import { age } from '../../../domain/time.ts';
import { noticeWords } from '../../../domain/review-notices.ts';
import { plural } from '../../../domain/plural.ts';
import type { ListRow } from '../../../operations/listing.ts';
import type { ReviewShown } from '../../../operations/reviews/show.ts';
import { statusLook } from '../../theme/status.ts';
import type { Theme } from '../../theme/theme.ts';
import { stars } from '../../widgets/figures.ts';
import { keyValueLines, type Fact } from '../../widgets/small.tsx';
import type { Span, Spans } from '../../widgets/spans.ts';
import { noticesIn, reviewText } from './text.ts';

export interface CardFrame {
  readonly width: number;
  readonly theme: Theme;
  readonly now: Date;
}

/** What is known of a review at once, from the list; the rest comes with `page`. */
export interface CardReview {
  readonly row: ListRow;
  readonly page: ReviewShown | undefined;
}

const textOf = (row: ListRow, key: string): string => String(row[key] ?? '');

/** `★★☆☆☆ 2 of 5   ! not verified   3d ago` */
export function headLine({ row }: CardReview, { theme, now, width }: CardFrame): Spans {
  const rating = Number(row['rating']);
  const verified: Span =
    row['is_verified'] === true
      ? ['good', `${theme.glyphs.ok} verified`]
      : ['waiting', `${theme.glyphs.warning} not verified`];
  const status = textOf(row, 'status');
  const look = statusLook(status, theme.glyphs);
  const decided: Spans = status === 'PENDING' ? [] : [[look.tone, `  ${look.glyph} ${status}`]];
  const number = width < 44 ? '' : ` ${rating} of 5`;
  return [
    [rating <= 2 ? 'bad' : rating === 3 ? 'waiting' : 'good', stars(rating, theme.glyphs)],
    `${number}  `,
    verified,
    ...decided,
    ['dim', `  ${age(textOf(row, 'created_at'), now)} ago`],
  ];
}

/** Title and text, all of it. */
export function textLines({ row, page }: CardReview, { width }: CardFrame): readonly Spans[] {
  const title = page?.title ?? textOf(row, 'title');
  const comment = page?.comment ?? textOf(row, 'comment');
  const titled: readonly Spans[] = title === '' ? [] : [[['strong', title]]];
  if (comment === '') return [...titled, [['dim', 'No text: stars alone.']]];
  return [...titled, ...reviewText(comment, width)];
}

/** What is worth a look, each in words: `! a link: www.…`, `! the same text in 3 other reviews, 2 REJECTED`. */
export function noticeLines({ row, page }: CardReview, { theme }: CardFrame): readonly Spans[] {
  const text = `${page?.title ?? textOf(row, 'title')}\n${page?.comment ?? textOf(row, 'comment')}`;
  const { warning } = theme.glyphs;
  const found = [...noticesIn(text)].map(([kind, what]): Spans => [
    [kind === 'abuse' ? 'bad' : 'waiting', `${warning} ${noticeWords[kind]}: `],
    what,
  ]);
  const copies = Number(row['same_text'] ?? page?.same_text.length ?? 0);
  return [...(copies > 0 ? [copiedLine(copies, page, warning)] : []), ...found];
}

/** The same in a few words, for little room: `! 3 copies, a link, shouting`. */
export function noticeWordsLine({ row, page }: CardReview, { theme }: CardFrame): Spans | undefined {
  const text = `${page?.title ?? textOf(row, 'title')}\n${page?.comment ?? textOf(row, 'comment')}`;
  const copies = Number(row['same_text'] ?? page?.same_text.length ?? 0);
  const words = [...(copies > 0 ? [plural(copies, 'copy', 'copies')] : []), ...noticesIn(text).keys()];
  return words.length === 0 ? undefined : [['waiting', `${theme.glyphs.warning} ${words.join(', ')}`]];
}

function copiedLine(copies: number, page: ReviewShown | undefined, warning: string): Spans {
  const rejected = page?.same_text.filter(({ status }) => status === 'REJECTED').length ?? 0;
  const products = [...new Set(page?.same_text.map(({ product }) => product) ?? [])].slice(0, 3);
  const where = products.length > 0 ? ` (${products.join(', ')})` : '';
  const verdict = rejected > 0 ? `, ${rejected} REJECTED` : '';
  return [['waiting', `${warning} the same text in ${plural(copies, 'other review')}${verdict}`], where];
}

/** The product, the customer and the order it is about. */
export function factLines(card: CardReview, frame: CardFrame): readonly Spans[] {
  return keyValueLines(
    [productFact(card), ...customerFacts(card), orderFact(card), ...pictureFacts(card), ...moderationFacts(card)],
    8,
  ).map((spans): Spans => (frame.width < 60 ? spans.slice(1) : spans));
}

function productFact({ row, page }: CardReview): Fact {
  const product = page?.product;
  const rated =
    product === undefined
      ? ''
      : product.avg_rating === null
        ? '  no rating yet'
        : `  ${product.avg_rating} of 5 in ${plural(product.review_count, 'review')}`;
  const name: Spans = [['accent', textOf(row, 'product_sku')], ` ${textOf(row, 'product')}`, ['dim', rated]];
  return { label: 'product', value: name };
}

function pictureFacts({ page }: CardReview): readonly Fact[] {
  return page && page.images.length > 0 ? [{ label: 'pictures', value: page.images.join('  ') }] : [];
}

function customerFacts({ row, page }: CardReview): readonly Fact[] {
  const name = textOf(row, 'customer') || 'a customer without a name';
  if (!page) return [{ label: 'customer', value: name }];
  const { other_reviews, approved_reviews, rejected_reviews } = page.customer;
  const history: Span =
    other_reviews === 0
      ? ['dim', 'first review']
      : [
          rejected_reviews > 0 ? 'waiting' : 'dim',
          `${plural(other_reviews, 'other review')}: ${approved_reviews} approved, ${rejected_reviews} rejected`,
        ];
  return [
    { label: 'customer', value: [name, ['dim', `  ${page.customer.email ?? ''}`]] },
    { label: 'before', value: [history] },
  ];
}

function orderFact({ page }: CardReview): Fact {
  if (!page) return { label: 'order', value: '' };
  if (!page.order) return { label: 'order', value: 'no order with this product', tone: 'waiting' };
  const { order_number, status, created_at } = page.order;
  return { label: 'order', value: [['accent', order_number], ` ${status}`, ['dim', `  ${showDate(created_at)}`]] };
}

function moderationFacts({ row, page }: CardReview): readonly Fact[] {
  const reason = page?.rejection_reason ?? row['rejection_reason'];
  const by = page?.moderated_by;
  const at = page?.moderated_at;
  return [
    ...(typeof reason === 'string' ? [{ label: 'rejected', value: reason, tone: 'bad' as const }] : []),
    ...(by == null ? [] : [{ label: 'decided', value: `by ${by}  ${at == null ? '' : showDate(at)}` }]),
  ];
}

/** The whole review as one page. */
export function cardLines(card: CardReview, frame: CardFrame): readonly Spans[] {
  const notices = noticeLines(card, frame);
  return [
    headLine(card, frame),
    [],
    ...textLines(card, frame),
    [],
    ...notices,
    ...(notices.length > 0 ? [[]] : []),
    ...factLines(card, frame),
  ];
}
