import { expect, test } from '@jest/globals';
import { countries } from '../../../../src/domain/country.ts';
import { completeFilter, filterHint, type FilterWord } from '../../../../src/tui/app/list/filter-words.ts';

const words: readonly FilterWord[] = [
  { key: 'status', help: 'state of the order', values: ['PENDING', 'PROCESSING', 'SHIPPED'] },
  { key: 'since', help: 'placed since: 7d', values: [] },
  { key: 'total', help: 'total: >100', values: [] },
  { key: 'country', help: 'two letters, e.g. DE', values: countries() },
  { key: 'brand', help: 'name of the brand', values: ['New Balance', 'New Look', 'Nike'] },
];

test.each([
  ['', 'status: since: total: country: brand:  free text'],
  ['s', 'status: since:'],
  ['zoe', 'status: since: total: country: brand:  free text'],
  ['zoe status:', 'status:  PENDING PROCESSING SHIPPED'],
  ['STATUS:p', 'status:  PENDING PROCESSING'],
  ['country:', 'country:  two letters, e.g. DE'],
  ['country:f', 'country:  FI FJ FK FM FO FR'],
  ['status:x', 'status:  state of the order'],
  ['status:PENDING since:', 'since:  placed since: 7d'],
  ['status:PENDING ', 'status: since: total: country: brand:  free text'],
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
  ['country:de', 'country:DE '],
  ['zoe', undefined],
  ['since:7', undefined],
  ['brand:ni', 'brand:Nike '],
  ['brand:ne', 'brand:"New '],
  ['brand:"New b', 'brand:"New Balance" '],
  ['zoe brand:"new look', 'zoe brand:"New Look" '],
])('Tab makes of %j %j', (typed, completed) => {
  expect(completeFilter(words, typed)).toBe(completed);
});
