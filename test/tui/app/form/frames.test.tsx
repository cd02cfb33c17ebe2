import { afterAll, beforeAll, test } from '@jest/globals';
import { Text } from 'ink';
import { z } from 'zod';
import { edit as editBrand } from '../../../../src/operations/brands/edit.ts';
import { create } from '../../../../src/operations/products/create.ts';
import { create as createPromo } from '../../../../src/operations/promos/create.ts';
import { askConflict } from '../../../../src/tui/app/asking.ts';
import { openEdit, openForm } from '../../../../src/tui/app/form/open.ts';
import { screen } from '../../../../src/tui/app/screen.ts';
import { makeTheme } from '../../../../src/tui/theme/theme.ts';
import { testDatabase, type TestDatabase } from '../../../helpers/database.ts';
import { expectGolden, sheet } from '../../../helpers/golden.ts';
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
  { columns: 20, rows: 8 },
  { columns: 40, rows: 12 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
] as const;
const themes = {
  dark: makeTheme(),
  light: makeTheme({ name: 'light' }),
  plain: makeTheme({ noColor: true, asciiGlyphs: true }),
};

/** At every size and in every theme, without the header, which has the time. */
async function framed(name: string, act: (app: OpenScreens) => Promise<void>): Promise<void> {
  const shown = Object.keys(themes).map((theme) => ({ theme, frames: [] as (readonly [string, string])[] }));
  for (const size of sizes) {
    // Of its own: what is half filled in at one size would be offered at the next.
    const home = testHome();
    const app = openScreens({ db, screens: [blank], home: home.path, size });
    await app.quiet();
    await act(app);
    for (const { theme, frames } of shown) {
      app.shell.theme.set(themes[theme as keyof typeof themes]);
      await app.quiet();
      frames.push([`${size.columns}x${size.rows}`, app.styled().split('\n').slice(1).join('\n')]);
    }
    app.close();
    await home.remove();
  }
  for (const { theme, frames } of shown) expectGolden(`forms/${name}-${theme}`, sheet(frames));
}

test('a form with a problem, and records that fit what is typed', () =>
  framed('form', async (app) => {
    void openForm(app.shell, create, { name: 'Trail Fox', price: 'cheap' });
    await app.quiet();
    await app.type('\u001b[Z!\t\t\t\tfj');
  }));

test('a form that is refused, with a day that was understood', () =>
  framed('form-refused', async (app) => {
    void openForm(app.shell, createPromo, { code: 'X1', type: 'PERCENTAGE', until: '2020-12-24' });
    await app.quiet();
    await app.type('\u0013');
  }));

test('an edit of what somebody else changes meanwhile', () =>
  framed('form-outdated', async (app) => {
    void openEdit(app.shell, editBrand, { brand: 'fjell' });
    await app.quiet();
    await app.type(' AS');
    await db.sql(
      `update brands set website = coalesce(website, 'https://fjell.example') || '/no' where slug = 'fjell'`,
    );
    app.shell.changed({ table: 'brands', ids: [] });
    await app.quiet();
  }));

test('a conflict', () =>
  framed('conflict', async (app) => {
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
