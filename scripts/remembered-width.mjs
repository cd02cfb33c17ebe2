// Stands in for string-width in the bundle, so that Ink measures as the columns are made (src/domain/terminal-width.ts).
// It asks for the width of every line of every frame anew, and a line with one character beyond ASCII costs a segmentation
// with several regular expressions: most of a frame's time, for lines that are the same as in the frame before.
import stringWidth from 'string-width';
import { remembered } from '../src/domain/remembered.ts';
import { plain, terminalWidth } from '../src/domain/terminal-width.ts';
import { readyLines } from '../src/tui/widgets/ready-lines.ts';

const widthOf = remembered(4000, terminalWidth);
readyLines.rememberedBy(rememberedWidth);

export default function rememberedWidth(text, options) {
  if (typeof text !== 'string') return stringWidth(text, options);
  if (plain.test(text) && options?.ambiguousIsNarrow !== false) return text.length;
  if (options !== undefined) return stringWidth(text, options);
  if (text.length > 2000) return terminalWidth(text);
  return widthOf(text);
}
