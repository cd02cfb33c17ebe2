import { Refused, Unavailable } from '../../../domain/errors.ts';
import type { PaymentProvider } from '../../../domain/stored-values.ts';
import { isError } from '../../../platform/errno.ts';
import { automatic, findStripeKey, openGateway, type Gateway } from '../../../platform/payments/index.ts';
import type { Secrets } from '../../operation.ts';
import type { Settled } from './types.ts';

/** The ways of giving money back, opened when one is needed. */
export interface Gateways {
  /** @throws Unavailable when the provider's key is not known here: before anything is written */
  demand(provider: PaymentProvider): void;
  open(provider: PaymentProvider): Promise<Gateway | undefined>;
}

/** For an operation's `prepare`: looks keys up while no transaction is open. */
export async function prepareGateways({ stripeKey }: Secrets): Promise<Gateways> {
  const key = await (stripeKey ?? findStripeKey)().then(
    (found) => ({ found }),
    (error: unknown) => ({ error }),
  );
  const known = (): string => {
    if ('found' in key) return key.found;
    throw isError(key.error) ? key.error : new Unavailable(String(key.error));
  };
  const opened = new Map<PaymentProvider, Promise<Gateway | undefined>>();
  return {
    demand(provider) {
      if (provider === 'stripe') known();
    },
    open(provider) {
      const gateway = opened.get(provider) ?? openGateway(provider, () => Promise.resolve(known()));
      opened.set(provider, gateway);
      return gateway;
    },
  };
}

/** The refund as a person's answer: only what was done, or is on its way at the provider, is one. @throws Refused, Unavailable */
export function demandSettled(refund: Settled): Settled {
  const { id, amount, currency, order_number, provider, status, failure_reason } = refund;
  const what = `the refund of ${amount} ${currency} of ${order_number}`;
  const details = { refund_id: id, status };
  if (status === 'FAILED') {
    throw new Refused(`${titled(what)} failed: ${failure_reason ?? 'no reason was given'}. No money moved.`, {
      hint: 'The amount is free again: refund it anew, or elsewhere with --provider manual --reference.',
      details,
    });
  }
  const open = status === 'REQUESTED' && automatic.includes(provider);
  if (!open || (failure_reason === null && refund.provider_reference !== null)) return refund;
  throw new Unavailable(
    `It is not known yet whether ${what} was made: ${failure_reason ?? 'somebody else is sending it right now'}.`,
    {
      hint: 'It stays REQUESTED. Send it again with the same operation id, or let "solemate payments reconcile" finish it: nothing is paid twice.',
      details,
    },
  );
}

const titled = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
