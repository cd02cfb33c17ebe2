import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { progressLine } from '../../../src/tui/app/look.ts';
import { inAscii } from '../../../src/tui/theme/glyphs.ts';
import { makeTheme } from '../../../src/tui/theme/theme.ts';

const golden = join(import.meta.dirname, '../__golden__');
/** Every screen, every state of it and everything that lies over one. */
const plainFiles = ['screens', 'states', 'overlays'].flatMap((folder) =>
  readdirSync(join(golden, folder))
    .filter((name) => name.endsWith('-plain.txt'))
    .map((name) => join(folder, name)),
);

/** What people are called and what they write: letters with their marks, emoji, and signs of their own reviews. */
const theirs = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]/u;
/** The files' own: between two sizes, and in place of ESC. */
const ofFiles = /^──── .* ────$|␛/gmu;

test('on a terminal of ASCII only, every screen and state shows the program’s own words and signs in ASCII', () => {
  expect(plainFiles.length).toBeGreaterThan(60);
  const strange = plainFiles.flatMap((name) => {
    const text = readFileSync(join(golden, name), 'utf8').replaceAll(ofFiles, '');
    const found = (text.match(/[^\n -~]/gu) ?? []).filter((character) => !theirs.test(character));
    return found.length > 0 ? [`${name}: ${[...new Set(found)].join(' ')}`] : [];
  });
  expect(strange).toEqual([]);
});

test('before there is a screen its progress is drawn as the screen will be', () => {
  const line = (env: Readonly<Record<string, string>>, settings = {}) =>
    [false, true].map((done) => progressLine({ text: 'Filling', done }, settings, { LANG: 'C.UTF-8', ...env }));
  const inUnicode = ['· Filling', '✓ Filling'];
  const asciiOnly = ['- Filling', '+ Filling'];
  expect(line({ TERM: 'xterm' })).toEqual(inUnicode);
  for (const env of [{ TERM: 'dumb' }, { TERM: 'linux' }, { LANG: 'de_DE.ISO-8859-1' }, { SOLEMATE_GLYPHS: 'ascii' }])
    expect(line(env)).toEqual(asciiOnly);
  for (const name of ['INK_SCREEN_READER', 'ACCESSIBLE']) expect(line({ [name]: '1' })).toEqual(asciiOnly);
  for (const settings of [{ ascii: true }, { screenReader: true }]) expect(line({}, settings)).toEqual(asciiOnly);
  expect(line({ SOLEMATE_GLYPHS: 'unicode' }, { ascii: true })).toEqual(inUnicode);
});

test('a sentence written with typographic signs keeps its width', () => {
  const { paint } = makeTheme({ noColor: true, asciiGlyphs: true });
  expect(paint('plain', 'Adèle’s order · 3 × SOCKS → SHIPPED…')).toBe("Adèle's order - 3 x SOCKS > SHIPPED~");
  expect(inAscii('靴 “x” –')).toBe('靴 "x" -');
  expect(makeTheme({ noColor: true }).paint('plain', 'a → b')).toBe('a → b');
});
