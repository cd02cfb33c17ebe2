import { compareMoney } from '../../../domain/money.ts';
import { confirm } from '../../../operations/orders/confirm.ts';
import { deliver } from '../../../operations/orders/deliver.ts';
import { process } from '../../../operations/orders/process.ts';
import { ship } from '../../../operations/orders/ship.ts';
import { show } from '../../../operations/orders/show.ts';
import type { OrderPage, OrderStep } from '../../../operations/orders/parts/types.ts';
import { findOperation, operationNames } from '../../../operations/index.ts';
import { refundOrder } from '../payments/refund.ts';
import type { AppApi, ScreenAction } from '../screen.ts';
import { cancelOrder, takeBack } from './back.ts';
import { deskActions } from './desk.ts';
import { askCarrier, askTracking, keepCarrier } from './label.ts';
import {
  carrierChoices,
  carriersKept,
  openLinesText,
  parcelConsequences,
  parcelWarehouses,
  readPart,
} from './parcel.ts';
import type { Piece } from './pieces.ts';
import { consequencesOf, nextStep, verbOf } from './steps.ts';

/** Orders taken their next step one after the other, each with its own question; a Cancel leaves the rest as they are. */
export async function fulfil(app: AppApi, orders: readonly string[]): Promise<void> {
  for (const [at, order] of orders.entries()) {
    const page = await app.read(show, { order });
    if (await takeNext(app, page)) continue;
    const rest = orders.length - at - 1;
    if (rest > 0) app.toast('info', `Stopped at ${order}; ${rest} more ${rest === 1 ? 'is' : 'are'} as before.`);
    return;
  }
}

/** The next step of fulfilment of an order as it stands on the page. False: left, or told why not. */
export async function takeNext(app: AppApi, page: OrderPage): Promise<boolean> {
  const step = nextStep(page);
  if (step) return take(app, page, step);
  app.toast('info', `${page.order_number} is ${page.status}: there is no further step of fulfilment.`);
  return false;
}

/** One step, or the reason why it cannot be taken now. */
export async function take(app: AppApi, page: OrderPage, step: OrderStep): Promise<boolean> {
  if (step.enabled) return takeStep(app, page, step);
  app.toast('warning', `${verbOf(step)}: ${step.reason ?? 'not now'}`);
  return false;
}

/** Takes the order one step on, with every question that belongs to it. False: left, or told why not. */
async function takeStep(app: AppApi, page: OrderPage, step: OrderStep): Promise<boolean> {
  const order = page.order_number;
  switch (step.operation) {
    case 'orders.confirm': {
      const pay_later = compareMoney(page.money.due, '0') > 0;
      // The operation asks by itself about an order that is not paid.
      if (!pay_later && !(await agreed(app, page, step))) return false;
      const consequences = pay_later ? consequencesOf(step, page) : [];
      return (await app.runOperation(confirm, { order, pay_later }, { consequences })) !== undefined;
    }
    case 'orders.process':
      return (await agreed(app, page, step)) && (await app.runOperation(process, { order })) !== undefined;
    case 'orders.deliver':
      return (await agreed(app, page, step)) && (await app.runOperation(deliver, { order })) !== undefined;
    case 'orders.ship':
      return sendParcel(app, page, false);
    case 'orders.cancel':
      return cancelOrder(app, page);
    case 'orders.return':
      return takeBack(app, page);
    case 'payments.refund':
      return refundOrder(app, order);
    default:
      return openStep(app, page, step);
  }
}

