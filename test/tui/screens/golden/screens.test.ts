import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { screens } from '../../../../src/tui/screens/index.ts';
import type { Params } from '../../../../src/tui/app/screen.ts';
import type { TestDatabase } from '../../../helpers/database.ts';
import { frozenShop, thaw } from '../../../helpers/frozen.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { testHome } from '../../../helpers/home.ts';
import { findPlaces } from './places.ts';
import { fresh, openEverySize, themeNames, type EverySize } from './sizes.ts';

const home = testHome();
let db: TestDatabase;
let places: Readonly<Record<string, Params>>;
let apps: EverySize;

beforeAll(async () => {
  db = await frozenShop();
  places = await findPlaces(db);
  apps = await openEverySize(db, home.path);
});
afterAll(async () => {
  apps.close();
  thaw();
  await db.close();
  await home.remove();
});

describe('every screen of the program, as in its file at every size', () => {
  test.each(screens.map(({ name }) => name))('%s', async (name) => {
    const sheets = await apps.after(async (app) => {
      await fresh(app, db.actor('admin'));
      app.shell.navigate(name, places[name]);
    });
    for (const [theme, shown] of sheets) expectGolden(`screens/${name}-${theme}`, shown);
  });
});

test('no file is left of a screen that is gone', () => {
  const files = readdirSync(join(import.meta.dirname, '../../__golden__/screens')).sort();
  expect(files).toEqual(screens.flatMap(({ name }) => themeNames.map((theme) => `${name}-${theme}.txt`)).sort());
});
