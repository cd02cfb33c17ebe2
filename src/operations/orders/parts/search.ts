import { likeAnywhere, likeStart } from '../../like.ts';
import type { Few } from '../../few.ts';
import type { Bind } from '../../listing.ts';
import { ordersNamed } from './conditions.ts';
import { uuid } from './order-row.ts';

/** Newest orders of one kind of match; the filters (customer:, sku:) have no such limit. */
const most = 500;
/** People whose orders are looked for: each is asked for in every month. */
const mostPeople = 150;

/** A condition on order_items i: the lines with this SKU, of a variant or of a product that has none. */
export function variantsOf(sku: string): string {
  return `(
      i.variant_id = any (array(select v.id from product_variants v where lower(v.sku) = lower(${sku})))
      or i.product_id = any (array(select s.id from products s where lower(s.sku) = lower(${sku})))
    )`;
}

/**
 * Orders that a free text may mean, as (id, created_at): a part of the number, tracking number, transaction id or
 * reference of a refund, SKU, name, e-mail. Every branch starts at an index and is cut at its newest matches, so that a
 * word that fits half of all customers costs no more than one that fits nobody.
 */
export function searchOrders(bind: Bind, text: string, seesCustomers: boolean, few: Few): string {
  if (/^sm-\d{4}-\d{6,}$/iu.test(text)) return named(bind(text));
  const values: unknown[] = [];
  const own: Bind = (value) => `$${values.push(value)}`;
  const matching = ordersMatching(own, text, seesCustomers);
  const ids = few(`select m.id from (${matching}) as m (id, created_at) order by m.created_at desc`, values, most * 8);
  if (ids) return ordersNamed(bind, ids.slice(0, most));
  return `(o.id, o.created_at) in (${ordersMatching(bind, text, seesCustomers)})`;
}

/** A whole number means one order and nothing else; the registry knows its month. */
function named(number: string): string {
  const known = (column: string) =>
    `(select r.${column} from order_registry r where r.order_number = upper(${number}))`;
  return `o.id = ${known('order_id')} and o.created_at = ${known('created_at')}`;
}

function ordersMatching(bind: Bind, text: string, seesCustomers: boolean): string {
  return branchesOf(bind, text, seesCustomers)
    .map(({ sql }) => `(${sql} order by 2 desc limit ${most})`)
    .join('\n    union all ');
}

export interface Branch {
  /** What of an order the text is, for people. */
  readonly matched: string;
  /** A select of (id, created_at) without order and limit. */
  readonly sql: string;
}

/** Every way in which an order can be meant; the statement's values are bound as they are needed. */
export function branchesOf(bind: Bind, text: string, seesCustomers: boolean): Branch[] {
  const given = bind(text);
  const tracking = text.length >= 6 ? `like ${bind(likeStart(text))}` : `= ${given}`;
  const branches: Branch[] = [
    ...numberBranches(bind, text, given),
    {
      matched: 'tracking number',
      sql: `select h.order_id, h.order_created_at from shipments h where h.tracking_number ${tracking}`,
    },
    { matched: 'SKU', sql: `select i.order_id, i.order_created_at from order_items i where ${variantsOf(given)}` },
  ];
  // Two letters have no trigram: they would read the whole index.
  if (text.length >= 3 && !/^\d+$/u.test(text)) {
    const pattern = bind(likeAnywhere(text));
    const name = `lower(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')) like lower(${pattern})`;
    branches.push({ matched: 'customer', sql: ordersOf(name) });
    if (seesCustomers) branches.push({ matched: 'e-mail', sql: ordersOf(`lower(c.email) like lower(${pattern})`) });
  }
  return seesCustomers ? [...branches, ...moneyBranches(given)] : branches;
}

function numberBranches(bind: Bind, text: string, given: string): Branch[] {
  const select = 'select r.order_id, r.created_at from order_registry r where';
  const branch = (sql: string): Branch => ({ matched: 'order number', sql: `${select} ${sql}` });
  const branches = [branch(`r.order_number = upper(${given})`)];
  if (/^sm-\d/iu.test(text)) branches.push(branch(`r.order_number like upper(${bind(likeStart(text))})`));
  // The end of a number, with or without its year; and, of digits alone, the beginning of this year's or last year's.
  if (/^[\d-]{3,}$/u.test(text)) {
    branches.push(branch(`reverse(r.order_number) like ${bind(likeStart(text.split('').reverse().join('')))}`));
  }
  if (/^\d{3,5}$/u.test(text)) {
    const year = new Date().getUTCFullYear();
    for (const one of [year, year - 1]) {
      branches.push(branch(`r.order_number like ${bind(likeStart(`SM-${one}-${text}`))}`));
    }
  }
  if (uuid.test(text)) {
    branches.push({ matched: 'id', sql: `${select} r.order_id = ${given}::uuid` });
    branches.push({
      matched: 'id of a parcel',
      sql: `select h.order_id, h.order_created_at from shipments h where h.id = ${given}::uuid`,
    });
  }
  return branches;
}

/** For those who may look at the money: what a provider calls a payment or a refund. */
function moneyBranches(given: string): Branch[] {
  const select = 'select p.order_id, p.order_created_at from payments p where';
  // the index of the references begins with the provider
  const reference = `p.id = any (array(
      select r.payment_id from refunds r
      where r.provider = any ('{stripe,paypal,klarna,manual}') and r.provider_reference = ${given}
    ))`;
  return [
    { matched: 'transaction id', sql: `${select} p.transaction_id = ${given}` },
    { matched: 'reference of a refund', sql: `${select} ${reference}` },
  ];
}

function ordersOf(condition: string): string {
  // person by person: of all at once the planner thinks it finds them sooner by reading the newest orders of everybody
  return `select b.id, b.created_at
      from (select c.id from users c where ${condition} limit ${mostPeople}) c
      cross join lateral (
        select x.id, x.created_at from orders x where x.user_id = c.id order by x.created_at desc limit ${most}
      ) b`;
}
