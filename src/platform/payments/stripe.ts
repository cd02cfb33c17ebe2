import type { Stripe } from 'stripe';
import { InvalidInput, Refused } from '../../domain/errors.ts';
import { isError } from '../errno.ts';
import type { Gateway, RefundOrder, Sent } from './gateway.ts';
import { minorUnits } from './minor-units.ts';

export interface StripeOptions {
  readonly key: string;
  /** Another place that speaks Stripe's API, e.g. http://127.0.0.1:4242, for tests. */
  readonly url?: string | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout?: number;
  /** Attempts beyond the first, with the same idempotency key. */
  readonly retries?: number;
}

/** What one refund may take in all: a claim of its row lasts longer. */
export const stripeTimeout = 15_000;
export const stripeRetries = 2;

/** Refunds of a payment intent (pi_…) or a charge (ch_…, py_…), by the official SDK. */
export async function stripeGateway(options: StripeOptions): Promise<Gateway> {
  const { default: StripeClient } = await import('stripe');
  const client = new StripeClient(options.key, {
    timeout: options.timeout ?? stripeTimeout,
    maxNetworkRetries: options.retries ?? stripeRetries,
    telemetry: false,
    ...(options.url === undefined ? {} : address(options.url)),
  });
  return {
    async refund(refund) {
      const of = payment(refund);
      if (!of) return withoutPayment(refund);
      const { id, order_number, amount, currency } = refund;
      return told(async () => {
        const made = await client.refunds.create(
          { ...of, amount: minorUnits(amount, currency), metadata: { refund_id: id, order_number } },
          { idempotencyKey: id },
        );
        return stateOf(made);
      });
    },
    async find(refund) {
      const of = payment(refund);
      if (!of) return undefined;
      try {
        for await (const one of client.refunds.list({ ...of, limit: 100 })) {
          if (one.metadata?.['refund_id'] === refund.id) return stateOf(one);
        }
        return undefined;
      } catch (error) {
        return unreachable(error, options.key);
      }
    },
  };

  async function told(work: () => Promise<Sent>): Promise<Sent> {
    try {
      return await work();
    } catch (error) {
      return outcomeOf(error, options.key);
    }
  }
}

/** @throws InvalidInput */
function address(text: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const url = URL.parse(text);
  if (!url || !/^https?:$/u.test(url.protocol)) throw new InvalidInput('SOLEMATE_STRIPE_URL is no http(s) URL.');
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443'), protocol };
}

function payment({ transaction_id: id }: RefundOrder): { payment_intent: string } | { charge: string } | undefined {
  if (id?.startsWith('pi_')) return { payment_intent: id };
  return id && /^(?:ch|py)_/u.test(id) ? { charge: id } : undefined;
}

function withoutPayment({ transaction_id: id }: RefundOrder): Sent {
  const seen = id === null ? 'the payment has no transaction id' : `"${id.slice(0, 60)}" is no payment of Stripe`;
  return { state: 'failed', reason: seen, final: true };
}

function stateOf(refund: Stripe.Refund): Sent {
  const { id: reference, status } = refund;
  if (status === 'succeeded') return { state: 'completed', reference };
  if (status === 'failed' || status === 'canceled') {
    const why = refund.failure_reason?.replaceAll('_', ' ') ?? 'no reason given';
    return { state: 'failed', reason: `Stripe says ${status}: ${why}`, final: true };
  }
  return { state: 'pending', reference };
}

/**
 * What an error says about the money. Stripe answers 400, 402 and 404 when it did nothing and never will for this
 * request; 401, 403 and 429 when it did not look; everything else may have happened after the money moved.
 */
function outcomeOf(error: unknown, key: string): Sent {
  if (error instanceof Refused) return { state: 'failed', reason: error.message.replace(/\.$/u, ''), final: true };
  if (!isError(error) || !('type' in error)) throw error;
  const reason = sentenceOf(error, key);
  switch (error.type) {
    case 'StripeInvalidRequestError':
    case 'StripeCardError':
      return { state: 'failed', reason, final: true };
    case 'StripeRateLimitError':
    case 'StripeAuthenticationError':
    case 'StripePermissionError':
    case 'StripeIdempotencyError':
      return { state: 'failed', reason, final: false };
    default:
      return { state: 'unknown', reason };
  }
}

/** A question that was not answered says nothing about the refund, whatever the error. */
function unreachable(error: unknown, key: string): Sent {
  if (!isError(error) || !('type' in error)) throw error;
  return { state: 'unknown', reason: sentenceOf(error, key) };
}

/** Stripe's own words, on one line; its answer to a wrong key repeats a part of it. */
function sentenceOf(error: Error & { type: unknown }, key: string): string {
  if (error.type === 'StripeAuthenticationError') return 'Stripe does not know this key';
  const words = error.message
    .replaceAll(key, '***')
    .replaceAll(/\b[sr]k_\S+/gu, '***')
    .replaceAll(/\s+/gu, ' ');
  return `Stripe: ${words.trim().slice(0, 300).replace(/\.$/u, '') || String(error.type)}`;
}
