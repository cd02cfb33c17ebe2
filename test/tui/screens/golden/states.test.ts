import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { may, type Role } from '../../../../src/domain/permissions.ts';
import { turn } from '../../../../src/tui/app/idle.ts';
import type { Params, Screen } from '../../../../src/tui/app/screen.ts';
import { sizeOf } from '../../../../src/tui/app/size.ts';
import { screens } from '../../../../src/tui/screens/index.ts';
import type { TestDatabase } from '../../../helpers/database.ts';
import { refusing, unanswering } from '../../../helpers/faults.ts';
import { frozenShop, thaw } from '../../../helpers/frozen.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { testHome } from '../../../helpers/home.ts';
import type { OpenScreens } from '../../../helpers/screens.tsx';
import { findPlaces } from './places.ts';
import { framesOf, openAt, sheetsOf, sizeName, sizes, stand, themeNames, type Cells, type Frames } from './sizes.ts';

const home = testHome();
let db: TestDatabase;
let places: Readonly<Record<string, Params>>;
/** The program with a database and without, at every size. */
let open: readonly { readonly size: Cells; readonly apps: Readonly<Record<Condition, OpenScreens>> }[];
const nobody = refusing();

type Condition = 'working' | 'failing';

beforeAll(async () => {
  db = await frozenShop();
  places = await findPlaces(db);
  const at = (size: Cells, database: TestDatabase['database']) =>
    openAt({ db: { ...db, database }, home: home.path, size });
  open = sizes.map((size) => ({
    size,
    apps: { working: at(size, db.database), failing: at(size, nobody) },
  }));
});
afterAll(async () => {
  for (const { apps } of open) for (const app of Object.values(apps)) app.close();
  await nobody.close();
  thaw();
  await db.close();
  await home.remove();
});

/** What waits for an answer that does not come is never quiet; what can be drawn meanwhile is drawn after a few turns. */
async function waiting(): Promise<void> {
  for (let left = 30; left > 0; left -= 1) await turn();
}

const outsiders: readonly Role[] = ['oncall', 'warehouse', 'manager'];

/** Opened by this person, as if there had been nothing before. */
async function visit(app: OpenScreens, screen: Screen, role: Role, params: Params | undefined): Promise<void> {
  app.shell.become(db.actor(role));
  await waiting();
  app.shell.dismissToasts();
  app.shell.navigate(screen.name, params);
}

type Shown = readonly [title: string, frames: Frames];

/** What one of them shows besides data at this size; they wait for nothing of each other. */
async function statesAt({ size, apps }: (typeof open)[number], screen: Screen): Promise<readonly Shown[]> {
  const { working, failing } = apps;
  const params = places[screen.name];
  const called = (state: string, frames: Frames): Shown => [`${state}, ${sizeName(size)}`, frames];

  async function whileLoading(): Promise<Shown[]> {
    const loading = openAt({ db: { ...db, database: unanswering() }, home: home.path, size });
    await visit(loading, screen, 'admin', params);
    await waiting();
    const frames = await framesOf(loading, waiting);
    loading.close();
    return [called('loading', frames)];
  }

  async function failed(): Promise<Shown[]> {
    await visit(failing, screen, 'admin', params);
    await stand(failing);
    return [called('the database does not answer', await framesOf(failing))];
  }

  async function withoutRows(): Promise<Shown[]> {
    const states: Shown[] = [];
    if (isList(screen)) {
      await visit(working, screen, 'admin', { filter: 'qqqqqqqq' });
      await stand(working);
      states.push(called('nothing fits', await framesOf(working)));
    }
    const outsider = outsiders.find((role) => !may(role, screen.permission));
    if (outsider) {
      await visit(working, screen, outsider, params);
      await stand(working);
      states.push(called(`for ${outsider}`, await framesOf(working)));
    }
    return states;
  }

  return (await Promise.all([whileLoading(), failed(), withoutRows()])).flat();
}

function isList(screen: Screen): boolean {
  try {
    return !screen.needsParams && screen.readParams({ filter: 'x' })['filter'] === 'x';
  } catch {
    return false;
  }
}

describe('what every screen says when it has nothing to show, as in its file at every size', () => {
  test.each(screens.map((screen) => [screen.name, screen] as const))('%s', async (name, screen) => {
    const states = await Promise.all(open.map((one) => statesAt(one, screen)));
    for (const [theme, shown] of sheetsOf(states.flat())) expectGolden(`states/${name}-${theme}`, shown);
  });
});

test('a terminal that is too small for anything is told so', async () => {
  const [first] = open;
  if (!first) throw new Error('nothing is open');
  const { working } = first.apps;
  working.shell.size.set(sizeOf(18, 5));
  await working.quiet();
  for (const [theme, shown] of Object.entries(await framesOf(working)))
    expectGolden(`states/too-small-${theme}`, shown);
});

test('no file is left of a screen that is gone', () => {
  const files = readdirSync(join(import.meta.dirname, '../../__golden__/states')).sort();
  const names = [...screens.map(({ name }) => name), 'too-small'];
  expect(files).toEqual(names.flatMap((name) => themeNames.map((theme) => `${name}-${theme}.txt`)).sort());
});
