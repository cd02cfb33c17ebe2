/** Also for errors of Node itself seen from another realm, as a test runner makes them: `instanceof` fails there. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** "ENOENT" and the like; undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
