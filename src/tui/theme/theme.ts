import { ascii, unicode, type Glyphs } from './glyphs.ts';

/**
 * What a colour means, never which it is. Colour stands beside a word or a glyph, never alone, so that NO_COLOR, a
 * monochrome terminal and colour-blind eyes lose nothing.
 */
export type Tone =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'accent'
  | 'key'
  | 'good'
  | 'waiting'
  | 'working'
  | 'bad'
  | 'off'
  | 'delta'
  | 'mark'
  | 'selected'
  | 'danger'
  | 'production'
  | 'border'
  | 'border-active';

export const themeNames = ['dark', 'light', 'high-contrast', 'colour-blind'] as const;
export type ThemeName = (typeof themeNames)[number];

export interface Theme {
  readonly name: ThemeName | 'plain';
  readonly glyphs: Glyphs;
  /** SGR around the text; the text itself untouched and unmeasured. Does not nest. */
  readonly paint: (tone: Tone, text: string) => string;
}

/** SGR parameters by tone; '' leaves the terminal's own colour. */
type Palette = Readonly<Record<Tone, string>>;

const dark: Palette = {
  plain: '',
  dim: '2',
  strong: '1',
  title: '1',
  accent: '36',
  key: '1;36',
  good: '32',
  waiting: '33',
  working: '36',
  bad: '31',
  off: '2',
  delta: '1;33',
  mark: '1;35',
  selected: '7',
  danger: '1;31',
  production: '1;7;31',
  border: '2',
  'border-active': '36',
};

/** Yellow and cyan of the 16 are unreadable on white: dark ones of the 256. */
const light: Palette = {
  ...dark,
  accent: '38;5;25',
  key: '1;38;5;25',
  good: '38;5;22',
  waiting: '38;5;94',
  working: '38;5;25',
  bad: '38;5;124',
  delta: '1;38;5;94',
  mark: '1;38;5;90',
  danger: '1;38;5;124',
  production: '1;7;38;5;124',
  'border-active': '38;5;25',
};

/** No dim text anywhere; bold where the others only colour. */
const highContrast: Palette = {
  ...dark,
  dim: '',
  accent: '1;96',
  key: '1;96',
  good: '1;92',
  waiting: '1;93',
  working: '1;96',
  bad: '1;91',
  off: '',
  mark: '1;95',
  selected: '1;7',
  danger: '1;7;91',
  border: '',
  'border-active': '1',
};

/** Blue, orange and white keep apart under every common colour blindness. */
const colourBlind: Palette = {
  ...dark,
  accent: '38;5;39',
  key: '1;38;5;39',
  good: '38;5;39',
  waiting: '38;5;220',
  working: '38;5;153',
  bad: '38;5;208',
  delta: '1;38;5;220',
  mark: '1;38;5;153',
  danger: '1;38;5;208',
  production: '1;7;38;5;208',
  'border-active': '38;5;39',
};

/** Without colour only bold and reverse video are left, and only where a place must be found. */
const plain: Palette = {
  ...(Object.fromEntries(Object.keys(dark).map((tone) => [tone, ''])) as Palette),
  selected: '7',
  title: '1',
  strong: '1',
  danger: '1',
  production: '1;7',
};

const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark,
  light,
  'high-contrast': highContrast,
  'colour-blind': colourBlind,
};

export interface ThemeOptions {
  readonly name?: ThemeName;
  readonly noColor?: boolean;
  readonly asciiGlyphs?: boolean;
}

export function makeTheme(options: ThemeOptions = {}): Theme {
  const name = options.name ?? 'dark';
  const palette = options.noColor ? plain : palettes[name];
  return {
    name: options.noColor ? 'plain' : name,
    glyphs: options.asciiGlyphs ? ascii : unicode,
    paint(tone, text) {
      const sgr = palette[tone];
      return sgr === '' || text === '' ? text : wrapIn(sgr, text);
    },
  };
}

/** On a production store every border is heavy and in the colour of danger, beside the word in the header. */
export function forProduction(theme: Theme): Theme {
  const { glyphs } = theme;
  return {
    ...theme,
    glyphs: { ...glyphs, line: { ...glyphs.line, horizontal: glyphs.heavy } },
    paint: (tone, text) => theme.paint(tone === 'border' || tone === 'border-active' ? 'danger' : tone, text),
  };
}

/**
 * From the environment: NO_COLOR (no-color.org: any value but empty), SOLEMATE_THEME over the config, ASCII glyphs on
 * the Linux console, under a locale that is not UTF-8, or asked for by SOLEMATE_GLYPHS=ascii.
 */
export function themeFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  config: { theme?: string | undefined; glyphs?: string | undefined } = {},
): Theme {
  const wanted = env['SOLEMATE_THEME'] ?? config.theme;
  const name = themeNames.find((one) => one === wanted) ?? 'dark';
  const glyphs = env['SOLEMATE_GLYPHS'] ?? config.glyphs;
  const locale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? '';
  const notUtf8 = locale !== '' && !/utf-?8|^c$|^posix$/iu.test(locale);
  const asciiGlyphs = glyphs === 'ascii' || (glyphs !== 'unicode' && (env['TERM'] === 'linux' || notUtf8));
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || env['TERM'] === 'vt100';
  return makeTheme({ name, noColor, asciiGlyphs });
}

/**
 * Each attribute begun and ended by its own sequence, the last begun first, as Ink writes it itself: a line in its own
 * form is taken from its cache instead of being read twice a frame.
 */
function wrapIn(sgr: string, text: string): string {
  const attributes = /38;5;\d+|\d+/gu;
  let begin = '';
  let end = '';
  for (const [attribute] of sgr.matchAll(attributes)) {
    begin += `\u001b[${attribute}m`;
    end = `\u001b[${endOf(attribute)}m${end}`;
  }
  return begin + text + end;
}

function endOf(attribute: string): number {
  if (attribute === '1' || attribute === '2') return 22;
  return attribute === '7' ? 27 : 39;
}
