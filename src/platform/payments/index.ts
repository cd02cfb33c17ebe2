import { InvalidInput } from '../../domain/errors.ts';
import type { PaymentProvider } from '../../domain/stored-values.ts';
import type { Gateway } from './gateway.ts';
import { stripeGateway, stripeTimeout } from './stripe.ts';

export type { Gateway, RefundOrder, Sent } from './gateway.ts';
export { findStripeKey } from './key.ts';

/** Providers that this program can ask itself; with the others staff do it elsewhere and type the reference. */
export const automatic: readonly PaymentProvider[] = ['stripe'];

/** How long the row of a refund is claimed while its provider is asked: longer than all attempts together. */
export const claimSeconds = 150;

/**
 * The gateway of a provider, or undefined where staff do it by hand.
 * @throws Unavailable when its key is not known here
 */
export async function openGateway(
  provider: PaymentProvider,
  stripeKey: () => Promise<string>,
): Promise<Gateway | undefined> {
  if (provider !== 'stripe') return undefined;
  return stripeGateway({
    key: await stripeKey(),
    url: process.env['SOLEMATE_STRIPE_URL'] || undefined,
    timeout: timeoutFrom(process.env['SOLEMATE_STRIPE_TIMEOUT']),
  });
}

/** Seconds, for a slow way out; at most what a claim covers with its repetitions. */
function timeoutFrom(text: string | undefined): number {
  if (!text) return stripeTimeout;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 20) return Math.round(seconds * 1000);
  throw new InvalidInput('SOLEMATE_STRIPE_TIMEOUT is seconds, at most 20.');
}
