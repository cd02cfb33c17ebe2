/**
 * Tells what started the program (bin/compiled.js) that what a start needs has run: where V8's code for it is not kept
 * yet, it is now, 50 ms once. To be called before V8's flags are changed, which make it another code's.
 */
export function keepCompiledCode(): void {
  const keep: unknown = Reflect.get(globalThis, Symbol.for('solemate.keepCompiled'));
  if (typeof keep === 'function') Reflect.apply(keep, undefined, []);
}
