/** What was typed for a quick restock: pieces, and where they go. */
export interface Pieces {
  readonly quantity: number;
  readonly warehouse: string;
}

/** `24`, or `24 HAM` for another warehouse than the usual one; a sentence when it is neither. */
export function readPieces(text: string, warehouses: readonly string[], usual: string): Pieces | string {
  const [number = '', code, ...rest] = text.trim().split(/\s+/u);
  if (!/^\d{1,6}$/u.test(number) || Number(number) === 0) return `"${number}" is no quantity: 1 or more is needed.`;
  if (rest.length > 0) return 'A quantity and at most a warehouse are needed, such as 24 or 24 HAM.';
  const warehouse = code === undefined ? usual : warehouses.find((one) => one.toLowerCase() === code.toLowerCase());
  if (warehouse === undefined) return `There is no open warehouse ${code ?? ''}: ${warehouses.join(', ')}.`;
  return { quantity: Number(number), warehouse };
}

/** A whole number from 0, as a reorder point is; a sentence when it is none. */
export function countProblem(text: string): string | undefined {
  return /^\d{1,6}$/u.test(text.trim()) ? undefined : 'A whole number is needed, 0 or more.';
}

export function moneyProblem(text: string): string | undefined {
  const typed = text.trim();
  if (typed === '' || (/^\d{1,8}(\.\d{1,2})?$/u.test(typed) && !/^[0.]+$/u.test(typed))) return undefined;
  return 'An amount such as 129.00 is needed, or nothing.';
}