function agreed(app: AppApi, page: OrderPage, step: OrderStep): Promise<boolean> {
  const verb = upperFirst(verbOf(step));
  const question = `${verb} ${page.order_number}: ${page.status} becomes ${step.to}?`;
  return app.confirm({ question, consequences: consequencesOf(step, page), yes: verb });
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A step of no own dialogue: the form made from its operation. */
async function openStep(app: AppApi, page: OrderPage, step: OrderStep): Promise<boolean> {
  const found = await findOperation(step.operation);
  if (found?.kind !== 'operation') return false;
  return (await app.openForm(found, { order: page.order_number })) !== undefined;
}

/** Carrier, tracking number, what is in it: three questions, of which the first is answered by Enter most of the time. */
async function sendParcel(app: AppApi, page: OrderPage, partly: boolean): Promise<boolean> {
  const codes = parcelWarehouses(page);
  const warehouse = codes.length === 0 ? undefined : await pickWarehouse(app, codes);
  if (codes.length > 0 && warehouse === undefined) return false;
  const part = await askPart(app, page, partly, warehouse);
  if (!part) return false;
  const carrier = await askCarrier(app, carrierChoices(app.drafts.read(carriersKept), page));
  if (carrier === undefined) return false;
  const title = `Tracking number of the ${carrier} parcel`;
  const tracking = await askTracking(app, { title, help: 'Scan, type or paste it; Enter goes on.' });
  if (tracking === undefined) return false;
  const whole = !partly && warehouse === undefined;
  const input = {
    order: page.order_number,
    carrier,
    tracking,
    ...(whole ? {} : { lines: [...part] }),
    ...(warehouse === undefined ? {} : { warehouse }),
  };
  const consequences = [`Tracking number ${tracking}.`, ...parcelConsequences(page, part)];
  const question = `Ship ${page.order_number} with ${carrier}?`;
  if (!(await app.confirm({ question, consequences, yes: 'Ship' }))) return false;
  const outcome = await app.runOperation(ship, input);
  if (!outcome) return false;
  keepCarrier(app, carrier);
  return true;
}

function pickWarehouse(app: AppApi, codes: readonly string[]): Promise<string | undefined> {
  const title = 'Reserved in several warehouses: where does this parcel leave?';
  return app.pick({ title, choices: codes.map((code) => ({ value: code, label: code })) });
}

async function askPart(
  app: AppApi,
  page: OrderPage,
  partly: boolean,
  warehouse: string | undefined,
): Promise<readonly Piece[] | undefined> {
  const open = openLinesText(page, warehouse);
  const all = readPart(open, page);
  if (!partly) return typeof all === 'string' ? [] : all;
  const text = await app.prompt({
    title: 'What is in the parcel?',
    label: 'Lines',
    initial: open,
    help: 'SKU=quantity, several with commas between; what is left out stays behind.',
    check: (typed) => {
      const part = readPart(typed, page);
      return typeof part === 'string' ? part : undefined;
    },
  });
  if (text === undefined) return undefined;
  const part = readPart(text, page);
  return typeof part === 'string' ? undefined : part;
}

/** What `x` offers: every step that leads on from here, those that cannot be taken with the reason. */
export function orderActions(app: AppApi, page: OrderPage): readonly ScreenAction[] {
  const next = nextStep(page);
  const steps = page.next_steps.map((step): ScreenAction => {
    const shown = `${verbOf(step)}, to ${step.to}`;
    const missing = operationNames.some((name) => name === step.operation) ? undefined : 'not in this version';
    const hint = consequencesOf(step, page)[0];
    return {
      label: upperFirst(shown),
      ...(step === next ? { key: 'order.next' as const } : {}),
      ...(hint === undefined ? {} : { hint }),
      disabled: step.enabled ? missing : (step.reason ?? 'not now'),
      danger: ['CANCELLED', 'REFUNDED', 'RETURNED'].includes(step.to),
      run: () => take(app, page, step),
    };
  });
  const shipping = page.next_steps.find(({ operation }) => operation === 'orders.ship');
  const part: ScreenAction = {
    label: 'Ship a part',
    hint: 'say which lines are in the parcel; the rest stays open',
    disabled: shipping?.enabled ? undefined : (shipping?.reason ?? `a ${page.status} order has nothing to ship`),
    run: () => sendParcel(app, page, true),
  };
  return [...steps, part, ...deskActions(app, page)];
}
