import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDecoder, type InputEvent, type ScanMode } from '../../../src/tui/app/decoder.ts';

interface Sent {
  readonly bytes: string | Uint8Array;
  /** Milliseconds after the piece before. */
  readonly after?: number;
}

/** Feeds pieces at their times, flushing at every deadline between them and at the end, as the keyboard's timer does. */
function decode(pieces: readonly (Sent | string)[], mode: ScanMode = 'direct'): InputEvent[] {
  const decoder = createDecoder();
  decoder.setMode(mode);
  const events: InputEvent[] = [];
  let now = 1000;
  const until = (time: number) => {
    for (let due = decoder.deadline(); due !== undefined && due <= time; due = decoder.deadline()) {
      events.push(...decoder.flush(due));
    }
  };
  for (const piece of pieces) {
    const { bytes, after = 0 } = typeof piece === 'string' ? { bytes: piece } : piece;
    until(now + after);
    now += after;
    events.push(...decoder.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, now));
  }
  until(Infinity);
  return merge(events);
}

function merge(events: readonly InputEvent[]): InputEvent[] {
  const out: InputEvent[] = [];
  for (const event of events) {
    const before = out.at(-1);
    if (event.kind === 'text' && before?.kind === 'text') {
      out[out.length - 1] = { kind: 'text', text: before.text + event.text };
    } else out.push(event);
  }
  return out;
}

const key = (name: string, held: { ctrl?: boolean; alt?: boolean; shift?: boolean } = {}): InputEvent => ({
  kind: 'key',
  name,
  ctrl: false,
  alt: false,
  shift: false,
  ...held,
});
const text = (typed: string): InputEvent => ({ kind: 'text', text: typed });
const scan = (code: string, end: 'enter' | 'tab' | 'none' = 'enter'): InputEvent => ({ kind: 'scan', code, end });
const typed = (characters: string, after: number): Sent[] => Array.from(characters, (bytes) => ({ bytes, after }));

describe('what no key sends', () => {
  test('the wheel and the left button, wherever the bytes are torn', () => {
    const click: InputEvent = { kind: 'mouse', what: 'click', column: 9, row: 4 };
    expect(decode(['\u001b[<0;10;5M'])).toEqual([click]);
    expect(decode(['\u001b[<0;1', '0;5M'])).toEqual([click]);
    expect(decode(['\u001b[<64;1;1M\u001b[<65;1;1M'])).toEqual([
      { kind: 'mouse', what: 'wheel-up', column: 0, row: 0 },
      { kind: 'mouse', what: 'wheel-down', column: 0, row: 0 },
    ]);
  });

  test('letting go, other buttons and nonsense are passed over, and the key after them is not', () => {
    for (const bytes of ['\u001b[<0;10;5m', '\u001b[<2;1;1M', '\u001b[<0;99999;1M', '\u001b[<;;M', '\u001b[<0;1M'])
      expect([bytes, decode([`${bytes}j`])]).toEqual([bytes, [text('j')]]);
  });

  test('the colour of the ground, in each of the ways that terminals write it', () => {
    const white: InputEvent = { kind: 'background', rgb: [1, 1, 1] };
    expect(decode(['\u001b]11;rgb:ffff/ffff/ffff\u001b\\'])).toEqual([white]);
    expect(decode(['\u001b]11;rgb:ff/ff/ff\u0007'])).toEqual([white]);
    expect(decode(['\u001b]11;rgba:ffff/ff', 'ff/ffff/8000\u0007'])).toEqual([white]);
    expect(decode(['\u001b]10;rgb:ff/ff/ff\u0007\u001b]11;?\u0007j'])).toEqual([text('j')]);
  });
});

