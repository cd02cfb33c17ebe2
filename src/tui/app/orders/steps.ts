import { compareMoney, showMoney } from '../../../domain/money.ts';
import { transitions } from '../../../domain/order-status.ts';
import { may, type Role } from '../../../domain/permissions.ts';
import type { OrderPage, OrderStep } from '../../../operations/orders/parts/types.ts';

/** How the steps of an order are told, wherever they are offered: on its own page, in its list. */

const verbs: Readonly<Record<string, string>> = {
  'orders.confirm': 'confirm',
  'orders.process': 'process',
  'orders.ship': 'ship',
  'orders.deliver': 'deliver',
  'orders.cancel': 'cancel',
  'orders.return': 'return',
  'payments.refund': 'refund',
};

export const verbOf = (step: OrderStep): string => verbs[step.operation] ?? step.operation;

const forwards: readonly string[] = ['orders.confirm', 'orders.process', 'orders.ship', 'orders.deliver'];

/** The step that `f` takes: the one of fulfilment, never a cancellation, a return or a refund. */
export function nextStep(page: OrderPage): OrderStep | undefined {
  return page.next_steps.find(({ operation }) => forwards.includes(operation));
}

/** Why `f` cannot take an order of this state on, as far as its row in a list tells; undefined where it may. */
export function whyNoStep(status: string, role: Role): string | undefined {
  const step = transitions.find(({ from, operation }) => from === status && forwards.includes(operation));
  if (!step) return `a ${status} order has no further step of fulfilment`;
  return may(role, step.permission) ? undefined : `${role} may not`;
}

/** What a step does, for its confirmation: stock, money and promo, without what stays as it is. */
export function consequencesOf(step: OrderStep, page: OrderPage): readonly string[] {
  const { stock, promo } = step.consequences;
  const said = [stock, moneySaid(step, page), promo].filter(
    (text) => !/^(?:No money moves|The promo code stays)/u.test(text),
  );
  return said.length > 0 ? said : [stock];
}

/** The rule of the step, or for a confirmation what it means for this very order. */
function moneySaid(step: OrderStep, { money }: OrderPage): string {
  if (step.operation !== 'orders.confirm') return step.consequences.money;
  if (compareMoney(money.due, '0') <= 0) return `It is paid: ${showMoney(money.paid, money.currency)}.`;
  return `It is not paid: ${showMoney(money.due, money.currency)} stays due, to be paid later.`;
}
