import { likeAnywhere, likeStart } from '../like.ts';
import type { Few } from '../few.ts';
import type { Bind } from '../listing.ts';

/** Newest orders of one kind of match; the filters (customer:, sku:) have no such limit. */
const most = 500;

/** A condition on order_items i: the lines with this SKU, of a variant or of a product that has none. */
export function variantsOf(sku: string): string {
  return `(
      i.variant_id = any (array(select v.id from product_variants v where lower(v.sku) = lower(${sku})))
      or i.product_id = any (array(select s.id from products s where lower(s.sku) = lower(${sku})))
    )`;
}

/**
 * Orders that a free text may mean, as (id, created_at): number or its last digits, tracking number, transaction id,
 * SKU, name, e-mail. Every branch starts at an index and is cut at its newest matches, so that a word that fits
 * half of all customers costs no more than one that fits nobody.
 */
export function searchOrders(bind: Bind, text: string, seesCustomers: boolean, few: Few): string {
  const values: unknown[] = [];
  const own: Bind = (value) => `$${values.push(value)}`;
  const matching = ordersMatching(own, text, seesCustomers);
  const ids = few(`select m.id from (${matching}) as m (id, created_at) order by m.created_at desc`, values, most * 8);
  if (ids) return `o.id = any (${bind(ids.slice(0, most))}::uuid[])`;
  return `(o.id, o.created_at) in (${ordersMatching(bind, text, seesCustomers)})`;
}

function ordersMatching(bind: Bind, text: string, seesCustomers: boolean): string {
  const given = bind(text);
  const branches = [
    `select r.order_id, r.created_at from order_registry r where r.order_number = upper(${given})`,
    `select h.order_id, h.order_created_at from shipments h where h.tracking_number = ${given}`,
    `select i.order_id, i.order_created_at from order_items i where ${variantsOf(given)}`,
  ];
  if (/^sm-\d/iu.test(text)) {
    branches.push(
      `select r.order_id, r.created_at from order_registry r where r.order_number like upper(${bind(likeStart(text))})`,
    );
  }
  if (/^\d{3,}$/u.test(text)) {
    branches.push(
      `select r.order_id, r.created_at from order_registry r
      where reverse(r.order_number) like ${bind(likeStart(text.split('').reverse().join('')))}`,
    );
  }
  // Two letters have no trigram: they would read the whole index.
  if (text.length >= 3 && !/^\d+$/u.test(text)) {
    const pattern = bind(likeAnywhere(text));
    const name = `lower(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')) like lower(${pattern})`;
    branches.push(ordersOf(name));
    if (seesCustomers) branches.push(ordersOf(`lower(c.email) like lower(${pattern})`));
  }
  if (seesCustomers) {
    branches.push(`select p.order_id, p.order_created_at from payments p where p.transaction_id = ${given}`);
  }
  return branches.map((branch) => `(${branch} order by 2 desc limit ${most})`).join('\n    union all ');
}

function ordersOf(condition: string): string {
  return `select b.id, b.created_at from orders b
      where b.user_id = any (array(select c.id from users c where ${condition} limit ${most}))`;
}
