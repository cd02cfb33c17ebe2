import { describe, expect, test } from '@jest/globals';
import { makeCli } from '../../src/cli/context.ts';
import { csvLines } from '../../src/domain/csv-text.ts';
import { human } from '../../src/cli/output/human.ts';
import { progressLine } from '../../src/cli/progress.ts';
import { renderTable } from '../../src/cli/table/render.ts';
import { width } from '../../src/domain/display.ts';
import { capture } from './streams.ts';

const globals = { json: false, yes: false, verbose: false, color: false, readOnly: false };
const esc = '\u001b';

function show(data: unknown, tty?: number): Promise<string> {
  return human(data, makeCli(capture(tty === undefined ? {} : { tty }).io, globals));
}

const hostile = ['Zoë', '田中太郎', '👩‍👩‍👧‍👦 fam', 'محمد', `${esc}[31mred${esc}]0;t\u0007`, 'gnp\u202eexe.', 'e\u0301'];

describe('a table for people', () => {
  test('has straight columns whatever customers typed', async () => {
    const text = await show(hostile.map((name, index) => ({ name, total: `${index * 10}.50` })));
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(hostile.length + 4);
    expect(new Set(lines.map((line) => width(line))).size).toBe(1);
    expect(text).not.toMatch(/[\u001b\u202e]/u);
    expect(text).toContain('│ 田中太郎 │ 10.50 │');
  });

  test('aligns amounts to the right and tells times in UTC', async () => {
    expect(
      await show([
        { placed_at: '2026-01-31T14:02:09.123Z', total: '5.00' },
        { placed_at: null, total: '1234.00' },
      ]),
    ).toBe(`┌──────────────────────┬─────────┐
│ Placed at            │   Total │
├──────────────────────┼─────────┤
│ 2026-01-31 14:02 UTC │    5.00 │
│                      │ 1234.00 │
└──────────────────────┴─────────┘
`);
  });

  test('says that there is more, not that there is none, and puts no heading over the only table', async () => {
    const rows = [{ sku: 'SOCKS' }];
    expect(await show({ rows, more: false })).toBe(await show(rows));
    expect(await show({ rows, more: true })).toContain('More  yes\n');
  });

  test('cuts prose, never an amount or a number of something, to fit the terminal', async () => {
    const text = await show(
      [{ order_number: 'SM-2026-000001', note: 'please ring twice at the back door', total: '12.00' }],
      50,
    );
    expect(text).toContain('│ SM-2026-000001 │ please ring twice at… │ 12.00 │');
    for (const line of text.trimEnd().split('\n')) expect(width(line)).toBeLessThanOrEqual(50);
  });

  test('leaves out the last columns before a text becomes too short to read, but not the text itself', async () => {
    const note = 'please ring twice at the back door';
    const order = { order_number: 'SM-2026-000001', note, total: '12.00', city: 'Berlin', country: 'DE' };
    expect(await show([order], 50)).toContain('│ SM-2026-000001 │ please ring twice at… │ 12.00 │\n');
    const last = { order_number: 'SM-2026-000001', status: 'PENDING', total: '12.00', note };
    expect(await show([last], 52)).toContain('│ SM-2026-000001 │ PENDING │ 12.00 │ please ring … │\n');
  });

  test('tells what an edit changed by the names of the fields, and no ids', async () => {
    const id = '3f0c9a52-2b7f-4a0e-9f0c-2b7f3a1d9e10';
    const changes = [
      { field: 'discount_value', from: '20.00', to: '25.00' },
      { field: 'is_active', from: true, to: false },
      { field: 'parent_id', from: null, to: id },
    ];
    expect(await show({ changes })).toBe(`Changes
┌────────────────┬───────┬───────┐
│ Field          │ From  │ To    │
├────────────────┼───────┼───────┤
│ Discount value │ 20.00 │ 25.00 │
│ Active         │ yes   │ no    │
└────────────────┴───────┴───────┘
`);
    expect(await show({ changes: changes.slice(2) })).toBe('');
  });

  test('leaves out the last columns where not all have room, and says which', async () => {
    const row = { order_number: 'SM-2026-000001', status: 'PENDING', total: '12.00', city: 'Berlin', country: 'DE' };
    const text = await show([row], 44);
    expect(text).toContain('│ SM-2026-000001 │ PENDING │ 12.00 │\n');
    expect(text).toContain('Left out for want of room: City, Country.\n');
  });

  test('becomes pairs where the terminal is too narrow for it', async () => {
    expect(await show([{ order_number: 'SM-2026-000001', total: '12.00' }], 20)).toBe(
      'Order number  SM-2026-000001\nTotal         12.00\n',
    );
  });

  test('shows 200 rows and says how many more there are', async () => {
    const text = await show(Array.from({ length: 203 }, (_, index) => ({ code: `C${index}`, uses: index })));
    expect(text).toContain('C199');
    expect(text).not.toContain('C200');
    expect(text).toContain('… 3 more: use --json.');
  });

  test('is coloured only when asked', async () => {
    const columns = [{ label: 'A', cells: ['1'], align: 'left', elastic: false }] as const;
    expect(await renderTable(columns, { columns: undefined, color: false })).not.toContain(esc);
  });
});

