import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listTwin, shellWord } from '../../../src/tui/app/list-params.ts';

test('the command line of a list has its filter and order as a shell must read them', () => {
  expect(listTwin({ name: 'orders.list' }, {})).toBe('orders list');
  expect(listTwin({ name: 'orders.list' }, { filter: 'status:PENDING total:>100', sort: 'newest' })).toBe(
    "orders list --filter 'status:PENDING total:>100' --sort newest",
  );
});

test('a shell reads any word as it was typed', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')));
  fc.assert(
    fc.property(words, (typed) => {
      const line = `printf '%s\\0' ${typed.map(shellWord).join(' ')}`;
      const read = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
      expect(read).toEqual(typed.length > 0 ? typed : ['']);
    }),
    { numRuns: 30 },
  );
});
