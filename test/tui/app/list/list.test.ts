import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Unavailable } from '../../../../src/domain/errors.ts';
import { countRows } from '../../../../src/operations/count.ts';
import { page, type Page, type PageRequest } from '../../../../src/operations/listing.ts';
import { list as ordersList } from '../../../../src/operations/orders/list.ts';
import { createList, type List, type ListSource, type ListState } from '../../../../src/tui/app/list/list.ts';
import { position } from '../../../../src/tui/app/list/view.ts';
import { testDatabase, type TestDatabase } from '../../../helpers/database.ts';

let db: TestDatabase;
let list: List;
let ids: string[];
beforeAll(async () => {
  db = await testDatabase({ sample: true });
  const rows = await db.sql<{ id: string }>('select id from orders order by created_at desc, id desc');
  ids = rows.map(({ id }) => id);
});
afterEach(() => list.dispose());
afterAll(() => db.close());

interface Asked {
  readonly requests: PageRequest[];
  readonly errors: unknown[];
}

/** The real source, with what was asked of it written down. */
function source(change: Partial<ListSource> = {}): ListSource & Asked {
  const call = (signal: AbortSignal) => ({ database: db.database, actor: db.actor('admin'), signal });
  const requests: PageRequest[] = [];
  const errors: unknown[] = [];
  return {
    requests,
    errors,
    page: (request, signal) => {
      requests.push(request);
      return page(ordersList, request, call(signal));
    },
    total: (filter, exact, signal) => countRows(ordersList, filter, exact, call(signal)),
    onError: (error) => void errors.push(error),
    ...change,
  };
}

function until(done: (state: ListState) => boolean): Promise<ListState> {
  return new Promise((resolve) => {
    const check = () => {
      const now = list.state.get();
      if (!done(now)) return;
      stop();
      resolve(now);
    };
    const stop = list.state.subscribe(check);
    check();
  });
}

const rested = () => until(({ loading, rows }) => loading === undefined && rows.length > 0);

async function opened(
  options: { pageSize?: number; most?: number; filter?: string } = {},
  from = source(),
): Promise<List> {
  list = createList(from, { filter: '', pageSize: 20, ...options });
  list.setHeight(10);
  list.setQuery({ filter: options.filter ?? '', sort: undefined });
  await rested();
  return list;
}

