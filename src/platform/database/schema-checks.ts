import { migrationStatus } from './migrate.ts';
import { withOwner } from './owner.ts';

export interface Finding {
  readonly check: string;
  /** What is wrong, by name; empty when nothing is. */
  readonly broken: readonly string[];
  /** What to do about it. */
  readonly hint: string;
}

interface Check {
  readonly check: string;
  readonly hint: string;
  /** Each row has a `what`: one thing that is wrong. */
  readonly sql: string;
}

const secured = `'orders', 'order_items', 'order_status_history', 'payments', 'refunds', 'shipments', 'shipment_items',
  'promo_usage', 'store_settings'`;

const checks: readonly Check[] = [
  {
    check: 'orders have their months, up to three ahead',
    hint: 'Run solemate db maintain, and let a timer run it daily.',
    sql: `select to_char(month, 'YYYY-MM') as what
      from generate_series(
        date_trunc('month', now() at time zone 'UTC'),
        date_trunc('month', now() at time zone 'UTC') + interval '3 months',
        interval '1 month'
      ) month
      where to_regclass('public.orders_' || to_char(month, 'YYYY_MM')) is null`,
  },
  {
    check: 'row-level security is on',
    hint: 'Switch it on as the owner: alter table … enable row level security.',
    sql: `select relname as what
      from pg_class
      where relnamespace = 'public'::regnamespace
        and relname in (${secured})
        and not relrowsecurity`,
  },
  {
    check: 'no partition can be read past row-level security',
    hint: 'Revoke it as the owner: revoke all on … from all roles.',
    sql: `select format('%s by %s', c.relname, r.rolname) as what
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      cross join pg_roles r
      where i.inhparent = 'public.orders'::regclass
        and r.rolname in ('admin_role', 'manager_role', 'warehouse_role', 'readonly_role', 'customer_role')
        and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')`,
  },
  {
    check: 'no rule is switched off',
    hint: 'Switch it on as the owner: alter table … enable trigger all.',
    sql: `select format('%s on %s', tgname, tgrelid::regclass) as what
      from pg_trigger
      where tgenabled = 'D'
        and not tgisinternal`,
  },
  {
    check: 'every index is valid',
    hint: 'Build it again as the owner: reindex index concurrently ….',
    sql: `select indexrelid::regclass::text as what
      from pg_index
      where not indisvalid`,
  },
  {
    check: 'every foreign key has an index',
    hint: 'Deleting or changing the other side reads the whole table; add an index.',
    sql: `select format('%s of %s', conname, conrelid::regclass) as what
      from pg_constraint con
      where contype = 'f'
        and conparentid = 0
        and connamespace = 'public'::regnamespace
        and not exists (
          select
          from pg_index i
          where i.indrelid = con.conrelid
            -- of a key of several columns the first is enough to find the few rows
            and i.indkey[0] = any (con.conkey)
            and coalesce(pg_get_expr(i.indpred, i.indrelid) like '(% IS NOT NULL)', true)
        )`,
  },
  {
    check: 'the app owns nothing and inherits nothing',
    hint: 'The login of SOLEMATE_DATABASE_URL must not be the owner: use a NOINHERIT member of solemate_app.',
    sql: `select rolname as what
      from pg_roles
      where rolname = 'solemate_app'
        and (rolsuper or rolbypassrls or rolinherit or rolcreaterole
          or exists (select from pg_class where relowner = pg_roles.oid))`,
  },
];

/** Looks over the schema of a migrated database as its owner; changes nothing. */
export async function checkSchema(ownerUrl: string): Promise<Finding[]> {
  const migrations = await migrationStatus(ownerUrl);
  const wrong = migrations.filter(({ applied_at, changed }) => applied_at === null || changed);
  const first: Finding = {
    check: 'every migration is applied as it was released',
    broken: wrong.map(({ name, changed }) => (changed ? `${name} (changed)` : `${name} (missing)`)),
    hint: 'Run solemate db migrate as the owner of the database.',
  };
  if (wrong.some(({ applied_at }) => applied_at === null)) return [first];
  return withOwner(ownerUrl, async (client) => {
    const findings = [first];
    for (const { check, hint, sql } of checks) {
      const { rows } = await client.query<{ what: string }>(sql);
      findings.push({ check, hint, broken: rows.map(({ what }) => what).sort() });
    }
    return findings;
  });
}