describe('keys', () => {
  test.each([
    ['\u001b[A', key('up')],
    ['\u001bOB', key('down')],
    ['\u001b[1;5C', key('right', { ctrl: true })],
    ['\u001b[1;2D', key('left', { shift: true })],
    ['\u001b[5~', key('pageup')],
    ['\u001b[3;3~', key('delete', { alt: true })],
    ['\u001bOP', key('f1')],
    ['\u001b[24~', key('f12')],
    ['\u001b[Z', key('tab', { shift: true })],
    ['\u001bb', key('b', { alt: true })],
    ['\u001b\u007f', key('backspace', { alt: true })],
    ['\u007f', key('backspace')],
    ['\u0008', key('backspace')],
    ['\u0001', key('a', { ctrl: true })],
    ['\u001a', key('z', { ctrl: true })],
    ['\u0000', key('space', { ctrl: true })],
    ['\u001b[97;5u', key('a', { ctrl: true })],
    ['\u001b[13;2u', key('enter', { shift: true })],
    ['\r', key('enter')],
    ['\t', key('tab')],
  ])('%j is one key', (bytes, wanted) => {
    expect(decode([bytes])).toEqual([wanted]);
  });

  test('a lone Esc is a key after 25 ms, not before', () => {
    const decoder = createDecoder();
    expect(decoder.push(Buffer.from('\u001b'), 1000)).toEqual([]);
    expect(decoder.deadline()).toBe(1025);
    expect(decoder.flush(1024)).toEqual([]);
    expect(decoder.flush(1025)).toEqual([key('esc')]);
    expect(decoder.deadline()).toBeUndefined();
  });

  test('two quick Esc are two, and an arrow after an Esc stays an arrow', () => {
    expect(decode(['\u001b\u001b'])).toEqual([key('esc'), key('esc')]);
    expect(decode(['\u001b', { bytes: '\u001b[A', after: 10 }])).toEqual([key('esc'), key('up')]);
  });

  test('replies of the terminal, mouse buttons let go and unknown sequences are passed over', () => {
    const noise = [
      '\u001b[24;80R',
      '\u001b[?1;2c',
      '\u001b]10;rgb:0/0/0\u0007',
      '\u001bP1$r0m\u001b\\',
      '\u001b[<0;1;1m',
    ];
    expect(decode([noise.join('') + 'j'])).toEqual([text('j')]);
  });

  test('the window gaining and losing focus is told', () => {
    expect(decode(['\u001b[I\u001b[O'])).toEqual([
      { kind: 'focus', focused: true },
      { kind: 'focus', focused: false },
    ]);
  });
});

describe('text', () => {
  test('a character whose bytes come apart is whole', () => {
    const bytes = Buffer.from('é鈴👟');
    const pieces = Array.from(bytes, (byte) => ({ bytes: Uint8Array.of(byte), after: 1 }));
    expect(decode(pieces)).toEqual([text('é鈴👟')]);
  });

  test('a small letter alone acts at once where nothing takes scans', () => {
    const decoder = createDecoder();
    expect(decoder.push(Buffer.from('j'), 1000)).toEqual([text('j')]);
    expect(decoder.deadline()).toBeUndefined();
  });

  test('a letter waits at most 30 ms where scans are taken', () => {
    const decoder = createDecoder();
    decoder.setMode('hold');
    expect(decoder.push(Buffer.from('j'), 1000)).toEqual([]);
    expect(decoder.deadline()).toBe(1030);
    expect(decoder.flush(1030)).toEqual([text('j')]);
  });

  test('in a field nothing waits', () => {
    const decoder = createDecoder();
    decoder.setMode('off');
    expect(decoder.push(Buffer.from('4006'), 1000)).toEqual([text('4006')]);
    expect(decoder.deadline()).toBeUndefined();
  });
});

