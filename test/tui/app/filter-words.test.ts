import { expect, test } from '@jest/globals';
import { completeFilter, filterHint, type FilterWord } from '../../../src/tui/app/filter-words.ts';

const words: readonly FilterWord[] = [
  { key: 'status', help: 'state of the order', values: ['PENDING', 'PROCESSING', 'SHIPPED'] },
  { key: 'since', help: 'placed since: 7d', values: [] },
  { key: 'total', help: 'total: >100', values: [] },
];

test.each([
  ['', 'status: since: total:  free text'],
  ['s', 'status: since:'],
  ['zoe', 'status: since: total:  free text'],
  ['zoe status:', 'status:  PENDING PROCESSING SHIPPED'],
  ['STATUS:p', 'status:  PENDING PROCESSING'],
  ['status:x', 'status:  state of the order'],
  ['status:PENDING since:', 'since:  placed since: 7d'],
  ['status:PENDING ', 'status: since: total:  free text'],
])('while %j is typed, %j is told', (typed, told) => {
  expect(filterHint(words, typed)).toBe(told);
});

test.each([
  ['t', 'total:'],
  ['s', 's'],
  ['st', 'status:'],
  ['zoe status:s', 'zoe status:SHIPPED '],
  ['status:p', 'status:P'],
  ['status:pr', 'status:PROCESSING '],
  ['zoe', undefined],
  ['since:7', undefined],
])('Tab makes of %j %j', (typed, completed) => {
  expect(completeFilter(words, typed)).toBe(completed);
});
