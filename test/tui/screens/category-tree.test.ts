import { expect, test } from '@jest/globals';
import {
  branchOf,
  parentIndex,
  shownRows,
  withChildren,
  type TreeRow,
} from '../../../src/tui/screens/categories/tree.ts';

const row = (id: string, depth: number): TreeRow => ({
  id,
  name: id,
  slug: id,
  path: id,
  depth,
  products: 0,
  products_below: 0,
  is_active: true,
  archived: false,
  version: 1,
});
const rows = [row('men', 0), row('boots', 1), row('winter', 2), row('trail', 1), row('women', 0)];
const names = (shown: readonly { readonly id: string }[]) => shown.map(({ id }) => id);

test('what is below a folded category is not seen, its sisters are', () => {
  expect(names(shownRows(rows, new Set(['boots'])))).toEqual(['men', 'boots', 'trail', 'women']);
  expect(names(shownRows(rows, new Set(['men', 'boots'])))).toEqual(['men', 'women']);
});

test('only what has something below it can be folded', () => {
  expect(withChildren(rows)).toEqual(['men', 'boots']);
  expect(shownRows(rows, new Set(['trail'])).find(({ id }) => id === 'trail')).toMatchObject({
    leaf: true,
    folded: false,
  });
});

test('a branch is the category and all below it: no place for it to go to', () => {
  expect([...branchOf(rows, 'men')]).toEqual(['men', 'boots', 'winter', 'trail']);
  expect([...branchOf(rows, 'women')]).toEqual(['women']);
  expect([...branchOf(rows, 'gone')]).toEqual([]);
});

test('left goes to the category above', () => {
  expect(parentIndex(rows, 2)).toBe(1);
  expect(parentIndex(rows, 3)).toBe(0);
  expect(parentIndex(rows, 0)).toBe(0);
});
