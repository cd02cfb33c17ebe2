/** SQLSTATEs after which the same transaction may simply run again: serialization failure, deadlock. */
export function retryable(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}

/** The connection died under us: nobody knows whether COMMIT arrived. */
export function connectionLost(error: unknown): boolean {
  const state = sqlState(error);
  if (state && (state.startsWith('08') || ['57P01', '57P02', '57P03'].includes(state))) return true;
  const text = error instanceof Error ? error.message : '';
  return /Connection terminated|ECONNRESET|EPIPE|server closed the connection/iu.test(text);
}

export function sqlState(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = 'parent' in one ? one.parent : one.cause) {
    if ('code' in one && typeof one.code === 'string' && /^[0-9A-Z]{5}$/u.test(one.code)) return one.code;
  }
  return undefined;
}
