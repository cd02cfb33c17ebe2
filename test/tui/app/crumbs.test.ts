import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crumbs } from '../../../src/tui/app/Frame.tsx';
import type { Spans } from '../../../src/tui/widgets/spans.ts';

const read = (spans: Spans) => spans.map((span) => (typeof span === 'string' ? span : span[1])).join('');

test('where one is stays when there is no room for all of the way there', () => {
  const way = ['Dashboard', 'Orders', 'SM-2026-000123'];
  expect(read(crumbs(way, '›', 40))).toBe(' Dashboard › Orders › SM-2026-000123');
  expect(read(crumbs(way, '›', 30))).toBe(' Orders › SM-2026-000123');
  expect(read(crumbs(way, '›', 20))).toBe(' SM-2026-000123');
  expect(read(crumbs(way, '›', 5))).toBe(' SM-2026-000123');
});

test('as much of the way is told as there is room for', () => {
  const titles = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }), { minLength: 1 });
  fc.assert(
    fc.property(titles, fc.nat({ max: 60 }), (way, room) => {
      const lines = way.map((_, from) => ` ${way.slice(from).join(' > ')}`);
      const longest = lines.find((line) => line.length <= room) ?? ` ${way.at(-1)}`;
      expect(read(crumbs(way, '>', room))).toBe(longest);
    }),
  );
});
