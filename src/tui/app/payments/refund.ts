import { randomUUID } from 'node:crypto';
import { compareMoney, showMoney } from '../../../domain/money.ts';
import { refund } from '../../../operations/payments/refund.ts';
import { show, type PaymentShown } from '../../../operations/payments/show.ts';
import { readPieces } from '../orders/pieces.ts';
import type { AppApi } from '../screen.ts';

type What = { readonly amount: string } | { readonly lines: { sku: string; quantity: number }[] };

/**
 * How much goes back, why, and whether it was paid out already where no provider can be asked. The operation id is made
 * as the dialog opens: whatever is sent from it, however often, is one refund. False: left, or told why not.
 */
export async function refundOrder(app: AppApi, order: string): Promise<boolean> {
  const operationId = randomUUID();
  const payment = await app.read(show, { order });
  const problem = refundProblem(payment);
  if (problem !== undefined) {
    app.toast('warning', problem);
    return false;
  }
  const what = await askWhat(app, payment);
  if (!what) return false;
  const reason = await app.prompt({
    title: `Why does it go back?`,
    label: 'Reason',
    help: 'Kept in the audit log.',
    check: (text) => (text.trim() === '' ? 'It is empty.' : text.length > 500 ? 'At most 500 characters.' : undefined),
  });
  if (reason === undefined) return false;
  const reference = payment.by_hand ? await askReference(app) : '';
  if (reference === undefined) return false;
  const input = {
    order,
    reason,
    expected_left: payment.left,
    ...what,
    ...(reference === '' ? {} : { reference }),
  };
  const amount = 'amount' in what ? what.amount : (await app.preview(refund, input)).amount;
  return (await app.runOperation(refund, input, { operationId, typed: `refund ${amount}` })) !== undefined;
}

/** Why nothing can be given back now; undefined when something can. */
export function refundProblem({ order_number, status, left, requested }: PaymentShown): string | undefined {
  if (status === 'REFUNDED') return `${order_number} is refunded in full.`;
  if (!['COMPLETED', 'PARTIAL_REFUND'].includes(status)) {
    return `The payment of ${order_number} is ${status}: no money came, so none can go back.`;
  }
  if (compareMoney(left, '0') > 0) return undefined;
  if (compareMoney(requested, '0') > 0)
    return `${requested} of ${order_number} is asked for already; nothing else is left.`;
  return `Nothing is left to refund of ${order_number}.`;
}

/** What this person may give back at once. */
export const mostOf = ({ left, limit }: Pick<PaymentShown, 'left' | 'limit'>): string => limit ?? left;

async function askWhat(app: AppApi, payment: PaymentShown): Promise<What | undefined> {
  const { order_number, left, amount, currency, limit } = payment;
  const most = mostOf(payment);
  const pieces = payment.lines.filter(({ refundable }) => refundable > 0);
  const above = limit === null ? undefined : `you may refund ${limit} at once`;
  const kind = await app.pick<'rest' | 'lines' | 'amount'>({
    title: `Refund of ${order_number}: ${showMoney(left, currency)} is left of ${showMoney(amount, currency)}`,
    choices: [
      {
        value: 'lines',
        label: 'Some pieces',
        hint: 'their price, less discount, plus tax',
        disabled: pieces.length > 0 ? undefined : 'every piece was paid back',
      },
      { value: 'amount', label: 'An amount', hint: `up to ${most}` },
      { value: 'rest', label: 'All that is left', hint: showMoney(left, currency), disabled: above },
    ],
  });
  if (kind === undefined) return undefined;
  if (kind === 'rest') return { amount: left };
  return kind === 'amount' ? askAmount(app, payment) : askPieces(app, payment);
}

async function askAmount(app: AppApi, payment: PaymentShown): Promise<What | undefined> {
  const most = mostOf(payment);
  const text = await app.prompt({
    title: `How much of ${payment.order_number}?`,
    label: payment.currency,
    help: `${payment.left} is left.`,
    check: (typed) => amountProblem(typed, most),
  });
  return text === undefined ? undefined : { amount: readAmount(text) };
}

/** `12`, `12.5` and `12,50` are amounts. */
const readAmount = (text: string): string => {
  const [whole = '0', cents = ''] = text.trim().replace(',', '.').split('.');
  return `${whole.replace(/^0+(?=\d)/u, '')}.${cents.padEnd(2, '0')}`;
};

/** The sentence that says what is wrong with a typed amount, or undefined. */
export function amountProblem(typed: string, most: string): string | undefined {
  if (!/^\d{1,8}(?:[.,]\d{1,2})?$/u.test(typed.trim())) return 'An amount looks like 12.50.';
  const amount = readAmount(typed);
  if (compareMoney(amount, '0') <= 0) return 'A refund of nothing is none.';
  return compareMoney(amount, most) > 0 ? `${amount} is more than ${most}.` : undefined;
}

async function askPieces(app: AppApi, { order_number, lines }: PaymentShown): Promise<What | undefined> {
  const open = lines
    .filter(({ refundable }) => refundable > 0)
    .map(({ sku, refundable }) => ({ sku, most: refundable }));
  const read = (text: string) =>
    readPieces(text, {
      of: order_number,
      lines: open,
      tooMany: (sku, most, given) => `Of ${sku} ${most} can be paid back, not ${given}.`,
      nothing: 'Nothing would be paid back: every quantity is 0.',
    });
  const text = await app.prompt({
    title: `Which pieces of ${order_number}?`,
    label: 'Lines',
    initial: open.map(({ sku, most }) => `${sku}=${most}`).join(', '),
    help: 'SKU=quantity, several with commas between.',
    check: (typed) => {
      const found = read(typed);
      return typeof found === 'string' ? found : undefined;
    },
  });
  const found = text === undefined ? undefined : read(text);
  return found === undefined || typeof found === 'string' ? undefined : { lines: [...found] };
}

/** '' where it is still to be paid out. */
async function askReference(app: AppApi): Promise<string | undefined> {
  const done = await app.pick<boolean>({
    title: 'No provider can be asked to pay it back: was it paid out already?',
    choices: [
      { value: false, label: 'Not yet', hint: 'set aside; say so later' },
      { value: true, label: 'Yes', hint: 'with the reference of the payout' },
    ],
  });
  if (done !== true) return done === undefined ? undefined : '';
  return app.prompt({
    title: 'Reference of the payout',
    label: 'Reference',
    check: (text) => (text.trim() === '' ? 'It is empty.' : text.length > 255 ? 'At most 255 characters.' : undefined),
  });
}
