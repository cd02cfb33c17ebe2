import { ascii, inAscii, unicode, type Glyphs } from './glyphs.ts';

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

export type Background = 'dark' | 'light';

/** SGR parameters by tone; '' leaves the terminal's own colour. */
type Palette = Readonly<Record<Tone, string>>;

/**
 * The terminal's own sixteen, which its owner has chosen to be readable. Where 256 are to be had the exact ones below are
 * taken: their contrast is computed (test/tui/theme.test.ts) and does not hang on anybody's scheme.
 */
const sixteen: Palette = {
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

/** Yellow and cyan of the sixteen are unreadable on white. */
const sixteenOnLight: Palette = {
  ...sixteen,
  accent: '34',
  key: '1;34',
  waiting: '35',
  working: '34',
  delta: '1;35',
  'border-active': '34',
};

interface Shades {
  readonly dim: string;
  readonly accent: string;
  readonly good: string;
  readonly waiting: string;
  readonly working: string;
  readonly bad: string;
  readonly mark: string;
  readonly danger: string;
}

function exact(shades: Shades, bold = ''): Palette {
  const shade = (name: keyof Shades) => `${bold}38;5;${shades[name]}`;
  const strong = (name: keyof Shades) => `1;38;5;${shades[name]}`;
  const dim = `38;5;${shades.dim}`;
  return {
    ...sixteen,
    dim,
    off: dim,
    border: dim,
    accent: shade('accent'),
    key: strong('accent'),
    good: shade('good'),
    waiting: shade('waiting'),
    working: shade('working'),
    bad: shade('bad'),
    delta: strong('waiting'),
    mark: strong('mark'),
    danger: strong('danger'),
    production: `1;7;38;5;${shades.danger}`,
    'border-active': shade('accent'),
  };
}

const dark = exact({
  dim: '247',
  accent: '80',
  good: '114',
  waiting: '221',
  working: '117',
  bad: '210',
  mark: '177',
  danger: '203',
});

const light = exact({
  dim: '241',
  accent: '25',
  good: '22',
  waiting: '94',
  working: '25',
  bad: '124',
  mark: '90',
  danger: '124',
});

/** No dim text anywhere; bold where the others only colour. */
const highContrast = exact(
  { dim: '255', accent: '51', good: '46', waiting: '226', working: '51', bad: '210', mark: '213', danger: '210' },
  '1;',
);
const highContrastOnLight = exact(
  { dim: '16', accent: '18', good: '22', waiting: '53', working: '18', bad: '88', mark: '90', danger: '88' },
  '1;',
);

/** Blue, yellow, orange and white keep apart under every common colour blindness; on light ground by how dark they are. */
const colourBlind = exact({
  dim: '247',
  accent: '39',
  good: '39',
  waiting: '229',
  working: '153',
  bad: '208',
  mark: '153',
  danger: '208',
});
const colourBlindOnLight = exact({
  dim: '241',
  accent: '25',
  good: '25',
  waiting: '94',
  working: '18',
  bad: '52',
  mark: '18',
  danger: '52',
});

/** Without colour only bold and reverse video are left, and only where a place must be found. */
const plain: Palette = {
  ...(Object.fromEntries(Object.keys(sixteen).map((tone) => [tone, ''])) as Palette),
  selected: '7',
  title: '1',
  strong: '1',
  danger: '1',
  production: '1;7',
};

const onDark: Readonly<Record<ThemeName, Palette>> = {
  dark,
  light,
  'high-contrast': highContrast,
  'colour-blind': colourBlind,
};
const onLight: Readonly<Record<ThemeName, Palette>> = {
  ...onDark,
  'high-contrast': highContrastOnLight,
  'colour-blind': colourBlindOnLight,
};

export interface ThemeOptions {
  readonly name?: ThemeName;
  readonly noColor?: boolean;
  readonly asciiGlyphs?: boolean;
  /** How many colours the terminal is known to show; absent: dim text and the dark theme keep to its own sixteen. */
  readonly depth?: 16 | 256;
  /** What the colours stand on; the theme's own ground when it is not known. */
  readonly background?: Background;
}

export function paletteOf({ name = 'dark', noColor, depth, background = 'dark' }: ThemeOptions): Palette {
  if (noColor) return plain;
  const ground = name === 'dark' || name === 'light' ? name : background;
  if (depth === 16 || (depth === undefined && name === 'dark')) return ground === 'light' ? sixteenOnLight : sixteen;
  const palette = (ground === 'light' ? onLight : onDark)[name];
  return depth === undefined && name === 'light' ? { ...palette, dim: '2', off: '2', border: '2' } : palette;
}

export function makeTheme(options: ThemeOptions = {}): Theme {
  const name = options.name ?? 'dark';
  const palette = paletteOf(options);
  return {
    name: options.noColor ? 'plain' : name,
    glyphs: options.asciiGlyphs ? ascii : unicode,
    paint(tone, text) {
      const sgr = palette[tone];
      const shown = options.asciiGlyphs ? inAscii(text) : text;
      return sgr === '' || text === '' ? shown : wrapIn(sgr, shown);
    },
  };
}

export interface Marking {
  readonly kind: 'sample' | 'staging' | 'production';
  readonly readOnly: boolean;
}

/**
 * Which store this is, told by the lines on every screen beside the word in the header: production's are heavy and in the
 * colour of danger, staging's in that of waiting, and where nothing can be changed they are broken.
 */
export function forStore(theme: Theme, { kind, readOnly }: Marking): Theme {
  const { glyphs } = theme;
  const horizontal = readOnly ? glyphs.broken : kind === 'production' ? glyphs.heavy : glyphs.line.horizontal;
  const tone = kind === 'production' && !readOnly ? 'danger' : kind === 'staging' ? 'waiting' : undefined;
  return {
    ...theme,
    glyphs: { ...glyphs, line: { ...glyphs.line, horizontal } },
    paint: (given, text) => theme.paint(tone && (given === 'border' || given === 'border-active') ? tone : given, text),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals that show 256 colours and do not say so in their name. */
const able = /256|truecolor|24bit|direct|kitty|alacritty|ghostty|foot|wezterm|contour|iterm/iu;

/**
 * From the environment: NO_COLOR (no-color.org: any value but empty), SOLEMATE_THEME over the config, ASCII glyphs on
 * the Linux console and on a dumb terminal, under a locale that is not UTF-8, or asked for by SOLEMATE_GLYPHS=ascii. Without a theme of one's own
 * the ground decides: what the terminal answered, else COLORFGBG, else dark.
 */
export function themeFromEnvironment(
  env: Environment,
  config: { theme?: string | undefined; glyphs?: string | undefined } = {},
  answered?: Background,
): Theme {
  const wanted = env['SOLEMATE_THEME'] ?? config.theme;
  const background = answered ?? fromColorFgBg(env['COLORFGBG']);
  const name = themeNames.find((one) => one === wanted) ?? background ?? 'dark';
  const asciiGlyphs = wantsAscii(env, config.glyphs);
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || env['TERM'] === 'vt100';
  const depth = able.test(`${env['TERM'] ?? ''} ${env['COLORTERM'] ?? ''}`) ? 256 : 16;
  return makeTheme({ name, noColor, asciiGlyphs, depth, ...(background ? { background } : {}) });
}

/** Whether only ASCII is to be drawn; also known before there is a theme. */
export function wantsAscii(env: Environment, configured?: string): boolean {
  const glyphs = env['SOLEMATE_GLYPHS'] ?? configured;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const notUtf8 = locale !== '' && !/utf-?8|^c$|^posix$/iu.test(locale);
  return glyphs === 'ascii' || (glyphs !== 'unicode' && (/^(?:linux|dumb)$/u.test(env['TERM'] ?? '') || notUtf8));
}

/** `15;0`, as rxvt and Konsole say it: the last number is the ground, 7 and above 8 are light. */
function fromColorFgBg(told: string | undefined): Background | undefined {
  const ground = /;(\d{1,2})$/u.exec(told ?? '')?.[1];
  if (ground === undefined) return undefined;
  return ground === '7' || Number(ground) > 8 ? 'light' : 'dark';
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
