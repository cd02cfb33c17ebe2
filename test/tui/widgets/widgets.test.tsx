import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderToString } from 'ink';
import { render } from 'ink-testing-library';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { width } from '../../../src/domain/display.ts';
import { ThemeContext } from '../../../src/tui/theme/context.ts';
import { ascii, unicode } from '../../../src/tui/theme/glyphs.ts';
import { forStore, makeTheme, themeFromEnvironment, themeNames } from '../../../src/tui/theme/theme.ts';
import { bar, sparkline } from '../../../src/tui/widgets/figures.ts';
import { edit, insert, line, lineView, type LineAction } from '../../../src/tui/widgets/line.ts';
import { Panel, Pane, rule } from '../../../src/tui/widgets/Pane.tsx';
import { Bars, Empty, KeyValue, Sparkline, Tabs, TextField } from '../../../src/tui/widgets/small.tsx';
import { readyLines } from '../../../src/tui/widgets/ready-lines.ts';
import { paintLine, wrap } from '../../../src/tui/widgets/spans.ts';
import { Table } from '../../../src/tui/widgets/Table.tsx';
import { formatRow, placeColumns, type Column } from '../../../src/tui/widgets/table.ts';
import { expectGolden } from '../../helpers/golden.ts';

interface Shoe {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly stock: number;
}

const columns: Column<Shoe>[] = [
  { key: 'sku', label: 'SKU', width: 12, priority: 1, cell: ({ sku }) => sku },
  { key: 'name', label: 'Name', width: 20, min: 8, grow: 60, priority: 3, cell: ({ name }) => name },
  {
    key: 'stock',
    label: 'Stock',
    width: 6,
    priority: 2,
    align: 'right',
    cell: ({ stock }) => ({ text: String(stock), tone: stock === 0 ? 'bad' : 'good' }),
  },
];
const shoes: Shoe[] = [
  { id: '1', sku: 'RUN-42-BLK', name: 'Runner 42', stock: 12 },
  { id: '2', sku: 'KJ-38-RED', name: '東京スニーカー 限定版 とても長い名前', stock: 0 },
  { id: '3', sku: 'EVIL-1', name: 'a\u001b[2J\u202eb\nc', stock: 3 },
  { id: '4', sku: 'EMO-44', name: '👟👟 family 👨‍👩‍👧', stock: 1_000_000 },
];
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};

describe.each([
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
])('widgets at %ix%i', (wide, high) => {
  test.each(Object.entries(themes))('look as they should (%s)', (name, theme) => {
    const frame = renderToString(
      <ThemeContext value={theme}>
        <Pane title="shoes" width={wide} height={7} active>
          <Table
            columns={columns}
            rows={shoes}
            cursor={1}
            marked={(id) => id === '3'}
            deltas={new Map([['4', { stock: 'up' }]])}
            width={wide}
            height={6}
          />
        </Pane>
        <Tabs tabs={['items', 'money', 'history']} open={1} width={wide} />
        <KeyValue
          width={wide}
          facts={[
            { label: 'total', value: '129.00' },
            { label: 'state', value: 'PENDING', tone: 'waiting' },
          ]}
        />
        <Sparkline values={[0, 1, 5, 9, 3]} width={wide} />
        <Bars
          width={wide}
          bars={[
            { label: 'Mon', amount: 3, shown: '3' },
            { label: 'Tue', amount: 12, shown: '12' },
          ]}
        />
        <TextField label="sku: " line={line('RUN')} width={wide} />
        <Empty text="Nothing is low." hint="That is good." width={wide} />
        <Panel title="Sure?" width={Math.min(wide, 60)} lines={[['Send ', ['strong', '3 parcels'], '?']]} danger />
      </ThemeContext>,
      { columns: wide },
    );
    expectGolden(`widgets-${wide}x${high}-${name}`, frame);
    for (const row of stripVTControlCharacters(frame).split('\n')) expect(width(row)).toBeLessThanOrEqual(wide);
  });
});

test('the open tab is in sight, however many there are and however little room', () => {
  const tabs = ['Profile', 'Addresses', 'Orders', 'Reviews', 'Cart', 'Wishlist', 'History'];
  for (const wide of [20, 40, 80])
    for (const [open, tab] of tabs.entries()) {
      const frame = renderToString(<Tabs tabs={tabs} open={open} width={wide} />, { columns: wide });
      expect(stripVTControlCharacters(frame)).toContain(`[${tab}]`);
    }
});

describe('a table row', () => {
  test('is exactly as wide as it is told, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 20, max: 200 }),
        fc.boolean(),
        (name, wide, selected) => {
          const placed = placeColumns(columns, wide);
          const row = formatRow(
            placed,
            { id: '1', sku: name, name, stock: 1 },
            { selected, marked: false },
            wide,
            themes.dark,
          );
          expect(width(stripVTControlCharacters(row))).toBe(wide);
          expect(row).not.toMatch(/[\n\r\t]/u);
        },
      ),
    );
  });

  test('gives up the least important columns first, and the first one never', () => {
    const shown = (wide: number) => placeColumns(columns, wide).map(({ column }) => column.key);
    expect(shown(200)).toEqual(['sku', 'name', 'stock']);
    expect(shown(24)).toEqual(['sku', 'stock']);
    expect(shown(10)).toEqual(['sku']);
  });

  test('tells selection, marks and changes without any colour', () => {
    const placed = placeColumns(columns, 60);
    const [shoe] = shoes;
    if (!shoe) throw new Error('no shoe');
    const plain = (look: Parameters<typeof formatRow>[2]) =>
      stripVTControlCharacters(formatRow(placed, shoe, look, 60, themes.plain));
    const normal = plain({ selected: false, marked: false });
    expect(plain({ selected: true, marked: false })).not.toBe(normal);
    expect(plain({ selected: false, marked: true })).not.toBe(normal);
    expect(plain({ selected: false, marked: false, deltas: { stock: 'down' } })).not.toBe(normal);
  });
});