test('an object is pairs, then each of its lists under its name', async () => {
  const order = {
    order_number: 'SM-2026-000001',
    paid: true,
    tracking_number: null,
    tags: ['a', 'b'],
    customer: { name: 'Zoë', city: 'Berlin' },
    items: [{ sku: 'RUN-42', quantity: 2 }],
  };
  expect(await show(order)).toBe(`Order number  SM-2026-000001
Paid          yes
Tags          a, b

Customer
  Name  Zoë
  City  Berlin

Items
┌────────┬──────────┐
│ SKU    │ Quantity │
├────────┼──────────┤
│ RUN-42 │        2 │
└────────┴──────────┘
`);
});

test('an id that not every row has is no column', async () => {
  const rows = [{ code: 'A', product_id: '2f1e0a52-6a0a-4f6e-9b0c-3d5f1c2b4a69' }, { code: 'B' }];
  expect(await show({ rows })).not.toContain('Product id');
});

describe('CSV', () => {
  test('keeps what a spreadsheet would run from running', () => {
    expect(csvLines([['=1+1', '+cmd', '-cmd', '@sum', '\tx', '\rx']])).toBe(`'=1+1,'+cmd,'-cmd,'@sum,'\tx,"'\rx"\r\n`);
  });

  test('leaves numbers with a sign alone: scripts add them up', () => {
    expect(csvLines([['-5', '-12.50', '+3', -7]])).toBe('-5,-12.50,+3,-7\r\n');
  });

  test('quotes as RFC 4180 does and leaves nothing for null', () => {
    expect(csvLines([['a,b', 'say "hi"', 'two\nlines', null, true]])).toBe('"a,b","say ""hi""","two\nlines",,true\r\n');
  });
});

describe('progress', () => {
  const counts = (verbose: boolean, tty?: number) => {
    const captured = capture(tty === undefined ? {} : { tty });
    const line = progressLine(captured.io, { json: false, verbose });
    for (let done = 0; done <= 1000; done += 1) line.count({ done, total: 1000, what: 'rows' });
    line.end();
    return captured.stderr();
  };

  test('is one line on a terminal that is taken away at the end', () => {
    const text = counts(false, 80);
    expect(text).toContain(`\r${esc}[K100 %  1,000 of 1,000 rows`);
    expect(text).not.toContain('\n');
    expect(text.endsWith(`\r${esc}[K`)).toBe(true);
  });

  test('is nothing in a pipe', () => expect(counts(false)).toBe(''));

  test('is a line per tenth with --verbose', () => expect(counts(true).trimEnd().split('\n')).toHaveLength(11));
});
