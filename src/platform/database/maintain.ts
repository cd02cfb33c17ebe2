import { withOwner } from './owner.ts';

export interface MaintainReport {
  readonly partitions_made: number;
  readonly sessions_removed: number;
  /** ISO time. */
  readonly product_stats_refreshed_at: string;
}

/**
 * What a shop's database needs from time to time, safe to run at any moment and twice: monthly partitions of orders from
 * the document's first month to three months ahead, the product figures, sessions that ended a month ago, statistics.
 */
export async function maintain(ownerUrl: string, onStep: (text: string) => void): Promise<MaintainReport> {
  return withOwner(ownerUrl, async (client) => {
    onStep('Making the months ahead');
    const partitions = await client.query<{ made: number }>(
      `select ensure_order_partitions(
        date '2024-01-01',
        ((extract(year from now() at time zone 'UTC') - 2024) * 12 + extract(month from now() at time zone 'UTC') + 3)::integer
      ) as made`,
    );
    onStep('Removing sessions that are over');
    const sessions = await client.query(
      `delete from user_sessions
      where least(expires_at, coalesce(revoked_at, expires_at)) < current_timestamp - interval '30 days'`,
    );
    onStep('Refreshing the product figures');
    const stats = await client.query<{ at: Date }>('select refresh_product_stats() as at');
    onStep('Gathering statistics');
    await client.query('analyze');
    return {
      partitions_made: partitions.rows[0]?.made ?? 0,
      sessions_removed: sessions.rowCount ?? 0,
      product_stats_refreshed_at: (stats.rows[0]?.at ?? new Date()).toISOString(),
    };
  });
}
