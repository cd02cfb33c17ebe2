// Stands in for string-width in the bundle: it makes ready for every emoji as it is loaded, a fifth of the time of a
// command that prints JSON and measures nothing. A require that the bundler resolves is run when it is first needed.
/* global require */
let measure;

export default function lateWidth(text, options) {
  measure ??= require('string-width').default;
  return measure(text, options);
}