describe('scans', () => {
  const code = '4006381333931';

  test.each<ScanMode>(['hold', 'direct'])('in one chunk, one by one, and twenty in a burst (%s)', (mode) => {
    expect(decode([`${code}\r`], mode)).toEqual([scan(code)]);
    expect(decode(typed(`${code}\r`, 4), mode)).toEqual([scan(code)]);
    expect(decode(typed(`${code}\r`, 29), mode)).toEqual([scan(code)]);
    const burst = Array.from({ length: 20 }, (_, index) => `RUN-${index}-BLK\r`);
    expect(decode([burst.join('')], mode)).toEqual(burst.map((one) => scan(one.slice(0, -1))));
  });

  test('end in CR, LF, CRLF or Tab', () => {
    expect(decode([`${code}\n`])).toEqual([scan(code)]);
    expect(decode([`${code}\r\n`])).toEqual([scan(code)]);
    expect(decode([`${code}\r`, { bytes: '\n', after: 5 }])).toEqual([scan(code)]);
    expect(decode([`${code}\t`])).toEqual([scan(code, 'tab')]);
  });

  test('an Enter of one’s own after a scan is still an Enter', () => {
    expect(decode([`${code}\r`, { bytes: '\r', after: 5 }])).toEqual([scan(code), key('enter')]);
  });

  test('the same code with small letters, in one chunk, is a scan everywhere', () => {
    expect(decode(['xk-red-42\r'])).toEqual([scan('xk-red-42')]);
    expect(decode(typed('xk-red-42\r', 3), 'hold')).toEqual([scan('xk-red-42')]);
  });

  test('five characters, or a gap of 30 ms, or no end where nothing takes scans, is typing', () => {
    expect(decode(['12345\r'])).toEqual([text('12345'), key('enter')]);
    expect(decode(typed('123456\r', 30), 'hold')).toEqual([text('123456'), key('enter')]);
    expect(decode([code])).toEqual([text(code)]);
  });

  test('of a scanner that sends no end are told by their pace where scans are taken', () => {
    const sku = 'KEST-PLZ1HW-WHT-40';
    expect(decode([sku], 'hold')).toEqual([scan(sku, 'none')]);
    expect(decode(typed(sku, 4), 'hold')).toEqual([scan(sku, 'none')]);
    expect(decode([sku, { bytes: sku, after: 200 }], 'hold')).toEqual([scan(sku, 'none'), scan(sku, 'none')]);
    expect(decode([code, { bytes: '\r', after: 40 }], 'hold')).toEqual([scan(code, 'none'), key('enter')]);
    expect(decode([`${code}\u001b[A`], 'hold')).toEqual([scan(code, 'none'), key('up')]);
    expect(decode([`${code}鈴`], 'hold')).toEqual([scan(code, 'none'), text('鈴')]);
  });

  test('no type-ahead of five keys, no held key and no first mark is a scan without an end', () => {
    expect(decode(['jjkkx'], 'hold')).toEqual([text('jjkkx')]);
    expect(decode(['jjjjjjjjjj'], 'hold')).toEqual([text('jjjjjjjjjj')]);
    expect(decode(['?range'], 'hold')).toEqual([text('?range')]);
    expect(decode([':orders'], 'hold')).toEqual([text(':'), scan('orders', 'none')]);
  });

  test('what is longer than any code is a paste of a terminal that brackets none, never keys', () => {
    const long = 'a1'.repeat(50_000);
    expect(decode([long], 'hold')).toEqual([{ kind: 'paste', text: long }]);
    expect(decode([`${long}\r`], 'hold')).toEqual([{ kind: 'paste', text: long }]);
    const chopped = Array.from({ length: 100 }, (_, at) => ({
      bytes: long.slice(at * 1000, (at + 1) * 1000),
      after: 5,
    }));
    expect(decode(chopped, 'hold')).toEqual([{ kind: 'paste', text: long }]);
  });

  test('a held key is a held key, Enter after it or not', () => {
    expect(decode(['jjjjjjjjjj\r'])).toEqual([text('jjjjjjjjjj'), key('enter')]);
    expect(decode(['jjjjjjjjjj\r'], 'hold')).toEqual([text('jjjjjjjjjj'), key('enter')]);
  });

  test('a key held for long moves on while it is held, also where scans are taken', () => {
    const decoder = createDecoder();
    decoder.setMode('hold');
    const early: InputEvent[] = [];
    for (let now = 1000; now < 1400; now += 16) early.push(...decoder.push(Buffer.from('j'), now));
    expect(merge(early)[0]).toMatchObject({ kind: 'text' });
    expect(JSON.stringify(merge(early)).match(/j/gu)?.length).toBeGreaterThan(18);
  });

  test('a code with leading zeros is one scan', () => {
    expect(decode(typed('0000000123\r', 20), 'hold')).toEqual([scan('0000000123')]);
  });

  test('what is typed after / or : in one go is no scan of those marks', () => {
    expect(decode(['/status:PENDING\r'])).toEqual([text('/'), scan('status:PENDING')]);
    expect(decode([':orders\r'], 'hold')).toEqual([text(':'), scan('orders')]);
  });

  test('an arrow key in the middle ends a scan', () => {
    expect(decode(['40063\u001b[A81333931\r'], 'hold')).toEqual([text('40063'), key('up'), scan('81333931')]);
  });
});

