import type { Actor } from '../domain/permissions.ts';
import type { Database } from './database/types.ts';

/** A record as screens know it: `order` and `SM-2026-000123`. */
export interface Whereabouts {
  readonly kind: string;
  readonly record: string;
}

export interface Present extends Whereabouts {
  readonly terminal: string;
  readonly user_id: string;
  readonly name: string;
  /** Milliseconds until it counts no more unless it is renewed. */
  readonly lease: number;
}

/** How often a lease is renewed; it lasts ten seconds (migration 0032), so that one lost beat is no absence. */
export const renewEvery = 4_000;

/**
 * Tells where a terminal is; undefined: nowhere any more. A store that is open read-only tells nobody and still sees the
 * others.
 * @throws Unavailable, Forbidden
 */
export async function bePresent(
  database: Database,
  actor: Actor,
  terminal: string,
  where: Whereabouts | undefined,
): Promise<void> {
  await database.write({ actor, operation: 'presence' }, (tx) =>
    tx.query('select be_present($1, $2, $3)', [terminal, where?.kind ?? null, where?.record ?? null]),
  );
}

/** Everybody who is somewhere that this person may look at, by the policies of the database; `terminal` itself left out. */
export async function whoIsPresent(database: Database, actor: Actor, terminal: string): Promise<readonly Present[]> {
  return database.read({ actor, operation: 'presence' }, (tx) =>
    tx.query<Present>(
      `select p.terminal, p.kind, p.record, p.user_id,
        coalesce(nullif(btrim(concat_ws(' ', u.first_name, u.last_name)), ''), 'a colleague') as name,
        ceil(extract(epoch from p.until - clock_timestamp()) * 1000)::integer as lease
      from presence p
      join users u on u.id = p.user_id
      where p.until > clock_timestamp()
        and p.terminal <> $1
      order by p.since, p.terminal`,
      [terminal],
    ),
  );
}
