import { setTimeout as sleep } from 'node:timers/promises';
import { NotFound } from '../../../domain/errors.ts';
import type { Tx } from '../../../platform/database/types.ts';
import { automatic, claimSeconds, type Sent } from '../../../platform/payments/index.ts';
import type { Aftermath } from '../../operation.ts';
import { complete } from './request.ts';
import { lockPayment } from './find.ts';
import type { Gateways } from './gateways.ts';
import type { Settled } from './types.ts';

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

/** Where another attempt was faster, what it wrote stays; that one failed does not count once it let go of its claim. */
async function record({ write }: Pick<Aftermath, 'write'>, refund: RefundRow, sent: Sent): Promise<RefundRow> {
  return write(async (tx) => {
    await lockPayment(tx, refund);
    if (sent.state === 'completed') await complete(tx, refund.id, sent.reference);
    else {
      await tx.query(
        `update refunds
         set status = case when claimed_until is null then status else $2 end,
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