describe('a list', () => {
  test('loads the first page, and the next ones before the cursor needs them', async () => {
    await opened();
    expect(list.state.get().rows.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    list.move(11);
    await until(({ rows }) => rows.length === 40);
    expect(list.state.get().rows.map(({ id }) => id)).toEqual(ids.slice(0, 40));
  });

  test('a flood of moves beyond what is loaded ends where it was going', async () => {
    await opened();
    for (let count = 0; count < 137; count += 1) list.move(1);
    await until(({ cursor, rows }) => rows[cursor]?.id === ids[137]);
  });

  test('keeps few rows, and finds the way back to its first one', async () => {
    await opened({ most: 60 });
    for (let at = 0; at < 200; at += 5) {
      list.move(5);
      await until(({ rows, cursor }) => rows[cursor]?.id === ids[at + 5]);
    }
    expect(list.state.get().rows.length).toBeLessThanOrEqual(80);
    expect(list.state.get().window.before).toBeGreaterThan(100);
    for (let at = 200; at > 0; at -= 5) {
      list.move(-5);
      await until(({ rows, cursor }) => rows[cursor]?.id === ids[at - 5]);
    }
    await until(({ window }) => window.before === 0);
    expect(list.current()?.id).toBe(ids[0]);
  });

  test('goes to its end and back to its start without walking there', async () => {
    const from = source();
    await opened({}, from);
    list.last();
    await until(({ rows, cursor }) => rows[cursor]?.id === ids.at(-1));
    expect(from.requests.some(({ fromEnd }) => fromEnd)).toBe(true);
    list.move(-15);
    await until(({ rows, cursor }) => rows[cursor]?.id === ids.at(-16));
    list.first();
    await until(({ rows, cursor }) => rows[cursor]?.id === ids[0]);
    expect(from.requests.length).toBeLessThan(8);
  });

  test('knows how many there are: exactly where that is cheap', async () => {
    await opened({ filter: 'status:DELIVERED' });
    const { total } = await until((state) => state.total !== undefined);
    const [counted] = await db.sql<{ count: number }>(
      "select count(*)::int as count from orders where status = 'DELIVERED'",
    );
    expect(total).toEqual({ rows: counted?.count, exact: true });
    expect(position(list.state.get())).toBe(`1-10/${String(counted?.count)}`);
  });

  test('the cursor stays with its row when the filter changes to one that still has it', async () => {
    await opened();
    list.move(7);
    const { status, id } = list.current() ?? { id: '' };
    list.setQuery({ filter: `status:${String(status)}`, sort: undefined });
    await until(({ filter, loading }) => filter !== '' && loading === undefined);
    expect(list.current()?.id).toBe(id);
  });

  test('a change elsewhere is marked in its cell and moves nothing', async () => {
    await opened();
    list.move(3);
    const row = list.current();
    const line = list.state.get().cursor - list.state.get().top;
    await db.sql(
      `update orders set assigned_to = (
        select id from users where role = 'warehouse' and id is distinct from assigned_to order by id limit 1
      ) where id = $1`,
      [row?.id],
    );
    list.refresh();
    await until(({ deltas }) => deltas.size > 0);
    const now = list.state.get();
    expect(now.deltas.get(row?.id ?? '')).toMatchObject({ assigned_to: 'changed' });
    expect(list.current()?.id).toBe(row?.id);
    expect(now.cursor - now.top).toBe(line);
    list.move(1);
    expect(list.state.get().deltas.size).toBe(0);
  });

  test('marks are kept by the record: through ranges, reloads and other pages', async () => {
    await opened();
    list.toggleMark();
    list.toggleRange();
    list.move(3);
    list.toggleRange();
    expect([...list.state.get().marks.keys()].toSorted()).toEqual(ids.slice(0, 5).toSorted());
    list.last();
    await until(({ rows, cursor }) => rows[cursor]?.id === ids.at(-1));
    expect(list.state.get().marks.size).toBe(5);
    list.clearMarks();
    expect(list.state.get().marks.size).toBe(0);
  });
});

describe('late and broken answers', () => {
  test('an answer of a filter that was left never shows', async () => {
    const held: { release: () => void; answer: Promise<Page> }[] = [];
    const from = source();
    const slow = source({
      page: async (request, signal) => {
        if (request.filter !== 'status:PENDING') return from.page(request, signal);
        const answer = from.page(request, new AbortController().signal);
        await new Promise<void>((release) => held.push({ release, answer }));
        return answer;
      },
    });
    await opened({}, slow);
    list.setQuery({ filter: 'status:PENDING', sort: undefined });
    list.setQuery({ filter: 'status:DELIVERED', sort: undefined });
    await until(({ rows, loading }) => loading === undefined && rows[0]?.['status'] === 'DELIVERED');
    held[0]?.release();
    await held[0]?.answer;
    await new Promise((resolve) => setImmediate(resolve));
    expect(list.state.get().rows.every(({ status }) => status === 'DELIVERED')).toBe(true);
  });

  test('rows stay when a load fails, and the next try brings them up to date', async () => {
    let down = false;
    const real = source();
    const shaky = source({
      page: (request, signal) =>
        down ? Promise.reject(new Unavailable('The line is dead.')) : real.page(request, signal),
    });
    await opened({}, shaky);
    down = true;
    list.refresh();
    await until(({ error }) => error !== undefined);
    expect(list.state.get().rows).toHaveLength(20);
    expect(shaky.errors).toHaveLength(1);
    down = false;
    list.refresh();
    await until(({ error, loading }) => error === undefined && loading === undefined);
  });
});
