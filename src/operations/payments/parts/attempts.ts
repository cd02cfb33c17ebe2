import type { Tx } from '../../../platform/database/types.ts';

/** FAILED to PENDING in the same row, the attempt that failed kept in its metadata (operations.md). */
export async function reopen(tx: Tx, paymentId: string): Promise<void> {
  await tx.query(
    `update payments
     set status = 'PENDING',
       metadata = jsonb_set(
         coalesce(metadata, '{}'), '{attempts}',
         coalesce(metadata -> 'attempts', '[]') || jsonb_build_object(
           'provider', provider, 'transaction_id', transaction_id, 'failure_reason', failure_reason,
           'failed_at', updated_at
         )
       ),
       failure_reason = null
     where id = $1::uuid
       and status = 'FAILED'`,
    [paymentId],
  );
}
