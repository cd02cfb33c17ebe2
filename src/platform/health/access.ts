import { expectedAccess } from './access-expected.ts';
import type { Ask, Finding } from './check.ts';

/**
 * Who may do what in the database, from its catalogue: one row a right, `head` its kind and role, `word` the thing.
 * Rights of the owner and of what extensions brought are left out; so are the months of orders, which have none.
 */
const accessSql = `with ours as (
    select c.oid, c.relname, c.relowner, c.relkind, c.relacl, c.relrowsecurity
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and not c.relispartition
      and c.relname <> 'schema_migrations'
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
  ),
  named as (
    select oid, rolname::text as name from pg_roles
    union all
    select 0, 'PUBLIC'
  )
  select n.name || ' ' || a.privilege_type || ' on' as head, o.relname::text as word
  from ours o
  cross join lateral aclexplode(o.relacl) a
  join named n on n.oid = a.grantee
  where a.grantee <> o.relowner
  union all
  select n.name || ' ' || a.privilege_type || ' on ' || o.relname, t.attname
  from ours o
  join pg_attribute t on t.attrelid = o.oid and t.attnum > 0 and not t.attisdropped
  cross join lateral aclexplode(t.attacl) a
  join named n on n.oid = a.grantee
  where a.grantee <> o.relowner
  union all
  select n.name || ' EXECUTE on', replace(p.oid::regprocedure::text, ' ', '_')
  from pg_proc p
  cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
  join named n on n.oid = a.grantee
  where p.pronamespace = 'public'::regnamespace
    and a.grantee <> p.proowner
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all
  select n.name || ' ' || a.privilege_type || ' on schema', s.nspname::text
  from pg_namespace s
  cross join lateral aclexplode(s.nspacl) a
  join named n on n.oid = a.grantee
  where s.nspname = 'public'
    and a.grantee <> s.nspowner
    and n.name <> 'pg_database_owner'
    -- of no use without a right on something in it, and taken away in hardened databases
    and not (n.name = 'PUBLIC' and a.privilege_type = 'USAGE')
  union all
  select 'row-level security on', o.relname
  from ours o
  where o.relrowsecurity
  union all
  select format('policy for %s to %s using %s check %s on', y.cmd, array_to_string(y.roles, ','),
      coalesce(x.using, '-'), coalesce(x.checking, '-')),
    y.tablename::text
  from pg_policies y
  -- newer servers write conditions with fewer table names and brackets
  cross join lateral (
    select case when length(q.text) > 60 then md5(q.text) else q.text end as using,
      case when length(c.text) > 60 then md5(c.text) else c.text end as checking
    from regexp_replace(y.qual, '\\m\\w+\\.|[()\\s]', '', 'g') as q (text),
      regexp_replace(y.with_check, '\\m\\w+\\.|[()\\s]', '', 'g') as c (text)
  ) x
  where y.schemaname = 'public'`;

/** The rights of this database as lines `<head>: <word> …`, sorted: what access-expected.ts holds. */
export async function accessLines(ask: Ask): Promise<string[]> {
  const rows = await ask<{ head: string; word: string }>(accessSql);
  const lines = new Map<string, string[]>();
  for (const { head, word } of rows) lines.set(head, [...(lines.get(head) ?? []), word]);
  return [...lines].map(([head, words]) => `${head}: ${words.sort().join(' ')}`).sort();
}

const itemsOf = (lines: readonly string[]): Set<string> =>
  new Set(
    lines.flatMap((line) => {
      const cut = line.lastIndexOf(': ');
      const head = line.slice(0, cut);
      return line
        .slice(cut + 2)
        .split(' ')
        .map((word) => `${head} ${word}`);
    }),
  );

/** Whom the migrations know; everybody else was let in by the owner of this shop. */
const known = /^(?:(?:admin|manager|warehouse|readonly|customer)_role|solemate_app|PUBLIC|policy|row-level security) /u;
const shown = 3;

function finding(
  key: string,
  check: string,
  broken: readonly string[],
  hint: string,
  level: 'warning' | 'problem' = 'problem',
): Finding {
  const well = broken.length === 0;
  return {
    key,
    check,
    level: well ? 'ok' : level,
    broken: broken.length,
    found: broken.slice(0, shown).join(', '),
    hint: well ? '' : hint,
  };
}

/** The rights of this database held against those that the migrations give; each difference in words. */
export async function checkAccess(ask: Ask): Promise<Finding[]> {
  const expected = itemsOf(expectedAccess.trim().split('\n'));
  const actual = itemsOf(await accessLines(ask));
  const missing = [...expected].filter((item) => !actual.has(item)).sort();
  const extra = [...actual].filter((item) => !expected.has(item)).sort();
  const isOther = (item: string) => !known.test(item);
  const isRow = (item: string) => /^(?:row-level security|policy) /u.test(item);
  return [
    finding(
      'row-level-security',
      'Row-level security is on, with the policies of the migrations',
      [
        ...missing.filter(isRow).map((item) => `missing: ${item}`),
        ...extra.filter(isRow).map((item) => `added: ${item}`),
      ],
      'As the owner: alter table <table> enable row level security, and make the policies as the migrations have them.',
    ),
    finding(
      'no-more-rights',
      'Nobody may do more than was designed',
      extra.filter((item) => !isRow(item) && !isOther(item)),
      'Take it back as the owner: revoke <right> on <table> from <role>.',
    ),
    finding(
      'other-roles',
      'Nobody but the roles of the shop has rights on its tables',
      extra.filter(isOther),
      'Perhaps a report or a backup reads here: what it reads is not masked and not bound by row-level security rules of ours.',
      'warning',
    ),
    finding(
      'no-fewer-rights',
      'Everybody may do what was designed',
      missing.filter((item) => !isRow(item)),
      'Give it back as the owner: grant <right> on <table> to <role>.',
    ),
  ];
}
