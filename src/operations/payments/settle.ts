import { setTimeout as sleep } from 'node:timers/promises';
import { NotFound, Refused, Unavailable } from '../../domain/errors.ts';
import type { PaymentProvider } from '../../domain/stored-values.ts';
import { isError } from '../../platform/errno.ts';
import type { Tx } from '../../platform/database/types.ts';
import {
  automatic,
  claimSeconds,
  findStripeKey,
  openGateway,
  type Gateway,
  type Sent,
} from '../../platform/payments/index.ts';
import type { Aftermath, Secrets } from '../operation.ts';
import { complete, lockPayment } from './request.ts';
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

interface RefundRow extends Settled {
  readonly payment_id: string;
  readonly transaction_id: string | null;
  readonly claimed: boolean;
}

const waitStep = 200;

/**
 * Sends a REQUESTED refund to its provider and records what became of it; no transaction is open meanwhile. Safe to
 * repeat, at once and after a crash anywhere: the row is claimed while somebody is at it, from the second attempt on the
 * provider is asked first whether it has it already, and it is always sent under the row's id. One that is settled, or
 * that is paid out by hand, comes back as it is.
 * @param options.wait until another process that is at it has finished
 * @throws NotFound, Unavailable (key not known, database lost); what a provider says is in the answer: see demandSettled
 */
export async function settleRefund(
  aftermath: Pick<Aftermath, 'write'>,
  id: string,
  gateways: Gateways,
  options: { readonly wait: boolean } = { wait: true },
): Promise<Settled> {
  const { row, mine } = await claimed(aftermath, id, gateways, options.wait);
  if (!mine) return told(row);
  const sent = await send(row, gateways).catch(async (error: unknown) => {
    await record(aftermath, row, { state: 'unknown', reason: 'the program failed while it was sent' });
    throw error;
  });
  return told(await record(aftermath, row, sent));
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

async function claimed(
  { write }: Pick<Aftermath, 'write'>,
  id: string,
  gateways: Gateways,
  wait: boolean,
): Promise<{ row: RefundRow; mine: boolean }> {
  const until = Date.now() + (wait ? (claimSeconds + 5) * 1000 : 0);
  for (;;) {
    const found = await write(async (tx) => {
      const row = await read(tx, id);
      if (row.status !== 'REQUESTED' || !automatic.includes(row.provider) || row.claimed) return { row, mine: false };
      gateways.demand(row.provider);
      await tx.query(
        `update refunds
         set attempts = attempts + 1,
           claimed_until = clock_timestamp() + make_interval(secs => $2)
         where id = $1::uuid`,
        [id, claimSeconds],
      );
      return { row: { ...row, attempts: row.attempts + 1 }, mine: true };
    });
    const others = found.row.status === 'REQUESTED' && found.row.claimed;
    if (found.mine || !others || Date.now() >= until) return found;
    await sleep(waitStep);
  }
}

async function read(tx: Tx, id: string): Promise<RefundRow> {
  const row = await tx.one<RefundRow>(
    `select r.id, g.order_number, r.amount, p.currency, r.status, r.provider, r.provider_reference, r.failure_reason,
       r.attempts, r.payment_id, p.transaction_id, coalesce(r.claimed_until > clock_timestamp(), false) as claimed
     from refunds r
     join payments p on p.id = r.payment_id
     join order_registry g on g.order_id = p.order_id
     where r.id = $1::uuid
     for no key update of r`,
    [id],
  );
  if (row) return row;
  throw new NotFound(`There is no refund ${id}.`);
}

async function send(row: RefundRow, gateways: Gateways): Promise<Sent> {
  const gateway = await gateways.open(row.provider);
  if (!gateway) throw new Error(`no gateway for ${row.provider}`);
  const earlier = row.attempts > 1 ? await gateway.find(row) : undefined;
  return earlier ?? gateway.refund(row);
}

/** Where another attempt was faster, what it wrote stays. */
async function record({ write }: Pick<Aftermath, 'write'>, refund: RefundRow, sent: Sent): Promise<RefundRow> {
  return write(async (tx) => {
    await lockPayment(tx, refund);
    if (sent.state === 'completed') await complete(tx, refund.id, sent.reference);
    else {
      await tx.query(
        `update refunds
         set status = $2,
           failure_reason = $3,
           provider_reference = coalesce($4, provider_reference),
           claimed_until = null
         where id = $1::uuid
           and status = 'REQUESTED'`,
        [
          refund.id,
          sent.state === 'failed' && sent.final ? 'FAILED' : 'REQUESTED',
          'reason' in sent ? sent.reason : null,
          'reference' in sent ? sent.reference : null,
        ],
      );
    }
    return read(tx, refund.id);
  });
}

function told(row: RefundRow): Settled {
  const { id, order_number, amount, currency, status, provider, provider_reference, failure_reason, attempts } = row;
  return { id, order_number, amount, currency, status, provider, provider_reference, failure_reason, attempts };
}

const titled = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