describe('a typed line', () => {
  const actions: LineAction[] = [
    'start',
    'end',
    'left',
    'right',
    'word-left',
    'word-right',
    'rub',
    'delete',
    'kill-word',
    'kill-word-right',
    'kill-start',
    'kill-end',
    'yank',
  ];

  test('never tears a character or loses its cursor, whatever is done to it', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom(...actions), fc.string({ unit: 'grapheme', maxLength: 6 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 3, max: 30 }), (all, room) => {
        let now = line('家 👨‍👩‍👧 é');
        for (const step of all)
          now = (actions as string[]).includes(step) ? edit(now, step as LineAction) : insert(now, step);
        expect(now.cursor).toBeGreaterThanOrEqual(0);
        expect(now.cursor).toBeLessThanOrEqual(now.text.length);
        expect(now.text.isWellFormed()).toBe(true);
        const { before, under, after } = lineView(now, room);
        expect(width(before + under + after)).toBeLessThanOrEqual(Math.max(room, width(under)));
      }),
    );
  });

  test('steps over a family and its marks as over one character', () => {
    const family = line('a👨‍👩‍👧');
    expect(edit(family, 'left').cursor).toBe(1);
    expect(edit(family, 'rub').text).toBe('a');
  });

  test('takes a megabyte and still moves at once', () => {
    const long = insert(line(), 'x'.repeat(1_000_000));
    expect(edit(edit(long, 'left'), 'rub').text).toHaveLength(999_999);
    expect(lineView(long, 40).before).toHaveLength(39);
  });
});

function flat(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [];
}

describe('figures and themes', () => {
  test('a sparkline has one character a value, none of them for nothing', () => {
    expect(sparkline([0, 1, 2, 4, 8], 5, unicode)).toBe(' ▁▂▄█');
    expect(sparkline([0, 0], 5, unicode)).toBe('  ');
    expect(sparkline([1, 2, 3], 2, unicode)).toHaveLength(2);
    expect(bar(0.001, 1000, 20, ascii)).toBe('#');
  });

  test('every glyph of both sets is one column wide', () => {
    for (const set of [unicode, ascii]) {
      for (const glyph of flat(set)) expect([glyph, width(glyph)]).toEqual([glyph, 1]);
    }
    expect(flat(ascii).join('')).toMatch(/^[ -~]+$/u);
  });

  test('NO_COLOR, the Linux console and a foreign locale are honoured', () => {
    expect(themeFromEnvironment({ NO_COLOR: '1' }).paint('bad', 'x')).toBe('x');
    expect(themeFromEnvironment({ NO_COLOR: '' }).paint('bad', 'x')).not.toBe('x');
    expect(themeFromEnvironment({ TERM: 'linux' }).glyphs).toBe(ascii);
    expect(themeFromEnvironment({ LANG: 'de_DE.ISO-8859-1' }).glyphs).toBe(ascii);
    expect(themeFromEnvironment({ LANG: 'de_DE.UTF-8' }, { glyphs: 'ascii' }).glyphs).toBe(ascii);
    for (const name of themeNames) expect(themeFromEnvironment({ SOLEMATE_THEME: name }).name).toBe(name);
  });

  test('a painted line is cut and padded to its width, hostile text cleaned', () => {
    const painted = paintLine(['a\u001b[31m', ['bad', '東京東京'], 'tail'], 6, themes.dark);
    expect(width(stripVTControlCharacters(painted))).toBe(6);
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });
});

test('production, staging and read-only are told by the lines, with and without colours', () => {
  const plain = makeTheme();
  const production = forStore(plain, { kind: 'production', readOnly: false });
  expect(production.paint('border', '─')).toBe(plain.paint('danger', '─'));
  expect(production.paint('title', 'Orders')).toBe(plain.paint('title', 'Orders'));
  expect(forStore(plain, { kind: 'staging', readOnly: false }).paint('border', '─')).toBe(plain.paint('waiting', '─'));
  const lines = [makeTheme({ noColor: true }), makeTheme({ asciiGlyphs: true, noColor: true })].map((theme) =>
    (['sample', 'production'] as const).flatMap((kind) =>
      [false, true].map((readOnly) =>
        stripVTControlCharacters(rule('orders', 12, true, forStore(theme, { kind, readOnly }))).slice(-2),
      ),
    ),
  );
  expect(lines).toEqual([
    ['──', '╌╌', '━━', '╌╌'],
    ['--', '..', '==', '..'],
  ]);
});

test('the lines of the rows around those that are seen are made ready while nothing happens', async () => {
  const made: string[] = [];
  readyLines.rememberedBy((text) => made.push(text));
  const table = (rows: readonly Shoe[]) => (
    <ThemeContext value={themes.plain}>
      <Table columns={columns} rows={rows} around={shoes} cursor={0} marked={() => false} width={40} height={3} />
    </ThemeContext>
  );
  const { rerender, lastFrame, unmount } = render(table(shoes.slice(0, 2)));
  expect(made).toEqual([]);
  while (made.length < shoes.length) await sleep(5);
  rerender(table(shoes.slice(2)));
  const line = made.find((text) => text.includes('EMO-44')) ?? '';
  expect(stripVTControlCharacters(lastFrame() ?? '')).toContain(stripVTControlCharacters(line).trimEnd());
  unmount();
});
