/**
 * Jest runs tests in a realm of their own, where an error thrown by Node's own modules (ENOENT, ECONNREFUSED) is no
 * `instanceof Error`. In the program it is; so it is made one here, for Error itself and not for its subclasses.
 */
const ordinary = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown) {
    return (
      ordinary.call(this as typeof Error, value) ||
      (this === Error && Object.prototype.toString.call(value) === '[object Error]')
    );
  },
});
