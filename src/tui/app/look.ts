import {
  forStore,
  themeFromEnvironment,
  themeNames,
  wantsAscii,
  type Marking,
  type Theme,
  type ThemeName,
} from '../theme/theme.ts';
import { ascii, unicode } from '../theme/glyphs.ts';
import type { Background } from '../theme/theme.ts';

/** As the config has it. */
interface Configured {
  readonly ascii?: boolean | undefined;
  readonly screenReader?: boolean | undefined;
}

const isTrue = (text: string | undefined): boolean => /^(?:1|true|yes)$/iu.test(text ?? '');

/** Read out by a screen reader, line after line: the config says so, else the environment. */
export function isLinear({ screenReader }: Configured, env: Environment): boolean {
  return screenReader ?? (isTrue(env['INK_SCREEN_READER']) || isTrue(env['ACCESSIBLE']));
}

/** What the environment leaves open about glyphs: the config's word, and none of them is read out well. */
export function glyphsOf(settings: Configured, env: Environment): 'ascii' | undefined {
  return isLinear(settings, env) || settings.ascii === true ? 'ascii' : undefined;
}

/** What takes more than a moment before there is a screen, as a line that is drawn as the screen will be. */
export function progressLine(
  { text, done }: { readonly text: string; readonly done: boolean },
  settings: Configured,
  env: Environment,
): string {
  const drawn = wantsAscii(env, glyphsOf(settings, env)) ? ascii : unicode;
  return `${done ? drawn.ok : drawn.dot} ${text}`;
}

type Environment = Readonly<Record<string, string | undefined>>;

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
  readonly env: Environment;
  /** As the config has it. */
  readonly theme: string | undefined;
  readonly glyphs: 'ascii' | undefined;
  readonly store: Marking;
}

/** How the program looks: what was chosen, what the terminal is, which store is open. Changes while it runs. */
export function createLook({ env, theme: configured, glyphs, store }: LookOptions): Look {
  let background: Background | undefined;
  let chosen: LookName = themeNames.find((one) => one === (env['SOLEMATE_THEME'] ?? configured)) ?? 'auto';
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
