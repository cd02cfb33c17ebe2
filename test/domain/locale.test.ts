import { afterEach, expect, test } from '@jest/globals';
import {
  localeFrom,
  localeTag,
  setLocale,
  showAmount,
  showDate,
  showDateTime,
  showDay,
  showNumber,
} from '../../src/domain/locale.ts';
import { showMoney } from '../../src/domain/money.ts';
import { clock } from '../../src/domain/time.ts';

afterEach(() => {
  setLocale(undefined);
});

const time = '2026-11-23T14:02:30.000Z';
/** Intl writes blanks that do not break. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/gu, ' ');

test('without a locale money and numbers are English and times are ISO, in UTC', () => {
  expect([showMoney('1299.50'), showNumber(12345), showAmount('1299.50'), showDateTime(time)]).toEqual([
    '$1,299.50',
    '12,345',
    '1299.50',
    '2026-11-23 14:02',
  ]);
  expect([showNumber(12.5), showDate(time), showDay(time)]).toEqual(['12.5', '2026-11-23', '11-23']);
});

test('with one everything is written as the person writes it, large amounts to the cent', () => {
  expect(setLocale('de_DE.UTF-8')).toBe(true);
  expect(plain(showMoney('9007199254740993.01', 'EUR'))).toBe('9.007.199.254.740.993,01 €');
  expect([showNumber(12345), showAmount('1299.5'), showDateTime(time)]).toEqual([
    '12.345',
    '1.299,50',
    '23.11.26, 14:02',
  ]);
  expect([showNumber(12.5), showDate(time), showDay(time)]).toEqual(['12,5', '23.11.26', '23.11.']);
  expect(clock(time, new Date('2026-11-24T08:00:00Z'))).toBe('23.11.26, 14:02 UTC');
  expect(clock(time, new Date('2026-11-23T15:00:00Z'))).toBe('14:02 UTC');
});

test('the config goes before LANG, C is no locale, and nonsense changes nothing', () => {
  expect(localeFrom('fr-FR', { LANG: 'de_DE.UTF-8' })).toBe('fr-FR');
  expect(localeFrom(undefined, { LC_ALL: '', LANG: 'de_DE.UTF-8' })).toBe('de-DE');
  expect(localeFrom(undefined, { LANG: 'C.UTF-8' })).toBeUndefined();
  expect(localeFrom(undefined, {})).toBeUndefined();
  expect(setLocale('no locale at all!')).toBe(false);
  expect(localeTag()).toBe('en-US');
});
