import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainText } from '../../src/domain/html.ts';

test('paragraphs, lists and tables become lines, tags go', () => {
  const body = `<meta charset="utf-8"><p>One <b>bold</b> &amp; <a href="https://x.test">link</a></p>
    <p>Two<br>lines</p><ul><li>a</li><li>b</li></ul><h2>Care</h2>
    <table><tr><td>Sole</td><td>Rubber</td></tr><tr><td>Upper</td><td>Suede</td></tr></table>`;
  expect(plainText(body)).toBe('One bold & link\n\nTwo\nlines\n\n- a\n- b\n\nCare\n\nSole Rubber\nUpper Suede');
});

test('scripts, styles, pictures and frames leave nothing behind', () => {
  const body =
    '<script>alert(1)</script><style>p{}</style><p>Text</p><img src=x alt="y"><iframe src=z></iframe><!-- c -->';
  expect(plainText(body)).toBe('Text');
  expect(plainText('<script>never closed')).toBe('');
});

test('a body without tags keeps its lines', () => {
  expect(plainText(' first\nsecond &amp; third\n\nlast < 5 ')).toBe('first\nsecond & third\n\nlast < 5');
});

test('tags nested a hundred thousand deep do not run out of stack', () => {
  expect(plainText('<div>'.repeat(100_000)).length).toBeLessThan(10);
});

test('nothing that reads like a tag of the body survives, whatever the body', () => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<script>',
    '</script>',
    '<b onclick="x">',
    'text',
    '&lt;',
    '<',
    '>',
    '"',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = plainText(pieces.join(''));
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/onclick="x">/u);
      expect(text).not.toMatch(/\n{3}/u);
    }),
  );
});