describe('paste', () => {
  const paste = (pasted: string) => `\u001b[200~${pasted}\u001b[201~`;

  test('is one event, line ends made one, and never keys or scans', () => {
    expect(decode([paste('q\r\n4006381333931\rx\u001b[A')])).toEqual([
      { kind: 'paste', text: 'q\n4006381333931\nx\u001b[A' },
    ]);
  });

  test('of ten thousand lines and of a megabyte come whole, however the line chops them', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `SKU-${index},3`).join('\n');
    const bytes = Buffer.from(paste(lines));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 1021) }, (_, index) => ({
      bytes: bytes.subarray(index * 1021, (index + 1) * 1021),
    }));
    expect(decode(pieces)).toEqual([{ kind: 'paste', text: lines }]);
    const mega = 'a'.repeat(1_000_000);
    expect(decode([paste(mega) + 'j'])).toEqual([{ kind: 'paste', text: mega }, text('j')]);
  });

  test.each([1, 2, 3, 4, 5])('ends although its end mark comes in two parts (%i)', (at) => {
    const whole = paste('text');
    const cut = whole.length - at;
    expect(decode([whole.slice(0, cut), { bytes: whole.slice(cut), after: 200 }])).toEqual([
      { kind: 'paste', text: 'text' },
    ]);
  });

  test('that never ends is let go after ten seconds of silence', () => {
    expect(decode(['\u001b[200~half', { bytes: 'j', after: 20_000 }])).toEqual([
      { kind: 'paste', text: 'half' },
      text('j'),
    ]);
  });
});

describe('properties', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      '\u001b[A',
      '\u001bOP',
      '\u001b[1;5C',
      '\u001b[15~',
      '\u001b[I',
      '\u001bb',
      '\r',
      '\t',
      '\u007f',
      '\u0001',
    ),
    fc.constantFrom(
      '\u001b[200~ab\ncd\u001b[201~',
      '4006381333931\r',
      'RUN-9-BLK\n',
      'KEST-PLZ1HW-40',
      'jjjj',
      '👟',
      '鈴',
      'é',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }).map((one) => one.replaceAll('\u001b', '')),
  );

  test('the same bytes give the same events, however they are chopped', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.constantFrom<ScanMode>('hold', 'off'),
        (parts, sizes, mode) => {
          const bytes = Buffer.from(parts.join(''));
          const chunks: Sent[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            chunks.push({ bytes: bytes.subarray(at, at + size) });
            at += size;
          }
          expect(decode(chunks, mode)).toEqual(decode([{ bytes }], mode));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('no bytes at all break it or stay in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 })),
        fc.constantFrom<ScanMode>('hold', 'direct', 'off'),
        (chunks, mode) => {
          decode(
            chunks.map((bytes) => ({ bytes, after: 5 })),
            mode,
          );
          const decoder = createDecoder();
          decoder.setMode(mode);
          for (const [index, bytes] of chunks.entries()) decoder.push(bytes, index * 5);
          decoder.flush(chunks.length * 5 + 20_000);
          expect(decoder.deadline()).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });
});
