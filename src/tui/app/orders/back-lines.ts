import { returnConditions, type ReturnCondition } from '../../../domain/order-return.ts';
import type { OrderLine, OrderPage } from '../../../operations/orders/parts/types.ts';

export interface BackLine {
  readonly sku: string;
  readonly quantity: number;
  /** Undefined: as it is said for all of them. */
  readonly condition: ReturnCondition | undefined;
}

export const outPieces = ({ shipped, returned }: OrderLine): number => Math.max(shipped - returned, 0);

/** `RUN-42-BLK=2, SOCKS=1`: what is with the customer, to be edited to what came back. */
export function outLinesText(page: OrderPage): string {
  return page.items
    .filter((line) => outPieces(line) > 0)
    .map((line) => `${line.sku}=${outPieces(line)}`)
    .join(', ');
}

/** What was typed, or the sentence that says what is wrong with it. `SKU=1:damaged` says the condition of these pieces. */
export function readBack(text: string, page: OrderPage): readonly BackLine[] | string {
  const words = text.split(/[\s,;]+/u).filter(Boolean);
  if (words.length === 0) return 'Say at least one SKU, e.g. SKU=1.';
  const lines: BackLine[] = [];
  for (const word of words) {
    const at = word.lastIndexOf('=');
    const sku = at < 0 ? word : word.slice(0, at);
    const [amount = '', state] = (at < 0 ? '1' : word.slice(at + 1)).split(':');
    const line = page.items.find((one) => one.sku.toUpperCase() === sku.toUpperCase());
    if (!line) return `${sku.slice(0, 40)} is no line of ${page.order_number}.`;
    if (!/^\d{1,7}$/u.test(amount)) return `"${amount.slice(0, 20)}" is no quantity for ${line.sku}.`;
    const condition = returnConditions.find((one) => one === state?.toUpperCase());
    if (state !== undefined && !condition)
      return `"${state.slice(0, 20)}" is no condition: resaleable, damaged or lost.`;
    const twin = lines.some((one) => one.sku === line.sku && one.condition === condition);
    if (twin) return `${line.sku} stands there twice.`;
    const before = lines.reduce((sum, one) => sum + (one.sku === line.sku ? one.quantity : 0), 0);
    const out = outPieces(line);
    if (before + Number(amount) > out) return `Of ${line.sku} ${out} are out, not ${before + Number(amount)}.`;
    if (Number(amount) > 0) lines.push({ sku: line.sku, quantity: Number(amount), condition });
  }
  return lines.length > 0 ? lines : 'Nothing would come back: every quantity is 0.';
}
