import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'ink';
import { width } from '../../../src/domain/display.ts';
import type { ListRow } from '../../../src/operations/listing.ts';
import type { ReviewShown } from '../../../src/operations/reviews/show.ts';
import type { DeskState } from '../../../src/tui/screens/reviews/desk.ts';
import { moderateRows, mostTop, type ModerateFrame } from '../../../src/tui/screens/reviews/moderate-frame.ts';
import { emptyQueue } from '../../../src/tui/screens/reviews/queue.ts';
import { reviewText } from '../../../src/tui/screens/reviews/text.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';
import { Rows } from '../../../src/tui/widgets/Rows.tsx';
import { spansWidth } from '../../../src/tui/widgets/spans.ts';
import { expectGolden } from '../../helpers/golden.ts';

const row: ListRow = {
  id: 'a',
  status: 'PENDING',
  rating: 2,
  product: 'Trail Runner X',
  product_sku: 'TRX-1',
  title: 'Fell apart \u001b[2J after a week',
  comment:
    'The sole came off on the second run and the seller never answered. I got a much better pair at https://bestshoes.example/trail?ref=joe instead, write to joe@bestshoes.example for a discount code.\nSTAY AWAY FROM THIS SHOE. 靴がすぐに壊れました。',
  customer: 'Joe \u202eSmith',
  email: 'j…@example.com',
  is_verified: false,
  same_text: 3,
  created_at: '2026-11-20T09:00:00.000Z',
  rejection_reason: null,
};
const page: ReviewShown = {
  id: 'a',
  status: 'PENDING',
  rating: 2,
  title: String(row['title']),
  comment: String(row['comment']),
  images: [],
  is_verified: false,
  helpful_count: 0,
  created_at: '2026-11-20T09:00:00.000Z',
  product: { id: 'p', sku: 'TRX-1', name: 'Trail Runner X', review_count: 120, avg_rating: '4.31' },
  customer: {
    id: 'c',
    name: 'Joe Smith',
    email: 'j…@example.com',
    other_reviews: 4,
    approved_reviews: 1,
    rejected_reviews: 3,
  },
  order: { order_number: 'SM-2026-000123', status: 'DELIVERED', created_at: '2026-11-01T09:00:00.000Z' },
  same_text: [
    { id: 'x', status: 'REJECTED', product: 'Wool socks' },
    { id: 'y', status: 'PENDING', product: 'City Boot' },
    { id: 'z', status: 'REJECTED', product: 'City Boot' },
  ],
  rejection_reason: null,
  moderated_by: null,
  moderated_at: null,
};
const state: DeskState = {
  queue: { ...emptyQueue, waiting: [row], current: row },
  history: [{ verdict: { to: 'APPROVED' }, rows: [{ row: { id: 'b', product: 'City Boot' }, operationId: 'o' }] }],
  approved: 12,
  rejected: 3,
  saving: new Map(),
  pages: new Map([['a', page]]),
};
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};
const frameOf = (columns: number, rows: number, name: keyof typeof themes): ModerateFrame => ({
  width: columns,
  height: rows - 3,
  theme: themes[name],
  now: new Date('2026-11-23T14:02:00.000Z'),
  choosing: false,
  top: 0,
  keys: { approve: 'a', reject: 'd', undo: 'z', words: '0' },
});

describe.each([
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const)('a review in front of the moderator at %d columns and %d rows', (columns, rows) => {
  test.each(Object.keys(themes) as (keyof typeof themes)[])('looks as in its %s file and fits', (name) => {
    const frame = frameOf(columns, rows, name);
    const drawn = moderateRows(state, { row, page }, false, frame);
    expect(drawn).toHaveLength(frame.height);
    for (const one of drawn) expect(width(one)).toBeLessThanOrEqual(columns);
    expect(drawn.join('')).not.toMatch(/\u001b\[2J|\u202e/u);
    expectGolden(`moderate-${columns}x${rows}-${name}`, renderToString(<Rows rows={drawn} />, { columns }));
  });

  test('shows stars and verdicts before its page is there, and every line of its text by scrolling', () => {
    const frame = frameOf(columns, rows, 'plain');
    const early = moderateRows(state, { row, page: undefined }, false, frame).join('\n');
    expect(early).toContain('**...');
    expect(early).toContain('a approve');
    const all = Array.from({ length: mostTop(state, { row, page }, frame) + 1 }, (_, top) =>
      moderateRows(state, { row, page }, false, { ...frame, top }).join('\n'),
    ).join('\n');
    expect(all).toContain('Fell apart');
    expect(all).toContain('STAY');
  });

  test('offers the reasons by digit while it asks for one', () => {
    const asked = moderateRows(state, { row, page }, false, { ...frameOf(columns, rows, 'plain'), choosing: true });
    if (columns >= 40) expect(asked.join('\n')).toMatch(/1 spam[^]*7 copied/u);
    expect(asked.join('\n')).toContain('reject as');
  });
});

test('the text of a review loses no word, not even one that is longer than a line', () => {
  const long = `see ${'x'.repeat(50)} end`;
  const lines = reviewText(long, 20);
  for (const spans of lines) expect(spansWidth(spans)).toBeLessThanOrEqual(20);
  const joined = lines
    .map((spans) => spans.map((span) => (typeof span === 'string' ? span : span[1])).join(''))
    .join('');
  expect(joined.replaceAll(' ', '')).toBe(long.replaceAll(' ', ''));
});

test('a review of a megabyte is shown as far as anybody reads, and says what more there is', () => {
  const lines = reviewText('\u001b[31m東京👩‍👩‍👧‍👦'.repeat(65_536), 60);
  expect(lines.length).toBeLessThan(500);
  expect(lines.at(-1)).toEqual([['dim', '… and 1,169,648 more characters']]);
});

test('what somebody else decided is told in words', () => {
  const drawn = moderateRows(state, { row, page }, true, frameOf(80, 24, 'plain')).join('\n');
  expect(drawn).toContain('Decided by somebody else meanwhile');
});
