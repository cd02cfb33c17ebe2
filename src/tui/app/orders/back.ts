import { compareMoney, showMoney, subtractMoney } from '../../../domain/money.ts';
import { may } from '../../../domain/permissions.ts';
import { cancel } from '../../../operations/orders/cancel.ts';
import { returnOrder } from '../../../operations/orders/return.ts';
import type { OrderPage } from '../../../operations/orders/parts/types.ts';
import type { AppApi } from '../screen.ts';
import { outLinesText, outPieces, readBack, type BackLine } from './back-lines.ts';

/** What the customer has paid and nobody has given back or asked to. */
const kept = ({ money }: OrderPage): string =>
  subtractMoney(subtractMoney(money.paid, money.refunded), money.refund_requested);

/** Why, and what becomes of the money; the operation then says what it will do and asks. False: left. */
export async function cancelOrder(app: AppApi, page: OrderPage): Promise<boolean> {
  const order = page.order_number;
  const reason = await askReason(app, `Why is ${order} cancelled?`);
  if (reason === undefined) return false;
  const captured = compareMoney(kept(page), '0') > 0;
  const amount = showMoney(kept(page), page.money.currency);
  const refund = captured ? await askRefund(app, `${amount} was captured. When does it go back?`) : undefined;
  if (captured && refund === undefined) return false;
  return (await app.runOperation(cancel, { order, reason, refund })) !== undefined;
}

export function askRefund(app: AppApi, title: string): Promise<'full' | 'later' | undefined> {
  return app.pick<'full' | 'later'>({
    title,
    choices: [
      { value: 'full', label: 'Now', hint: 'in the same act' },
      { value: 'later', label: 'Later', hint: 'it stands in the queue of money owed' },
    ],
  });
}

/** What came back, in which condition, why, and where it is now. False: left. */
export async function takeBack(app: AppApi, page: OrderPage): Promise<boolean> {
  const order = page.order_number;
  const lines = await askLines(app, page);
  if (!lines) return false;
  const condition = lines.every((line) => line.condition) ? 'resaleable' : await askCondition(app);
  if (condition === undefined) return false;
  const reason = await askReason(app, `Why did it come back?`);
  if (reason === undefined) return false;
  const codes = [...new Set(page.shipments.flatMap(({ warehouse }) => warehouse ?? []))].sort();
  const warehouse = codes.length > 1 ? await askWarehouse(app, codes) : undefined;
  if (codes.length > 1 && warehouse === undefined) return false;
  const payable = may(app.actor.role, 'payments:refund') && compareMoney(kept(page), '0') > 0;
  const refund = payable ? await askPayBack(app) : false;
  if (refund === undefined) return false;
  const input = {
    order,
    lines: [...lines],
    condition,
    reason,
    refund,
    ...(warehouse === undefined ? {} : { warehouse }),
  };
  return (
    (await app.runOperation(returnOrder, input, { consequences: backConsequences(page, lines, condition) })) !==
    undefined
  );
}

async function askLines(app: AppApi, page: OrderPage): Promise<readonly BackLine[] | undefined> {
  const text = await app.prompt({
    title: `What came back of ${page.order_number}?`,
    label: 'Lines',
    initial: outLinesText(page),
    help: 'SKU=quantity, with :damaged or :lost behind it; what is left out stays with the customer.',
    check: (typed) => {
      const read = readBack(typed, page);
      return typeof read === 'string' ? read : undefined;
    },
  });
  if (text === undefined) return undefined;
  const read = readBack(text, page);
  return typeof read === 'string' ? undefined : read;
}

function askCondition(app: AppApi): Promise<'resaleable' | 'damaged' | 'lost' | undefined> {
  return app.pick<'resaleable' | 'damaged' | 'lost'>({
    title: 'In which condition?',
    choices: [
      { value: 'resaleable', label: 'Resaleable', hint: 'back on the shelf' },
      { value: 'damaged', label: 'Damaged', hint: 'booked in and written off' },
      { value: 'lost', label: 'Lost', hint: 'it never arrived: booked in and written off' },
    ],
  });
}

function askWarehouse(app: AppApi, codes: readonly string[]): Promise<string | undefined> {
  const title = 'It left from several warehouses: where is it now?';
  return app.pick({ title, choices: codes.map((code) => ({ value: code, label: code })) });
}

function askPayBack(app: AppApi): Promise<boolean | undefined> {
  return app.pick<boolean>({
    title: 'Pay back what these pieces cost?',
    choices: [
      { value: false, label: 'Not now', hint: 'a refund can be made later' },
      { value: true, label: 'Yes', hint: 'price less discount plus tax; shipping goes back with the last piece' },
    ],
  });
}

export function askReason(app: AppApi, title: string): Promise<string | undefined> {
  const check = (text: string) =>
    text.trim() === '' ? 'It is empty.' : text.length > 500 ? 'At most 500 characters.' : undefined;
  return app.prompt({ title, label: 'Reason', help: 'Kept in the audit log.', check });
}

/** What is booked, and whether the order is over then. */
export function backConsequences(page: OrderPage, lines: readonly BackLine[], condition: string): readonly string[] {
  const told = lines.slice(0, 4).map((line) => {
    const state = (line.condition ?? condition).toLowerCase();
    return `${line.quantity} x ${line.sku}${state === 'resaleable' ? '' : ` (${state})`}`;
  });
  const more = lines.length > 4 ? [`and ${lines.length - 4} more lines`] : [];
  const out = page.items.reduce((sum, line) => sum + outPieces(line), 0);
  const left = out - lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const rest =
    left > 0
      ? `${left} ${left === 1 ? 'piece stays' : 'pieces stay'} with the customer; the order stays ${page.status}.`
      : 'Nothing stays with the customer: the order becomes RETURNED.';
  return [`Back: ${[...told, ...more].join(', ')}.`, rest, 'Stock goes up at once. This cannot be undone.'];
}
