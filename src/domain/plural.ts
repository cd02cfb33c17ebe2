/** `1 piece`, `2 pieces`; `many` where an s is not enough. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `orders` is of one order, `categories` of one category. */
export function singular(many: string): string {
  return many.replace(/ies$/u, 'y').replace(/s$/u, '');
}
