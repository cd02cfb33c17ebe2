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
  for (const line of lines) expect([line, width(line) <= columns]).toEqual([line, true]);
  return app.styled();
}

async function framesOf(app: OpenScreens): Promise<Readonly<Record<ThemeName, string>>> {
  const frames = { dark: '', light: '', plain: '' };
  for (const name of themeNames) {
    app.shell.theme.set(themes[name]);
    await app.quiet();
    frames[name] = frameOf(app);
  }
  return frames;
}

/** The frames of one thing at all its sizes, one below the other. */
export function sheet(frames: readonly (readonly [title: string, frame: string])[]): string {
  return frames.map(([title, frame]) => `──── ${title} ────\n${frame}`).join('\n\n');
}

export const sizeName = ({ columns, rows }: Cells): string => `${columns}x${rows}`;

/** The program open once at each size. */
export interface EverySize {
  /** After what was done at every size, a sheet for each theme. */
  after(act: (app: OpenScreens) => unknown): Promise<readonly (readonly [ThemeName, string])[]>;
  close(): void;
}

export async function openEverySize(
  db: TestDatabase,
  home: string,
  wanted: readonly Cells[] = sizes,
): Promise<EverySize> {
  const apps = wanted.map((size) => ({ size, app: openAt({ db, home, size }) }));
  await Promise.all(apps.map(({ app }) => app.quiet()));
  return {
    async after(act) {
      const taken = await Promise.all(
        apps.map(async ({ size, app }) => {
          await act(app);
          await stand(app);
          const frames = await framesOf(app);
          app.forget();
          return { title: sizeName(size), frames };
        }),
      );
      return themeNames.map((name) => [name, sheet(taken.map(({ title, frames }) => [title, frames[name]]))]);
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
