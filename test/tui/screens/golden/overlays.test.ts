import { afterAll, beforeAll, describe, test } from '@jest/globals';
import type { TestDatabase } from '../../../helpers/database.ts';
import { frozenShop, thaw } from '../../../helpers/frozen.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { testHome } from '../../../helpers/home.ts';
import type { OpenScreens } from '../../../helpers/screens.tsx';
import { fresh, openEverySize, type EverySize } from './sizes.ts';

const home = testHome();
let db: TestDatabase;
let apps: EverySize;

beforeAll(async () => {
  db = await frozenShop();
  apps = await openEverySize(db, home.path);
});
afterAll(async () => {
  apps.close();
  thaw();
  await db.close();
  await home.remove();
});

const typed =
  (...keys: readonly string[]) =>
  async (app: OpenScreens): Promise<void> => {
    for (const key of keys) await app.type(key);
  };
const fails = { message: 'The database does not answer.', hint: 'What is shown is as it was at 11:58 UTC.' };

/** What lies over a list, and what a list looks like in between, by the keys that lead there. */
const overlays: readonly (readonly [name: string, screen: string, act: (app: OpenScreens) => unknown])[] = [
  ['palette', 'orders', typed(':')],
  ['palette-typed', 'orders', typed(':', 'refund')],
  ['help', 'orders', typed('?')],
  ['help-typed', 'orders', typed('?', 'mark')],
  ['actions', 'orders', typed('x')],
  ['copies', 'orders', typed('y')],
  ['views', 'orders', typed('V')],
  ['columns', 'orders', typed('C')],
  ['sort', 'orders', typed('s')],
  ['queues', 'orders', typed('Q')],
  ['filter', 'orders', typed('/')],
  ['filter-completing', 'orders', typed('/', 'status:PEN')],
  ['filter-wrong', 'orders', typed('/', 'status:NOPE total:>100', '\r')],
  ['filter-unknown', 'inventory', typed('/', 'runner warehouse:BRE', '\r')],
  ['filtered', 'orders', typed('/', 'status:SHIPPED', '\r')],
  ['marked', 'orders', typed(' ', 'j', 'j', ' ')],
  ['bulk', 'orders', typed(' ', 'j', ' ', 'B')],
  ['confirm', 'orders', typed('j', 'j', 'j', 'j', 'j', 'f')],
  ['form', 'products', typed('a')],
  ['edit', 'products', typed('j', 'j', 'j', 'e')],
  ['prompt', 'reviews', typed('E')],
  ['toasts', 'orders', (app) => tell(app)],
  ['locked', 'orders', (app) => app.shell.lock('Nobody was here for 15 minutes.')],
  ['signed-out', 'orders', (app) => app.shell.become(undefined)],
];

function tell({ shell }: OpenScreens): void {
  shell.toast('ok', 'SM-2026-000300 is CONFIRMED.');
  shell.toast('warning', 'Scanned 4006381333931, but nothing here takes a scan.');
  shell.toast('error', fails.message, fails.hint);
}

describe('what lies over a screen, as in its file at every size', () => {
  test.each(overlays)('%s', async (name, screen, act) => {
    const sheets = await apps.after(async (app) => {
      await fresh(app, db.actor('admin'));
      app.shell.navigate(screen);
      await app.quiet();
      await act(app);
    });
    for (const [theme, shown] of sheets) expectGolden(`overlays/${name}-${theme}`, shown);
  });
});
