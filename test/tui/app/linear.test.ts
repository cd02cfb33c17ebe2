import { describe, expect, test } from '@jest/globals';
import { announce, linesOf } from '../../../src/tui/app/linear.ts';

const list = (chosen: number) => [
  ' SoleMate - sample (read-write) - ana@solemate.example (admin)      * live  14:02 UTC',
  ' Orders',
  '- orders ----------------------------------------',
  '  number           status       total',
  ...['SM-2026-000003  PENDING', 'SM-2026-000002  SHIPPED'].map((row, at) => `${at === chosen ? '>' : ' '} ${row}`),
  '',
  ' Enter open  / filter                    1-2/2',
];

describe('for a screen reader', () => {
  test('a screen is read as text: no frames, no rules, no empty lines', () => {
    const panel = [
      '+- Sure? -------------+',
      '| Ship it?            |',
      '|                     |',
      '| [ Cancel ]    Yes   |',
      '+---------------------+',
    ];
    expect(linesOf([...list(0), ...panel].join('\n'))).toEqual([
      'SoleMate - sample (read-write) - ana@solemate.example (admin)  * live  14:02 UTC',
      'Orders',
      'orders',
      'number  status  total',
      '> SM-2026-000003  PENDING',
      'SM-2026-000002  SHIPPED',
      'Enter open  / filter  1-2/2',
      'Sure?',
      'Ship it?',
      '[ Cancel ]  Yes',
    ]);
  });

  test('a moved cursor reads the row it came to and nothing else', () => {
    const [before, after] = [list(0), list(1)].map((lines) => linesOf(lines.join('\n')));
    expect(announce(before ?? [], after ?? [])).toEqual(['> SM-2026-000002  SHIPPED']);
  });

  test('a status that changed is read, the clock is not', () => {
    const before = linesOf(list(0).join('\n'));
    const later = linesOf(list(0).join('\n').replace('14:02', '14:03'));
    expect(announce(before, later)).toEqual([]);
    const shipped = linesOf(list(0).join('\n').replace('PENDING', 'CONFIRMED'));
    expect(announce(before, shipped)).toEqual(['> SM-2026-000003  CONFIRMED']);
    const lost = linesOf(list(0).join('\n').replace('* live', 'o lost, again in 3s'));
    expect(announce(before, lost)).toEqual([
      'SoleMate - sample (read-write) - ana@solemate.example (admin)  o lost, again in 3s  14:02 UTC',
    ]);
  });
});
