import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ListRow, Page, PageRequest } from '../../../../src/operations/listing.ts';
import { createList, type List } from '../../../../src/tui/app/list/list.ts';

/**
 * A list over a table that others change while somebody moves, marks, sorts and filters. What must hold whatever
 * happens: the cursor stays on its record, marks are the records that were marked, what is seen is what is there.
 */
class Table {
  rows: readonly ListRow[];
  #made = 0;
  constructor(count: number) {
    this.rows = Array.from({ length: count }, () => this.#row());
  }
  #row(): ListRow {
    this.#made += 1;
    return { id: `r${this.#made}`, place: this.#made * 10, kind: this.#made % 3 === 0 ? 'x' : 'y', amount: 0 };
  }
  /** The newest row, or one somewhere in between. */
  insert(at: number): void {
    const row = this.#row();
    this.rows = [
      ...this.rows,
      at === 0 ? row : { ...row, place: Number(row['place']) - 10 * (at % 50) - 5 + (at % 5) / 10 },
    ];
  }
  change(at: number): void {
    const index = at % this.rows.length;
    this.rows = this.rows.map((row, i) => (i === index ? { ...row, amount: Number(row['amount']) + 1 } : row));
  }
  remove(at: number, except: string | undefined): void {
    const victim = this.rows[at % this.rows.length];
    if (victim && victim.id !== except && this.rows.length > 3) this.rows = this.rows.filter((row) => row !== victim);
  }
  matching(filter: string, sort: string | undefined): ListRow[] {
    const found = this.rows.filter(({ kind }) => filter === '' || kind === filter);
    const sign = sort === 'oldest' ? 1 : -1;
    return found.toSorted((a, b) => sign * (Number(a['place']) - Number(b['place'])));
  }
  page = async (request: PageRequest, signal: AbortSignal): Promise<Page> => {
    await Promise.resolve();
    const all = this.matching(request.filter ?? '', request.sort);
    const sign = request.sort === 'oldest' ? 1 : -1;
    const limit = request.limit ?? 50;
    const past = (row: ListRow, cursor: string) => sign * (Number(row['place']) - Number(cursor)) > 0;
    const ahead = (row: ListRow, cursor: string) => sign * (Number(row['place']) - Number(cursor)) < 0;
    const { after, before, fromEnd } = request;
    const within = all.filter(
      (row) => (after === undefined || past(row, after)) && (before === undefined || ahead(row, before)),
    );
    const rows = fromEnd || before !== undefined ? within.slice(-limit) : within.slice(0, limit);
    signal.throwIfAborted();
    const [first, last] = [rows[0], rows.at(-1)];
    return {
      rows,
      next: last && last !== all.at(-1) ? String(last['place']) : null,
      previous: first && first !== all[0] ? String(first['place']) : null,
    };
  };
}

const settle = async (list: List): Promise<void> => {
  for (let quiet = 0; quiet < 2;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = list.state.get().loading === undefined ? quiet + 1 : 0;
  }
};

const step = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), by: fc.integer({ min: -70, max: 70 }) }),
  fc.record({
    kind: fc.constantFrom('first', 'last', 'mark', 'range', 'all', 'clear', 'refresh', 'seek' as const),
    by: fc.constant(0),
  }),
  fc.record({ kind: fc.constantFrom('insert', 'change', 'remove' as const), by: fc.nat(500) }),
  fc.record({ kind: fc.constantFrom('filter', 'sort', 'height' as const), by: fc.nat(2) }),
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What once went wrong. */
const found: [number, Step[]][] = [
  [
    61,
    [
      { kind: 'move', by: 40 },
      { kind: 'move', by: -21 },
      { kind: 'insert', by: 321 },
    ],
  ],
  [
    21,
    [
      { kind: 'last', by: 0 },
      { kind: 'move', by: -19 },
      { kind: 'insert', by: 2 },
    ],
  ],
  [
    61,
    [
      { kind: 'move', by: 40 },
      { kind: 'insert', by: 0 },
      { kind: 'move', by: -41 },
      { kind: 'insert', by: 52 },
    ],
  ],
];

test('whatever is pressed and whoever changes the table, cursor and marks stay with their records', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.array(step, { maxLength: 40 }), async (count, steps) => {
      const table = new Table(count);
      const source = {
        page: table.page,
        total: (filter: string) => Promise.resolve({ rows: table.matching(filter, undefined).length, exact: true }),
        onError: (error: unknown) => {
          throw error;
        },
      };
      const list = createList(source, { filter: '', pageSize: 20, most: 60 });
      list.setHeight(9);
      list.setQuery({ filter: '', sort: undefined });
      await settle(list);
      for (const { kind, by } of steps) {
        const before = list.state.get();
        const id = list.current()?.id;
        const marks = new Set(before.marks.keys());
        if (kind === 'move') list.move(by);
        else if (kind === 'first') list.first();
        else if (kind === 'last') list.last();
        else if (kind === 'mark') list.toggleMark();
        else if (kind === 'range') list.toggleRange();
        else if (kind === 'all') list.markAll();
        else if (kind === 'clear') list.clearMarks();
        else if (kind === 'seek') list.seek(1);
        else if (kind === 'insert') table.insert(by);
        else if (kind === 'change') table.change(by);
        else if (kind === 'remove') table.remove(by, id);
        else if (kind === 'height') list.setHeight(5 + by * 7);
        else if (kind === 'filter') list.setQuery({ filter: ['', 'x', 'y'][by] ?? '', sort: before.sort });
        else if (kind === 'sort') list.setQuery({ filter: before.filter, sort: by === 0 ? 'oldest' : undefined });
        await settle(list);
        list.refresh();
        await settle(list);

        const now = list.state.get();
        const expected = table.matching(now.filter, now.sort);
        const { rows, cursor, top, height } = now;
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
        expect(cursor).toBeLessThan(Math.max(1, rows.length));
        if (expected.length === 0) continue;
        expect(cursor).toBeGreaterThanOrEqual(top);
        expect(cursor).toBeLessThan(top + height);
        // What is on the screen is what is there now, in order and with nothing left out.
        const seen = rows.slice(top, top + height);
        const from = expected.findIndex((row) => row.id === seen[0]?.id);
        expect(seen).toEqual(expected.slice(from, from + seen.length));
        const still = !['move', 'first', 'last', 'mark', 'seek', 'filter', 'sort'].includes(kind);
        // Of an empty list the first row that comes has the cursor.
        if (still && id !== undefined) expect(list.current()?.id).toBe(id);
        const marking = ['mark', 'range', 'all', 'clear'].includes(kind) || before.anchor !== undefined;
        const whole = before.whole && ['filter'].includes(kind);
        if (!marking && !whole) expect(new Set(now.marks.keys())).toEqual(marks);
      }
      list.dispose();
    }),
    { numRuns: 600, examples: found },
  );
});
