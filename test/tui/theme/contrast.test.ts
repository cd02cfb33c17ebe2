import { describe, expect, test } from '@jest/globals';
import { createLook } from '../../../src/tui/app/look.ts';
import {
  paletteOf,
  themeFromEnvironment,
  type Background,
  type ThemeName,
  type Tone,
} from '../../../src/tui/theme/theme.ts';

type Rgb = readonly [number, number, number];

/** Grounds that people have: black and what editors take for it; white and what they take for that. */
const grounds: Readonly<Record<Background, readonly Rgb[]>> = {
  dark: [hex('000000'), hex('1e1e1e'), hex('282c34')],
  light: [hex('ffffff'), hex('fafafa'), hex('fdf6e3')],
};

function hex(text: string): Rgb {
  return [0, 2, 4].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** Of the 256: the cube and the greys, which are the same everywhere. */
function indexed(index: number): Rgb {
  if (index >= 232) return [8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)];
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const at = index - 16;
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)];
}

const linear = (part: number) => {
  const share = part / 255;
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** WCAG 2: from 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = ([red, green, blue]: Rgb) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function colourOf(name: ThemeName, background: Background, tone: Tone): Rgb | undefined {
  const index = /38;5;(\d+)/u.exec(paletteOf({ name, background, depth: 256 })[tone])?.[1];
  return index === undefined ? undefined : indexed(Number(index));
}

const tones = ['dim', 'accent', 'key', 'good', 'waiting', 'working', 'bad', 'off', 'delta', 'mark', 'danger'] as const;

describe('every colour can be read on the ground it stands on', () => {
  test.each<[ThemeName, Background, number]>([
    ['dark', 'dark', 4.5],
    ['light', 'light', 4.5],
    ['colour-blind', 'dark', 4.5],
    ['colour-blind', 'light', 4.5],
    ['high-contrast', 'dark', 7],
    ['high-contrast', 'light', 7],
  ])('%s on %s ground: at least %d to 1', (name, background, least) => {
    const tooFaint = tones.flatMap((tone) => {
      const colour = colourOf(name, background, tone);
      if (!colour) return [`${tone} has no colour of its own`];
      // Who wants the highest contrast has a ground of black or white, or nearly.
      const all = least === 7 ? grounds[background].slice(0, 2) : grounds[background];
      const worst = Math.min(...all.map((ground) => contrast(colour, ground)));
      return worst < least ? [`${tone} ${worst.toFixed(2)}`] : [];
    });
    expect(tooFaint).toEqual([]);
  });
});

/** Machado, Oliveira and Fernandes 2009, without any of the one cone. */
const blindness: Readonly<Record<string, readonly (readonly number[])[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function labOf(colour: Rgb, matrix: readonly (readonly number[])[]): readonly number[] {
  const light = colour.map(linear);
  const seen = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, part, at) => sum + part * (light[at] ?? 0), 0),
      ),
    ),
  );
  const [red = 0, green = 0, blue = 0] = seen;
  const root = (part: number) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116);
  const x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe('with the colour-blind theme the states keep apart', () => {
  const states = ['good', 'waiting', 'working', 'bad'] as const;
  test.each<[string, Background]>([
    ['protanopia', 'dark'],
    ['protanopia', 'light'],
    ['deuteranopia', 'dark'],
    ['deuteranopia', 'light'],
  ])('under %s on %s ground', (kind, background) => {
    const alike = states.flatMap((one, at) =>
      states.slice(at + 1).flatMap((other) => {
        const [first, second] = [one, other].map((tone) =>
          labOf(colourOf('colour-blind', background, tone) ?? [0, 0, 0], blindness[kind] ?? []),
        );
        const apart = Math.hypot(...(first ?? []).map((part, index) => part - (second?.[index] ?? 0)));
        return apart < 20 ? [`${one} and ${other}: ${apart.toFixed(1)}`] : [];
      }),
    );
    expect(alike).toEqual([]);
  });
});

describe('the ground decides where nobody has chosen', () => {
  const store = { kind: 'sample', readOnly: false } as const;
  const look = (env: Record<string, string>, theme?: string) => createLook({ env, theme, glyphs: undefined, store });

  test('what the terminal answers goes before COLORFGBG', () => {
    expect(themeFromEnvironment({ COLORFGBG: '0;15' }).name).toBe('light');
    expect(themeFromEnvironment({ COLORFGBG: '15;default;0' }).name).toBe('dark');
    expect(themeFromEnvironment({ COLORFGBG: '0;15' }, {}, 'dark').name).toBe('dark');
    const auto = look({ TERM: 'xterm-256color' });
    expect([auto.asks(), auto.theme().name]).toEqual([true, 'dark']);
    auto.answered([0.99, 0.96, 0.89]);
    expect(auto.theme().name).toBe('light');
    auto.answered([0.1, 0.1, 0.1]);
    expect(auto.theme().name).toBe('dark');
  });

  test('a chosen theme stays, and takes its variant for the ground', () => {
    const chosen = look({ TERM: 'xterm-256color', SOLEMATE_THEME: 'high-contrast' });
    const onDark = chosen.theme().paint('good', 'x');
    chosen.answered([1, 1, 1]);
    expect(chosen.theme().name).toBe('high-contrast');
    expect(chosen.theme().paint('good', 'x')).not.toBe(onDark);
    chosen.choose('auto');
    expect(chosen.theme().name).toBe('light');
  });

  test('sixteen colours are enough, and none are', () => {
    expect(themeFromEnvironment({ TERM: 'xterm' }).paint('good', 'x')).toBe('\u001b[32mx\u001b[39m');
    expect(themeFromEnvironment({ TERM: 'xterm', COLORTERM: 'truecolor' }).paint('good', 'x')).toContain('38;5;');
    expect(themeFromEnvironment({ TERM: 'dumb' }).paint('good', 'x')).toBe('x');
    expect(themeFromEnvironment({ TERM: 'xterm', SOLEMATE_THEME: 'light' }).paint('accent', 'x')).toContain(
      '\u001b[34m',
    );
  });

  test('nobody is asked who would print the question', () => {
    expect(['linux', 'dumb', 'vt220', ''].map((TERM) => look({ TERM }).asks())).toEqual([false, false, false, false]);
    expect(look({ TERM: 'xterm', NO_COLOR: '1' }).asks()).toBe(false);
  });
});
