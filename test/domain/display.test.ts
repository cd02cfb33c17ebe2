import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import xterm from '@xterm/headless';
import stringWidth from 'string-width';
import { clean, cleanLines, clip, fit, pieces, width } from '../../src/domain/display.ts';
import { segments } from '../../src/domain/graphemes.ts';
import { plain, terminalWidth } from '../../src/domain/terminal-width.ts';

const esc = '\u001b';

describe('clean', () => {
  test.each([
    ['colours', `${esc}[31mred${esc}[0m`, 'red'],
    ['a window title', `${esc}]0;owned\u0007name`, 'name'],
    ['a link that ends with ST', `${esc}]8;;http://evil${esc}\\name`, 'name'],
    ['an OSC that never ends', `${esc}]52;c;name`, '52;c;name'],
    ['the one-byte forms', '\u009b2Jname\u009d0;x\u009c', 'name'],
    ['a clear screen', `${esc}c${esc}[2Jname`, 'name'],
    ['cursor keys to the left', 'name\b\b\b\b', 'name'],
    ['a bidi override', 'user\u202egnp.exe', 'usergnp.exe'],
    ['isolates and marks', '\u2066a\u2069\u200f\u061cb', 'ab'],
    ['a zero width blank and a byte order mark', '\ufeffa\u200bb', 'ab'],
    ['line breaks', 'a\r\nb\nc\u2028d', 'a b c d'],
    ['a NUL byte and a half surrogate', 'a\0b\ud800', 'ab\ufffd'],
    ['a pile of marks', `a${'\u0301'.repeat(40)}b`, `a${'\u0301'.repeat(4)}b`],
  ])('takes out %s', (_, hostile, expected) => expect(clean(hostile)).toBe(expected));

  test.each(['Zoë Ångström', '田中 太郎', 'محمد', 'می\u200cخواهم', '👩‍👩‍👧‍👦 family', '❤️'])('leaves %s alone', (name) =>
    expect(clean(name)).toBe(name),
  );

  test('leaves no control character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(clean(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  test('reads a megabyte of broken sequences once', () => {
    expect(clean(`${esc}]`.repeat(500_000))).toBe('');
    expect(clean(`${esc}[1`.repeat(300_000))).toBe('');
  });

  test('keeps the lines of a review', () => expect(cleanLines(`a\r\n${esc}[1mb\tc`)).toEqual(['a', 'b c']));
});

describe('fit', () => {
  test.each([
    ['abc', 5, 'left', 'abc  '],
    ['abc', 5, 'right', '  abc'],
    ['abc', 6, 'center', ' abc  '],
    ['abcdef', 4, 'left', 'abc…'],
    ['田中太郎', 5, 'left', '田中…'],
    ['田中太郎', 4, 'left', '田… '],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3, 'left', '👩‍👩‍👧‍👦…'],
    ['abc', 0, 'left', ''],
    ['abc', 1, 'left', '…'],
  ] as const)('%s in %i columns, %s', (text, columns, align, expected) =>
    expect(fit(text, columns, align)).toBe(expected),
  );

  test('is exactly as wide as it was told, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 30 }), (text, columns) => {
        expect(width(fit(text, columns))).toBe(columns);
        expect(width(clip(clean(text), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('cuts a megabyte at once', () => {
    expect(fit('x'.repeat(1 << 20), 10)).toBe('xxxxxxxxx…');
    expect(clip('東'.repeat(1 << 20), 10)).toBe('東東東東…');
  });

  test('in pieces loses nothing and parts no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).map(clean), fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const all = pieces(text, columns);
        expect(all.join('')).toBe(text);
        for (const piece of all) {
          if (width(piece) > columns) expect([...new Intl.Segmenter().segment(piece)]).toHaveLength(1);
        }
      }),
    );
    expect(pieces('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3)).toEqual(['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦']);
  });
});

test.each(['प्रिया Krishnamurthy', 'शर्मा', 'நி', 'กำลัง', 'é́', '陽菜', 'Ελένη', '각'])(
  'a name takes the columns that a terminal gives it: %s',
  async (name) => {
    const terminal = new xterm.Terminal({ cols: 80, rows: 2, allowProposedApi: true });
    await new Promise<void>((resolve) => terminal.write(name, resolve));
    expect(width(name)).toBe(terminal.buffer.active.cursorX);
    terminal.dispose();
  },
);

describe('what is known of plain characters without the library', () => {
  const ordinary = fc.string({
    unit: fc
      .oneof(
        fc.integer({ min: 0x20, max: 0x2ff }),
        fc.integer({ min: 0x2010, max: 0x2060 }),
        fc.integer({ min: 0x2190, max: 0x2600 }),
        fc.constantFrom(0x0d, 0x0a, 0x1b, 0x301, 0xfe0f, 0x200d, 0x1f45f),
      )
      .map((code) => String.fromCodePoint(code)),
  });

  test('is what the segmenter says, of any text', () => {
    const native = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(fc.oneof(ordinary, fc.string({ unit: 'binary' })), (text) => {
        const told = Array.from(native.segment(text), ({ segment, index }) => ({ segment, index }));
        expect(Array.from(segments(text), ({ segment, index }) => ({ segment, index }))).toEqual(told);
      }),
      { numRuns: 1000 },
    );
  });

  test('is what the library of widths says, for each of them', () => {
    const all = Array.from({ length: 0x2700 }, (_, code) => String.fromCodePoint(code)).filter((one) =>
      plain.test(one),
    );
    expect(all.length).toBeGreaterThan(900);
    expect(all.filter((one) => terminalWidth(one) !== stringWidth(one))).toEqual([]);
    expect(all.filter((one) => clean(one) !== one)).toEqual([]);
  });
});
