import { Forbidden } from '../domain/errors.ts';
import { findHome } from '../platform/home.ts';
import type { MigrationState } from '../platform/database/migrate.ts';
import type { Ask } from '../platform/health/check.ts';
import { findTarget } from '../platform/target.ts';
import { whereabouts, type Cli } from './context.ts';
import { asOwner } from './owner.ts';

/** Milliseconds one check may take: a quiet look must not disturb the shop, a full one has the time it needs. */
const quick = 30_000;
const thorough = 3_600_000;

type Work<T> = (as: string, ask: Ask, migrations: readonly MigrationState[]) => Promise<T>;

/**
 * Looks as whoever may see the most: as the owner when the URL is the owner's or the store is the embedded one, else as
 * the person who is signed in, with the eyes of their role.
 * @throws Forbidden when the URL is the app's and nobody is signed in
 */
export async function asExaminer<T>(cli: Cli, options: { readonly full: boolean }, work: Work<T>): Promise<T> {
  const limit = options.full ? thorough : quick;
  const where = whereabouts(cli.globals);
  const target = findTarget(findHome(where.home), where);
  if (target.kind === 'server' && !(await isOwner(await target.url()))) return asPerson(cli, limit, work);
  return asOwner(cli, { writes: false }, async (url) => {
    const [{ withOwner }, { migrationStatus }] = await Promise.all([
      import('../platform/database/owner.ts'),
      import('../platform/database/migrate.ts'),
    ]);
    const migrations = await migrationStatus(url);
    return withOwner(
      url,
      async (client) => {
        await client.query(
          `select set_config('statement_timeout', $1, false), set_config('default_transaction_read_only', 'on', false),
          set_config('timezone', 'UTC', false)`,
          [String(limit)],
        );
        const ask: Ask = async <R extends object>(text: string, values: readonly unknown[] = []) => {
          const { rows } = await client.query(text, [...values]);
          return rows as R[];
        };
        return work('owner', ask, migrations);
      },
      'doctor',
    );
  });
}

async function asPerson<T>(cli: Cli, limit: number, work: Work<T>): Promise<T> {
  return cli
    .signedIn(async (store, actor) => {
      const { migrationStatus } = await import('../platform/database/migrate.ts');
      const target = findTarget(findHome(cli.globals.home), whereabouts(cli.globals));
      if (target.kind !== 'server') throw new Error('the embedded store has an owner');
      const migrations = await migrationStatus(await target.url());
      const ask: Ask = async <R extends object>(text: string, values: readonly unknown[] = []) =>
        store.database.read(
          { actor, operation: 'doctor' },
          async (tx) => {
            await tx.query("select set_config('statement_timeout', $1, true)", [String(limit)]);
            return tx.query<R>(text, values);
          },
          { signal: cli.io.signal },
        );
      return work(actor.role, ask, migrations);
    })
    .catch((error: unknown) => {
      if (!(error instanceof Forbidden)) throw error;
      const hint = `${error.hint ?? ''} Or give the database owner's URL with --url, which needs no sign-in.`.trim();
      throw new Forbidden(error.message, { hint, cause: error });
    });
}

/** Whoever owns the tables, or the database when there are none yet. A superuser is taken for one. */
async function isOwner(url: string): Promise<boolean> {
  const { withOwner } = await import('../platform/database/owner.ts');
  return withOwner(
    url,
    async (client) => {
      const { rows } = await client.query<{ owner: boolean }>(
        `select pg_has_role(session_user, coalesce(
          (select relowner from pg_class where oid = to_regclass('public.orders')),
          (select datdba from pg_database where datname = current_database())
        ), 'USAGE') as owner`,
      );
      return rows[0]?.owner ?? false;
    },
    'doctor',
  );
}
