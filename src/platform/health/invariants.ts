import { compareBackup, countAnew } from './invariants-hints.ts';
import { moneyInvariants } from './invariants-money.ts';
import { orderInvariants } from './invariants-orders.ts';
import { stockInvariants } from './invariants-stock.ts';

/** One promise of the shop's data, with the SQL that finds what breaks it. */
export interface Invariant {
  /** Stable, for monitors of the doctor. */
  readonly key: string;
  /** The promise as a sentence. */
  readonly name: string;
  /** What to do when it is broken. */
  readonly hint: string;
  /** Reads tables as large as the shop is old. */
  readonly whole?: true;
  /** When it is broken somebody should look, but nothing is lost. */
  readonly level?: 'warning';
  /** True of the sample shop; a shop at work may break it without harm. */
  readonly onlySample?: true;
  /** Rows that break it, each with a column `example`: enough to find the row again. */
  readonly sql: string;
}

export interface InvariantResult {
  readonly name: string;
  /** How many rows break it: 0 is good. */
  readonly broken: number;
  readonly example?: string;
}

export type Query = <R extends object>(text: string, values?: readonly unknown[]) => Promise<readonly R[]>;

const otherInvariants: readonly Invariant[] = [
  {
    key: 'reviews-verified',
    name: 'A review is verified when its customer has the product from an order that arrived',
    hint: compareBackup,
    onlySample: true,
    sql: `with arrived as (
        select distinct o.user_id, i.product_id, o.id as order_id
        from order_status_history h
        join orders o on o.id = h.order_id and o.created_at = h.order_created_at
        join order_items i on i.order_id = o.id
        where h.to_status = 'DELIVERED'
      )
      select 'review ' || r.id as example
      from reviews r
      where r.is_verified <> case
        when r.order_id is null
          then exists (select from arrived a where a.user_id = r.user_id and a.product_id = r.product_id)
        else exists (
          select from arrived a
          where a.user_id = r.user_id and a.product_id = r.product_id and a.order_id = r.order_id
        )
      end`,
  },
  {
    key: 'review-figures',
    name: 'The review figures of a product are those of its approved reviews',
    hint: countAnew,
    sql: `select 'product ' || p.sku as example
      from products p
      left join (
        select product_id, count(*) as reviews, round(avg(rating), 2) as average
        from reviews
        where status = 'APPROVED'
        group by product_id
      ) r on r.product_id = p.id
      where p.review_count <> coalesce(r.reviews, 0)
        or p.avg_rating is distinct from r.average`,
  },
  {
    key: 'reviews-decided',
    name: 'A decided review says who decided and when',
    hint: 'Somebody decided it outside the program; decide it again.',
    level: 'warning',
    sql: `select 'review ' || id as example
      from reviews
      where status <> 'PENDING' and (moderated_by is null or moderated_at is null)`,
  },
  {
    key: 'default-addresses',
    name: 'A customer has at most one default address of a kind',
    hint: compareBackup,
    sql: `select 'user ' || user_id || ' ' || type as example
      from addresses
      where is_default
      group by user_id, type
      having count(*) > 1`,
  },
  {
    key: 'primary-images',
    name: 'A product has at most one primary image',
    hint: compareBackup,
    sql: `select 'product ' || product_id as example
      from product_images
      where is_primary
      group by product_id
      having count(*) > 1`,
  },
  {
    key: 'product-versions',
    name: 'The newest kept version of a product is the product',
    hint: compareBackup,
    sql: `select 'product ' || p.sku as example
      from products p
      left join (
        select product_id, max(version_number) as newest, count(*) as versions
        from product_versions
        group by product_id
      ) v on v.product_id = p.id
      where p.version is distinct from v.newest
        or v.versions <> v.newest`,
  },
  {
    key: 'archived-off-sale',
    name: 'A product that is archived is not on sale',
    hint: 'Archive it again: solemate products archive <sku>.',
    sql: `select 'product ' || p.sku as example
      from products p
      where p.deleted_at is not null
        and (p.is_active or exists (select from product_variants v where v.product_id = p.id and v.is_active))`,
  },
  {
    key: 'products-searchable',
    name: 'Every product can be found by words',
    hint: countAnew,
    sql: `select 'product ' || p.sku as example
      from products p
      where not exists (select from product_search s where s.product_id = p.id)`,
  },
  {
    key: 'triggers',
    name: 'Every trigger is switched on',
    hint: 'Switch it on as the owner: alter table <table> enable trigger all.',
    onlySample: true,
    sql: `select c.relname || '.' || t.tgname as example
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace
        and not t.tgisinternal
        and t.tgenabled = 'D'`,
  },
];

export const invariants: readonly Invariant[] = [
  ...stockInvariants,
  ...orderInvariants,
  ...moneyInvariants,
  ...otherInvariants,
];

/**
 * Checks every promise with SQL of its own, not with the triggers' code, in the order of the list. Read as the owner or
 * as a role that sees all rows; on a million orders it takes minutes.
 */
export async function checkInvariants(
  query: Query,
  onEach?: (result: InvariantResult, index: number, total: number) => void,
): Promise<InvariantResult[]> {
  const results: InvariantResult[] = [];
  for (const [index, { name, sql }] of invariants.entries()) {
    const [row] = await query<{ broken: number; example: string | null }>(
      `select count(*)::int as broken, min(b.example) as example from (${sql}) b`,
    );
    const example = row?.example;
    const result = { name, broken: row?.broken ?? 0, ...(example == null ? {} : { example }) };
    results.push(result);
    onEach?.(result, index + 1, invariants.length);
  }
  return results;
}
