// Stands in for Ink's lineUpdate in the bundle: what is written of a changed line is what changed in it. Ink writes it to its
// end, and the list beside a preview would write the preview with every row.
import toTheEnd from '../node_modules/ink/build/line-update.js';
import { piecewise, simple } from './frame-output.mjs';

export default function lineUpdate(previous, next, columns) {
  // Where terminals differ in how wide something is, only the whole line is the same as drawn anew.
  if (!simple.test(previous) || !simple.test(next)) return `\u001b[1G\u001b[K${next}`;
  return piecewise(previous, next, columns) ?? toTheEnd(previous, next, columns);
}
