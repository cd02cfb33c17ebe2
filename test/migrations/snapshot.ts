import type { Sql } from './shop.ts';

/**
 * What a schema-only dump would say, without pg_dump (npm has none): one sorted line for every object of the schema
 * and what is granted on it (a grant that was never touched is spelled out, as one that was taken back is). Two databases with the same lines have the same schema.
 * What a month of orders inherits from orders is said once.
 */
export async function schemaSnapshot(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }>(`
    with ours as (
      select c.*
      from pg_class c
      where c.relnamespace = 'public'::regnamespace
        and c.relname not like 'schema_migrations%'
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    )
    select format('extension %s', e.extname) as line
    from pg_extension e
    union all
    select format('relation %s %s rls=%s options=%s bound=%s acl=%s', c.relkind, c.relname, c.relrowsecurity, c.reloptions,
      pg_get_expr(c.relpartbound, c.oid), (select array_agg(a::text order by a::text) from unnest(coalesce(c.relacl, acldefault((case c.relkind when 'S' then 's' else 'r' end)::"char", c.relowner))) a))
    from ours c
    where c.relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select format('column %s.%s %s %s notnull=%s default=%s generated=%s acl=%s', c.relname, a.attnum, a.attname,
      format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated,
      (select array_agg(x::text order by x::text) from unnest(a.attacl) x))
    from ours c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    union all
    select format('index %s', pg_get_indexdef(i.indexrelid))
    from pg_index i
    join ours c on c.oid = i.indrelid and not c.relispartition
    union all
    select format('constraint %s %s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k
    join ours c on c.oid = k.conrelid and not c.relispartition
    where k.conparentid = 0
    union all
    select format('trigger %s %s', t.tgenabled, pg_get_triggerdef(t.oid))
    from pg_trigger t
    join ours c on c.oid = t.tgrelid and not c.relispartition
    where not t.tgisinternal
    union all
    select format('view %s %s', c.relname, pg_get_viewdef(c.oid))
    from ours c
    where c.relkind in ('v', 'm')
    union all
    select format('policy %s', to_jsonb(p))
    from pg_policies p
    where p.schemaname = 'public'
    union all
    select format('function %s acl=%s', pg_get_functiondef(p.oid), (select array_agg(a::text order by a::text) from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a))
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    union all
    select format('default privileges %s %s %s', d.defaclnamespace::regnamespace, d.defaclobjtype,
      (select array_agg(a::text order by a::text) from unnest(d.defaclacl) a))
    from pg_default_acl d
    union all
    select format('schema acl=%s', (select array_agg(a::text order by a::text) from unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) a))
    from pg_namespace n
    where n.nspname = 'public'`);
  return rows.map(({ line }) => line).sort();
}
