import { may } from '../../../domain/permissions.ts';
import { reconcile } from '../../../operations/payments/reconcile.ts';
import { complete } from '../../../operations/refunds/complete.ts';
import { fail } from '../../../operations/refunds/fail.ts';
import type { AppApi, ScreenAction } from '../screen.ts';
import { refundOrder } from './refund.ts';

/** What the lists of payments, refunds and money owed offer alike, for the row under the cursor. */

const noRow = 'there is no row under the cursor';

export function deniedRefund(app: AppApi): string | undefined {
  return may(app.actor.role, 'payments:refund') ? undefined : `${app.actor.role} may only look`;
}

export function refundAction(app: AppApi, order: string | undefined, reason?: string): ScreenAction {
  return {
    label: order === undefined ? 'Refund' : `Refund of ${order}`,
    hint: 'by pieces or by amount; it is typed out before money moves',
    danger: true,
    disabled: order === undefined ? noRow : (deniedRefund(app) ?? reason),
    run: () => order !== undefined && refundOrder(app, order),
  };
}

/** For a refund that staff pay out; `waiting` says why there is none to end. */
export function endActions(app: AppApi, refund: string | undefined, waiting?: string): readonly ScreenAction[] {
  const disabled = refund === undefined ? noRow : (deniedRefund(app) ?? waiting);
  const end = async (done: boolean): Promise<void> => {
    const text = refund === undefined ? undefined : await askWords(app, done);
    if (refund === undefined || text === undefined) return;
    if (done) await app.runOperation(complete, { refund, reference: text });
    else await app.runOperation(fail, { refund, reason: text });
  };
  return [
    { label: 'It was paid out', hint: 'with the reference of the payout', disabled, run: () => end(true) },
    {
      label: 'It did not happen and will not',
      hint: 'its amount is free again',
      danger: true,
      disabled,
      run: () => end(false),
    },
  ];
}

function askWords(app: AppApi, done: boolean): Promise<string | undefined> {
  const most = done ? 255 : 500;
  return app.prompt({
    title: done ? 'Reference of the payout' : 'Why did it not happen?',
    label: done ? 'Reference' : 'Reason',
    check: (text) =>
      text.trim() === '' ? 'It is empty.' : text.length > most ? `At most ${most} characters.` : undefined,
  });
}

/** Asks every provider about what was asked for, however short a time ago. */
export function reconcileAction(app: AppApi): ScreenAction {
  return {
    label: 'Reconcile with the providers',
    hint: 'asks what became of refunds, sends what they do not have',
    disabled: deniedRefund(app),
    run: () => app.runOperation(reconcile, { minutes: 0 }),
  };
}

export function openActions(app: AppApi, order: string | undefined): readonly ScreenAction[] {
  const disabled = order === undefined ? noRow : undefined;
  const open = (screen: string) => () => order !== undefined && app.navigate(screen, { order });
  return [
    { label: 'Open the payment', key: 'open', disabled, run: open('payment') },
    { label: 'Open the order', key: 'payments.order', disabled, run: open('order') },
  ];
}
