import { expect, test } from '@jest/globals';
import { reviewNotices } from '../../src/domain/review-notices.ts';

const found = (text: string) => reviewNotices(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test('a review about a shoe has nothing worth a look', () => {
  expect(found('Great fit, size 42.5 is true to size. I paid $129.00 on 2026-11-20 and wear them daily!')).toEqual([]);
  expect(found('The USA team wears NIKE. OK.')).toEqual([]);
});

test('links, addresses and numbers are found where they stand', () => {
  expect(found('See https://cheap.example/x?y=1 or www.shoes.example today')).toEqual([
    ['link', 'https://cheap.example/x?y=1'],
    ['link', 'www.shoes.example'],
  ]);
  expect(found('better at bestshoes.shop, write to joe@bestshoes.shop')).toEqual([
    ['link', 'bestshoes.shop'],
    ['email', 'joe@bestshoes.shop'],
  ]);
  expect(found('call +1 (415) 555-0123 now')).toEqual([['phone', '+1 (415) 555-0123']]);
});

test('words that offend or advertise, and shouting', () => {
  expect(found('You IDIOT, best Casino in town')).toEqual([
    ['abuse', 'IDIOT'],
    ['advertising', 'Casino'],
  ]);
  expect(found('this is WORST SHOE EVER MADE really')).toEqual([['shouting', 'WORST SHOE EVER MADE']]);
});

test('no word inside another word, and hostile lengths end', () => {
  expect(found('scumptious Scunthorpe')).toEqual([]);
  expect(reviewNotices('a@'.repeat(500_000)).length).toBeLessThan(20_000);
  expect(reviewNotices('1 '.repeat(500_000)).length).toBeLessThan(20_000);
});
