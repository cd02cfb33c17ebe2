import { lazily } from './remembered.ts';

/**
 * Letters that stand alone (Latin, Greek, Cyrillic, Hebrew, Arabic) and what frames are drawn with: dots, quotes, arrows,
 * lines, blocks, the glyphs of the themes. For a class of an expression.
 */
export const narrow = [
  String.raw`\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ce\u0410-\u044f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a`,
  String.raw`\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u2800-\u28ff`,
  '☻✓✗☐☒☆★',
].join('');

/** Kana, the common ideographs and whole syllables of Hangul: two columns each, and nothing in them joins. */
export const wide = String.raw`\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3`;

/** Every unit is a character of its own: only a line feed joins the \r before it. */
const separate = new RegExp(String.raw`^[\0-\x0c\x0e-~${narrow}${wide}]*$`, 'u');

/** Made when first needed: that takes as long as a small query. */
const made = lazily(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

export const segmenter = { segment: (text: string): Intl.Segments => made().segment(text) };

/** What people see as one character each, and where it begins: as the segmenter tells it, without it where that is plain. */
export function* segments(text: string): Generator<{ readonly segment: string; readonly index: number }> {
  if (separate.test(text)) {
    for (let index = 0; index < text.length; index += 1) yield { segment: text.charAt(index), index };
    return;
  }
  yield* segmenter.segment(text);
}

export function* graphemes(text: string): Generator<string> {
  for (const { segment } of segments(text)) yield segment;
}
