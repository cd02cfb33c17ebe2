import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { width } from '../../../../src/domain/display.ts';
import { findHome } from '../../../../src/platform/home.ts';
import { backupsOf } from '../../../../src/platform/pgbackrest/source.ts';
import { firstRunOf } from '../../../../src/tui/app/connecting.ts';
import { screens } from '../../../../src/tui/screens/index.ts';
import { makeTheme, type Theme } from '../../../../src/tui/theme/theme.ts';
import type { Actor } from '../../../../src/domain/permissions.ts';
import type { TestDatabase } from '../../../helpers/database.ts';
import { sheet } from '../../../helpers/golden.ts';
import { openScreens, type OpenScreens, type ScreensOptions } from '../../../helpers/screens.tsx';

export const sizes = [
  { columns: 40, rows: 12 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
] as const;
export type Cells = Required<ScreensOptions>['size'];

/** What turns while it waits stands still in a picture. */
const still = (theme: Theme): Theme => ({
  ...theme,
  glyphs: { ...theme.glyphs, spinner: theme.glyphs.spinner.slice(0, 1) },
});
const themes = {
  dark: still(makeTheme()),
  light: still(makeTheme({ name: 'light' })),
  plain: still(makeTheme({ noColor: true, asciiGlyphs: true })),
};
export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as ThemeName[];

export function openAt(options: Omit<ScreensOptions, 'screens' | 'theme'>): OpenScreens {
  const home = findHome(options.home);
  const store = { home, where: 'the sample shop' } as Parameters<typeof firstRunOf>[0];
  const copyable = { dataDirectory: '', superuserUrl: () => Promise.reject(new Error('nothing is copied here')) };
  const app = openScreens({
    screens,
    theme: themes.plain,
    firstRun: firstRunOf(store),
    backups: () => backupsOf(home, copyable),
    ...options,
  });
  app.shell.connection.set('live');
  return app;
}

/** Longer than anything here waits for a person to rest: a preview for the cursor, a search for the next letter. */
const longest = 200;

/** Until nothing moves any more. */
export async function stand(app: OpenScreens): Promise<void> {
  let before: string;
  do {
    await app.quiet();
    before = app.styled();
    await sleep(longest);
    await app.quiet();
  } while (app.styled() !== before);
  expect(app.broken()).toBeUndefined();
}

/** What stands there now, no wider and no higher than its terminal. */
export function frameOf(app: OpenScreens): string {
  const { columns, rows } = app.shell.size.get();
  const lines = app.frame().split('\n');
  expect(lines.length).toBeLessThanOrEqual(rows);
  expect(lines.filter((line) => width(line) > columns)).toEqual([]);
  return app.styled();
}

export type Frames = Readonly<Record<ThemeName, string>>;

/** What stands there now in every theme; `drawn` resolves when what was changed is on the screen. */
export async function framesOf(app: OpenScreens, drawn = () => app.quiet()): Promise<Frames> {
  const frames = { dark: '', light: '', plain: '' };
  for (const name of themeNames) {
    app.shell.theme.set(themes[name]);
    await drawn();
    frames[name] = frameOf(app);
  }
  app.forget();
  return frames;
}

export const sizeName = ({ columns, rows }: Cells): string => `${columns}x${rows}`;

export type Sheets = readonly (readonly [ThemeName, string])[];

/** A sheet for each theme of what was taken under these titles. */
export function sheetsOf(taken: readonly (readonly [title: string, frames: Frames])[]): Sheets {
  return themeNames.map((name) => [name, sheet(taken.map(([title, frames]) => [title, frames[name]]))]);
}

/** The program open once at each size. */
export interface EverySize {
  /** After what was done at every size, a sheet for each theme. */
  after(act: (app: OpenScreens) => unknown): Promise<Sheets>;
  close(): void;
}

export async function openEverySize(db: TestDatabase, home: string): Promise<EverySize> {
  const apps = sizes.map((size) => ({ size, app: openAt({ db, home, size }) }));
  await Promise.all(apps.map(({ app }) => app.quiet()));
  return {
    async after(act) {
      const taken = await Promise.all(
        apps.map(async ({ size, app }) => {
          await act(app);
          await stand(app);
          return [sizeName(size), await framesOf(app)] as const;
        }),
      );
      return sheetsOf(taken);
    },
    close: () => apps.forEach(({ app }) => app.close()),
  };
}

/** Alone on the stack, its overlays gone, and whoever asked them has had the answer. */
export async function fresh(app: OpenScreens, actor: Actor): Promise<void> {
  app.shell.dismissToasts();
  if (app.shell.locked.get() !== undefined) app.shell.unlock(actor);
  app.shell.become(actor);
  await app.quiet();
}
