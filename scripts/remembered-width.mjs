// Stands in for string-width in the bundle. Ink asks for the width of every line of every frame anew, and a line with one
// character beyond ASCII costs it a segmentation with several regular expressions: most of a frame's time, for lines
// that are the same as in the frame before.
import stringWidth from 'string-width';

const most = 4000;
const known = new Map();

export default function rememberedWidth(text, options) {
  if (options !== undefined || typeof text !== 'string' || text.length < 12 || text.length > 2000) {
    return stringWidth(text, options);
  }
  let width = known.get(text);
  if (width === undefined) {
    width = stringWidth(text);
    if (known.size >= most) known.clear();
    known.set(text, width);
  }
  return width;
}
