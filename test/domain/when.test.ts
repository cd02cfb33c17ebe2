import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readWhen, tellWhen } from '../../src/domain/when.ts';

/** A Friday. */
const now = new Date('2026-11-27T14:02:30Z');
const value = (text: string) => readWhen(text, now)?.value;

describe('a day', () => {
  test.each([
    ['2026-12-24', '2026-12-24'],
    ['24.12.2026', '2026-12-24'],
    ['24.12.', '2026-12-24'],
    ['1.2.', '2027-02-01'],
    ['24 dec', '2026-12-24'],
    ['December 24, 2027', '2027-12-24'],
    ['today', '2026-11-27'],
    ['tomorrow', '2026-11-28'],
    ['Yesterday', '2026-11-26'],
    ['in 2 weeks', '2026-12-11'],
    ['in a month', '2026-12-27'],
    ['+3d', '2026-11-30'],
    ['3 days ago', '2026-11-24'],
    ['friday', '2026-12-04'],
    ['next mon', '2026-11-30'],
    ['end of month', '2026-11-30'],
    ['end of the year', '2026-12-31'],
  ])('%s is %s', (text, day) => {
    expect(value(text)).toBe(day);
    expect(readWhen(text, now)?.wholeDay).toBe(true);
  });

  test('a month after the 31st is the last day of the next', () => {
    expect(readWhen('in 1 month', new Date('2027-01-31T00:00:00Z'))?.value).toBe('2027-02-28');
  });
});

describe('a moment', () => {
  test.each([
    ['tomorrow 18:00', '2026-11-28T18:00Z'],
    ['tomorrow at 6pm', '2026-11-28T18:00Z'],
    ['2026-12-24 18:00 UTC', '2026-12-24T18:00Z'],
    ['2026-12-24T18:00Z', '2026-12-24T18:00Z'],
    ['fri, 9:30', '2026-12-04T09:30Z'],
    ['18:00', '2026-11-27T18:00Z'],
    ['9:00', '2026-11-28T09:00Z'],
    ['12am', '2026-11-28T00:00Z'],
    ['in 2 hours', '2026-11-27T16:02Z'],
    ['now', '2026-11-27T14:02Z'],
  ])('%s is %s', (text, moment) => {
    expect(value(text)).toBe(moment);
  });
});

test.each([
  '',
  '2026-02-30',
  '31.11.2026',
  'in 2',
  'in 99999 years',
  'someday',
  'tomorrow 25:00',
  '13pm',
  '2026-13-01',
  '7d',
])('"%s" is none', (text) => {
  expect(readWhen(text, now)).toBeUndefined();
});

test('what was understood is shown back with its weekday, in UTC', () => {
  const told = (text: string) => tellWhen(readWhen(text, now) ?? { value: '', at: now, wholeDay: true });
  expect(told('in 2 weeks')).toBe('Fri 2026-12-11, the day in UTC');
  expect(told('tomorrow 18:00')).toBe('Sat 2026-11-28 18:00 UTC');
});

describe('whatever is typed', () => {
  test('is understood as what operations take, or not at all', () => {
    const word = fc.constantFrom(
      'in',
      '2',
      'weeks',
      'tomorrow',
      '18:00',
      'at',
      'fri',
      '2026-12-24',
      '24.12.',
      'dec',
      'ago',
      '+',
      '9pm',
      'utc',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const read = readWhen(typed, now);
        if (!read) return;
        expect(read.value).toMatch(/^\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?$/u);
        expect(new Date(read.value).getTime()).toBe(read.at.getTime());
        // what it says can be typed again, and means the same
        expect(readWhen(read.value, now)?.at.getTime()).toBe(read.at.getTime());
      }),
    );
  });

  test('days ahead are so many days ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (days) => {
        const read = readWhen(`in ${days} days`, now);
        expect((read?.at.getTime() ?? 0) - Date.UTC(2026, 10, 27)).toBe(days * 86_400_000);
      }),
    );
  });
});
