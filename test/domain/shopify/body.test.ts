import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainText } from '../../../src/domain/html.ts';
import { bodyOf } from '../../../src/domain/shopify/body.ts';

test.each([
  ['One\n\nTwo', '<p>One</p><p>Two</p>'],
  ['One\nTwo', '<p>One<br>Two</p>'],
  ['5 < 6 & 7 > 2', '<p>5 &lt; 6 &amp; 7 &gt; 2</p>'],
  ['a  b', '<p>a&nbsp; b</p>'],
  ['', ''],
])('%j is %s and read back the same', (text, html) => {
  expect(bodyOf(text)).toBe(html);
  expect(plainText(html)).toBe(text);
});

test('whatever a description holds, it is the same HTML after it was imported', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\n\n',
      '\n\n\n',
      '\r\n',
      '\t',
      '\u00a0',
      '\u200b',
      '- ',
      '* ',
      '1. ',
      '&amp;',
      '&nbsp;',
      '<b>',
      '</p>',
      '<!--',
      '"',
      "'",
      '=1+1',
      '👟',
      'é',
      '\u2028',
      '\u0085',
      '\ufeff',
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 4 }).map((text) => text.replaceAll('\0', '')),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const html = bodyOf(pieces.join(''));
      expect(bodyOf(plainText(html))).toBe(html);
    }),
    { numRuns: 2000 },
  );
});
