import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { Text } from 'ink';
import { z } from 'zod';
import { create } from '../../../../src/operations/products/create.ts';
import { create as createPromo } from '../../../../src/operations/promos/create.ts';
import { askConflict } from '../../../../src/tui/app/asking.ts';
import { openForm } from '../../../../src/tui/app/form/open.ts';
import { screen } from '../../../../src/tui/app/screen.ts';
import { testDatabase, type TestDatabase } from '../../../helpers/database.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { testHome } from '../../../helpers/home.ts';
import { openScreens, type OpenScreens } from '../../../helpers/screens.tsx';

const blank = screen({
  name: 'blank',
  title: () => 'Blank',
  words: ['blank'],
  permission: 'orders:read',
  params: z.object({}),
  component: () => <Text> </Text>,
});
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.sql(`insert into brands (name, slug) values ('Fjell', 'fjell'), ('Fjord Æquator 山', 'fjord')`);
});
afterAll(() => db.close());

const sizes = [
  [20, 8],
  [40, 12],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

/** The frame without the header, which has the time. */
async function framed(
  columns: number,
  rows: number,
  name: string,
  act: (app: OpenScreens) => Promise<void>,
): Promise<void> {
  const home = testHome();
  const app = openScreens({ db, screens: [blank], home: home.path, size: { columns, rows } });
  await app.quiet();
  await act(app);
  expectGolden(`${name}-${columns}x${rows}-plain`, app.frame().split('\n').slice(1).join('\n'));
  app.close();
  await home.remove();
}

describe.each(sizes)('at %ix%i', (columns, rows) => {
  test('a form with a problem, and records that fit what is typed', () =>
    framed(columns, rows, 'form', async (app) => {
      void openForm(app.shell, create, { name: 'Trail Fox', price: 'cheap' });
      await app.quiet();
      await app.type('\u001b[Z!\t\t\t\tfj');
    }));

  test('a form that is refused, with a day that was understood', () =>
    framed(columns, rows, 'form-refused', async (app) => {
      void openForm(app.shell, createPromo, { code: 'X1', type: 'PERCENTAGE', until: '2020-12-24' });
      await app.quiet();
      await app.type('\u0013');
    }));

  test('a conflict', () =>
    framed(columns, rows, 'conflict', async (app) => {
      void askConflict(app.shell, {
        name: 'Trail Fox',
        by: 'ana@solemate.example',
        at: '2020-11-27T14:02:00.000Z',
        rows: [
          { key: 'price', label: 'price', base: '129.00', theirs: '119.00', mine: '99.00', taken: undefined },
          { key: 'name', label: 'name', base: 'Trail Fox', theirs: 'Trail Fox', mine: 'Trail Fox 2', taken: 'mine' },
          { key: 'cost', label: 'cost', base: '', theirs: '60.00', mine: '', taken: 'theirs' },
        ],
      });
      await app.quiet();
    }));
});
