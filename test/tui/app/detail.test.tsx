import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { NotFound, Unavailable } from '../../../src/domain/errors.ts';
import { operation } from '../../../src/operations/operation.ts';
import { DetailScreen, type DetailRow } from '../../../src/tui/app/DetailScreen.tsx';
import { pageTop, placed, scrolled, stepped } from '../../../src/tui/app/detail-view.ts';
import { screen } from '../../../src/tui/app/screen.ts';
import { testDatabase, type TestDatabase } from '../../helpers/database.ts';
import { testHome } from '../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../helpers/screens.tsx';

describe('a place in a page', () => {
  const line = (at: number): DetailRow => ` line ${at}`;
  const link = (at: number): DetailRow => ({ text: ` link ${at}`, open: () => undefined });
  const rows = Array.from({ length: 30 }, (_, at) => ([2, 5, 25].includes(at) ? link(at) : line(at)));

  test('steps to the lines in sight that can be opened, then moves the page', () => {
    let at = stepped(pageTop, rows, 10, 1);
    expect(at).toEqual({ top: 0, selected: 2 });
    at = stepped(at, rows, 10, 1);
    expect(at).toEqual({ top: 0, selected: 5 });
    at = stepped(at, rows, 10, 1);
    expect(at).toEqual({ top: 1, selected: 5 });
    at = scrolled(at, rows, 10, 15);
    expect(at).toEqual({ top: 16, selected: undefined });
    expect(stepped(at, rows, 10, -1)).toEqual({ top: 16, selected: 25 });
  });

  test('never leaves the page, however it is scrolled or cut', () => {
    expect(scrolled(pageTop, rows, 10, Infinity)).toEqual({ top: 20, selected: undefined });
    expect(stepped({ top: 20, selected: 25 }, rows, 10, 1)).toEqual({ top: 20, selected: 25 });
    expect(placed({ top: 20, selected: 25 }, rows.slice(0, 4), 10)).toEqual({ top: 0, selected: undefined });
    expect(placed({ top: 0, selected: 2 }, [], 10)).toEqual({ top: 0, selected: undefined });
  });
});

describe('the frame of a detail page', () => {
  const home = testHome();
  let db: TestDatabase;
  let app: OpenScreens;
  let fails: Error | undefined;
  let answer: { lines: number; at: number };
  const opened: number[] = [];
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterEach(() => app.close());
  afterAll(async () => {
    await db.close();
    await home.remove();
  });

  const show = operation({
    name: 'things.show',
    summary: 'A thing',
    permission: 'orders:read',
    reads: true,
    input: z.object({ id: z.string() }),
    examples: [],
    run: () => (fails ? Promise.reject(fails) : Promise.resolve(answer)),
  });
  const rows = ({ lines }: { lines: number }): readonly DetailRow[] =>
    Array.from({ length: lines }, (_, at) =>
      at === 3 ? { text: ' the fourth leads on', open: () => opened.push(at) } : ` line ${at}`,
    );
  const history = () => [' what was'];
  const thing = screen({
    name: 'thing',
    title: () => 'Thing',
    words: ['thing'],
    permission: 'orders:read',
    params: z.object({}),
    twin: () => 'things show 1',
    component: (props) => (
      <DetailScreen
        {...props}
        operation={show}
        input={{ id: '1' }}
        tables={['orders']}
        noun="thing"
        tabs={[
          { name: 'Thing', rows },
          { name: 'History', rows: history },
        ]}
        actions={() => [
          { label: 'Burn it', key: 'undo', disabled: 'it is wet', run: () => undefined },
          { label: 'Mend it', key: 'edit', run: () => opened.push(99) },
        ]}
        copies={() => ({ name: 'Thing 1' })}
        title={({ at }) => (at === 7 ? '' : `Thing\u0007 no. ${at}`)}
        news={(before, after) => (before.at === after.at ? undefined : { by: 'Bo', text: 'Bo moved it.' })}
      />
    ),
  });

  async function open(lines = 40): Promise<void> {
    answer = { lines, at: 1 };
    app = openScreens({ db, screens: [thing], home: home.path, size: { columns: 80, rows: 16 } });
    await app.quiet();
  }

  test('the breadcrumbs call it by its name once that is known, and as it was opened where it has none', async () => {
    fails = new NotFound('No such thing.');
    await open();
    expect(app.frame().split('\n')[1]).toMatch(/^ Thing *$/u);
    fails = undefined;
    await app.type('r');
    expect(app.frame().split('\n')[1]).toMatch(/^ Thing no. 1 *$/u);
    answer = { lines: 1, at: 7 };
    await app.type('r');
    expect(app.frame().split('\n')[1]).toMatch(/^ Thing *$/u);
  });

  test('scrolls, and each tab keeps its place', async () => {
    await open();
    expect(app.frame()).toContain('[Thing]');
    expect(app.frame()).toContain('1-12/40');
    await app.type('G');
    expect(app.frame()).toContain('line 39');
    await app.type(']');
    expect(app.frame()).toContain('what was');
    expect(app.frame()).not.toContain('/40');
    await app.type('[');
    expect(app.frame()).toContain('29-40/40');
  });

  test('a line that leads on is selected by j, opened by Enter, let go by Esc', async () => {
    await open();
    await app.type('j');
    expect(app.frame()).toContain('▌the fourth leads on');
    await app.type('\r');
    expect(opened).toEqual([3]);
    await app.type('\u001b');
    expect(app.frame()).not.toContain('▌');
    expect(app.frame()).toContain('line 0');
  });

  test('tells actions with their reasons, and offers copies with the command line', async () => {
    await open();
    await app.type('x');
    expect(app.frame()).toMatch(/Burn it\s+it is wet/u);
    await app.type('\u001b');
    await app.type('y');
    expect(app.frame()).toMatch(/command line\s+solemate things show 1/u);
    await app.type('\r');
    expect(app.written()).toContain(Buffer.from('Thing 1').toString('base64'));
  });

  test('an action on a key of every screen works at that key, and says there why it cannot be had', async () => {
    await open();
    await app.type('e');
    expect(opened).toContain(99);
    expect(app.frame().split('\n').at(-1)).not.toContain('z undo');
    await app.type('z');
    expect(app.frame()).toContain('it is wet');
  });

  test('tells what others changed, and that it is not up to date when it cannot be loaded again', async () => {
    await open();
    answer = { lines: 40, at: 2 };
    await app.type('r');
    expect(app.frame()).toContain('Bo moved it.');
    fails = new Unavailable('The line is dead.');
    await app.type('r');
    expect(app.frame()).toContain('not up to date');
    expect(app.frame()).toContain('line 0');
    fails = undefined;
    await app.type('r');
    expect(app.frame()).not.toContain('not up to date');
  });

  test('that is not to be found says so, with what to do', async () => {
    fails = new NotFound('There is no thing 1.', { hint: 'Things are listed under things.' });
    await open();
    fails = undefined;
    expect(app.frame()).toContain('There is no thing 1.');
    expect(app.frame()).toContain('Things are listed under things.');
  });
});
