import { addMoney, compareMoney, showMoney } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import type { BulkRow } from '../../../operations/bulk.ts';
import { assign } from '../../../operations/orders/assign.ts';
import { cancel } from '../../../operations/orders/cancel.ts';
import { confirm } from '../../../operations/orders/confirm.ts';
import { deliver } from '../../../operations/orders/deliver.ts';
import { process } from '../../../operations/orders/process.ts';
import { ship } from '../../../operations/orders/ship.ts';
import type { OrderCancelled } from '../../../operations/orders/parts/act-types.ts';
import type { BulkAction, BulkAnswer } from '../bulk/actions.ts';
import type { BulkTarget } from '../bulk/state.ts';
import type { AppApi } from '../screen.ts';
import { askReason, askRefund } from './back.ts';
import { askCarrier, askTracking, keepCarrier } from './label.ts';
import { carrierNames, carriersKept } from './parcel.ts';

/** What the list of orders offers for many. */
export const orderBulk = (app: AppApi): readonly BulkAction[] => [
  { operation: confirm, label: 'Confirm' },
  { operation: process, label: 'Process' },
  {
    operation: ship,
    label: 'Ship',
    notAll: 'each has its own label: mark them',
    ask: (targets) => askParcels(app, targets),
  },
  { operation: deliver, label: 'Deliver' },
  { operation: assign, label: 'Assign' },
  { operation: cancel, label: 'Cancel', danger: true, ask: () => askCancel(app), told: moneyTold },
];

/** One carrier, then a label for each whole order: a pile of parcels and a scanner. Esc goes on with those that have one. */
async function askParcels(app: AppApi, orders: readonly BulkTarget[]): Promise<BulkAnswer | undefined> {
  const carrier = await askCarrier(app, carrierNames(app.drafts.read(carriersKept)));
  if (carrier === undefined) return undefined;
  const labels = new Map<string, string>();
  const own = new Map<string, { tracking: string }>();
  for (const [at, { key, name }] of orders.entries()) {
    const tracking = await askTracking(app, {
      title: `Label of ${name}, ${at + 1} of ${orders.length} with ${carrier}`,
      help: 'Scan, type or paste it. Esc goes on with those that have a label.',
      check: (label) => (labels.has(label) ? `It is the label of ${labels.get(label) ?? ''}.` : undefined),
    });
    if (tracking === undefined) break;
    labels.set(tracking, name);
    own.set(key, { tracking });
  }
  if (own.size === 0) return undefined;
  keepCarrier(app, carrier);
  return { input: { carrier }, own };
}

async function askCancel(app: AppApi): Promise<BulkAnswer | undefined> {
  const reason = await askReason(app, 'Why are they cancelled?');
  if (reason === undefined) return undefined;
  const refund = await askRefund(app, 'When does what was captured go back?');
  return refund === undefined ? undefined : { input: { reason, refund } };
}

/** The money that an agreement moves, and what it leaves to be paid back. */
function moneyTold(rows: readonly BulkRow[]): readonly string[] {
  const results = rows.filter(({ state }) => state === 'done').map(({ result }) => result as OrderCancelled);
  const sentence = (amounts: readonly string[], what: string) =>
    amounts.length === 0 ? [] : [`${showMoney(addMoney(...amounts))} of ${plural(amounts.length, 'order')} ${what}.`];
  return [
    ...sentence(
      results.flatMap(({ refund }) => refund?.amount ?? []),
      'goes back to the customers',
    ),
    ...sentence(
      results.map(({ owed }) => owed).filter((owed) => compareMoney(owed, '0') > 0),
      'stays owed to the customers',
    ),
  ];
}
