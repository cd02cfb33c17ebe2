let segmenter: Intl.Segmenter | undefined;

/** What people see as one character each. Made when first needed: that takes as long as a small query. */
export function* graphemes(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
