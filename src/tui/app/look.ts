import {
  forStore,
  themeFromEnvironment,
  themeNames,
  type Marking,
  type Theme,
  type ThemeName,
} from '../theme/theme.ts';
import type { Background } from '../theme/theme.ts';

export const lookNames = ['auto', ...themeNames] as const;
export type LookName = 'auto' | ThemeName;

export interface Look {
  readonly theme: () => Theme;
  readonly name: () => LookName;
  readonly choose: (name: LookName) => void;
  /** The terminal told the colour of its ground. */
  readonly answered: (rgb: readonly [number, number, number]) => void;
  /** Whether an answer would change anything, and nobody is disturbed by the question. */
  readonly asks: () => boolean;
}

export interface LookOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As the config has it. */
  readonly theme: string | undefined;
  readonly ascii: boolean;
  readonly store: Marking;
}

/** How the program looks: what was chosen, what the terminal is, which store is open. Changes while it runs. */
export function createLook({ env, theme: configured, ascii, store }: LookOptions): Look {
  let background: Background | undefined;
  let chosen: LookName = themeNames.find((one) => one === (env['SOLEMATE_THEME'] ?? configured)) ?? 'auto';
  const glyphs = ascii ? 'ascii' : undefined;
  return {
    theme: () => {
      const config = { theme: chosen, glyphs };
      return forStore(themeFromEnvironment({ ...env, SOLEMATE_THEME: chosen }, config, background), store);
    },
    name: () => chosen,
    choose: (name) => void (chosen = name),
    answered: ([red, green, blue]) => {
      // How bright it looks (Rec. 709), which is not how large its numbers are.
      background = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? 'light' : 'dark';
    },
    asks: () => !env['COLORFGBG'] && !env['NO_COLOR'] && !/^(?:linux|dumb|vt\d|$)/u.test(env['TERM'] ?? ''),
  };
}
